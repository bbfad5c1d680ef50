import { useForm } from "../form-context.tsx";
import { TemplateInput } from "../template/template-input.tsx";
import { asText, shown, textOrNothing, type WidgetProps } from "../widget.ts";

function Template({ field, path, value, ids, multiline, mono }: WidgetProps & { multiline?: boolean; mono?: boolean }) {
  const { change } = useForm();
  return (
    <TemplateInput
      ids={ids}
      value={asText(shown(value, field))}
      {...(field.form.placeholder ? { placeholder: field.form.placeholder } : {})}
      onChange={(text) => change(path, textOrNothing(text, field))}
      {...(multiline ? { multiline } : {})}
      {...(mono ? { mono } : {})}
    />
  );
}

export const TemplateControl = (props: WidgetProps) => <Template {...props} />;
export const TextareaControl = (props: WidgetProps) => <Template {...props} multiline />;
export const UrlControl = (props: WidgetProps) => <Template {...props} mono />;
