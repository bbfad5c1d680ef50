import { Input } from "../../ui/index.ts";
import type { ControlIds } from "../field.tsx";
import { useDraft } from "../use-draft.ts";

export interface LazyTextProps {
  value: string;
  ids: ControlIds;
  placeholder?: string | undefined;
  onCommit: (text: string) => void;
  className?: string;
}

/**
 * A name that other things hang on (an exit, a variable): it takes effect when the field is left, goes away or Enter
 * is pressed, so that cords never see "s", "sa", "sal".
 */
export function LazyText({ value, ids, placeholder, onCommit, className }: LazyTextProps) {
  const draft = useDraft(value, (text) => onCommit(text.trim()));
  const commit = () => {
    if (draft.text !== value) onCommit(draft.text.trim());
    draft.blur();
  };
  return (
    <Input
      id={ids.id}
      aria-label={ids.label}
      aria-invalid={ids.invalid || undefined}
      className={className}
      value={draft.text}
      placeholder={placeholder}
      spellCheck={false}
      onChange={(event) => draft.type(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
        // Takes back what is half typed; with nothing to take back it leads out of the form, as in any field.
        if (event.key === "Escape" && draft.text !== value) {
          event.stopPropagation();
          draft.blur();
        }
      }}
    />
  );
}
