import { CodeField } from "../code/code-field.tsx";
import { useForm } from "../form-context.tsx";
import { asText, shown, textOrNothing, type WidgetProps } from "../widget.ts";

const ROWS = [5, 24] as const;

/** Code or SQL: taken as written, nothing in it is filled in. */
export function CodeControl({ field, path, value, ids }: WidgetProps) {
  const { change, readOnly } = useForm();
  return (
    <CodeField
      {...ids}
      language={field.form.code ?? "text"}
      rows={ROWS}
      readOnly={readOnly}
      value={asText(shown(value, field))}
      placeholder={field.form.placeholder}
      onChange={(text) => change(path, textOrNothing(text, field))}
    />
  );
}
