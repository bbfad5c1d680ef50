import { Textarea } from "../../ui/index.ts";
import { useForm } from "../form-context.tsx";
import { asText, shown, textOrNothing, type WidgetProps } from "../widget.ts";

const [FEWEST_ROWS, MOST_ROWS] = [5, 24];

/** Code or SQL: taken as written, nothing in it is filled in. Tab moves on, as everywhere. */
export function CodeControl({ field, path, value, ids }: WidgetProps) {
  const { change } = useForm();
  const text = asText(shown(value, field));
  return (
    <Textarea
      id={ids.id}
      aria-label={ids.label}
      aria-describedby={ids.describedBy}
      aria-invalid={ids.invalid || undefined}
      mono
      spellCheck={false}
      autoCapitalize="off"
      rows={Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, text.split("\n").length + 1))}
      value={text}
      placeholder={field.form.placeholder}
      onChange={(event) => change(path, textOrNothing(event.target.value, field))}
    />
  );
}
