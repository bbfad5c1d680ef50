import { useForm } from "../form-context.tsx";
import { RecordButton } from "../prompt/record/record-button.tsx";
import { UploadButton } from "../prompt/upload-button.tsx";
import { MessageParts } from "./message-parts.tsx";
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
export function TextareaControl(props: WidgetProps) {
  const { field, path, value } = props;
  return (
    <>
      <Template {...props} multiline />
      {field.form.partsWhen && <MessageParts when={field.form.partsWhen} path={path} text={asText(shown(value, field))} />}
    </>
  );
}
/** The address of a file, or the id of one that was uploaded here. */
export function AudioControl(props: WidgetProps) {
  const { change } = useForm();
  return (
    <div className="flex items-start gap-1">
      <div className="min-w-0 flex-1">
        <Template {...props} mono />
      </div>
      <span className="flex pt-1">
        <RecordButton onRecorded={(id) => change(props.path, id)} />
        <UploadButton onUploaded={(id) => change(props.path, id)} />
      </span>
    </div>
  );
}
export const UrlControl = (props: WidgetProps) => <Template {...props} mono />;
