import { useForm } from "../form-context.tsx";
import { TemplateInput } from "../template/template-input.tsx";
import { asText, type WidgetProps } from "../widget.ts";

function Template({ field, path, value, ids, multiline, mono }: WidgetProps & { multiline?: boolean; mono?: boolean }) {
  const { change } = useForm();
  return (
    <TemplateInput
      ids={ids}
      value={asText(value)}
      placeholder={field.form.placeholder ?? asText(field.default)}
      onChange={(text) => change(path, text === "" && field.optional ? undefined : text)}
      {...(multiline ? { multiline } : {})}
      {...(mono ? { mono } : {})}
    />
  );
}

export const TemplateControl = (props: WidgetProps) => <Template {...props} />;
export const TextareaControl = (props: WidgetProps) => <Template {...props} multiline />;
export const UrlControl = (props: WidgetProps) => <Template {...props} mono />;
