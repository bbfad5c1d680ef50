import type { Json } from "@cordboard/contract";
import { Input, Segmented, Select, Switch } from "../../ui/index.ts";
import { useForm } from "../form-context.tsx";
import { useDraft } from "../use-draft.ts";
import { asText, optionLabel, shown, textOrNothing, type WidgetProps } from "../widget.ts";

/** A short text that is no template: names, patterns, zones. */
export function TextControl({ field, path, value, ids }: WidgetProps) {
  const { change } = useForm();
  return (
    <Input
      id={ids.id}
      aria-label={ids.label}
      aria-describedby={ids.describedBy}
      aria-invalid={ids.invalid || undefined}
      value={asText(shown(value, field))}
      placeholder={field.form.placeholder}
      onChange={(event) => change(path, textOrNothing(event.target.value, field))}
    />
  );
}

/** A number, or the text of a template that gives one. What can't be read as a number yet is kept as typed. */
export function NumberControl({ field, path, value, ids }: WidgetProps) {
  const { change } = useForm();
  const draft = useDraft(asText(shown(value, field)));
  const step = (by: number) => {
    const now = Number(draft.text);
    if (!Number.isFinite(now)) return;
    const next = Math.min(field.max ?? Infinity, Math.max(field.min ?? -Infinity, now + by));
    draft.type(String(next));
    change(path, next);
  };
  return (
    <div className="relative w-36">
      <Input
        id={ids.id}
        aria-label={ids.label}
        aria-describedby={ids.describedBy}
        aria-invalid={ids.invalid || undefined}
        inputMode="decimal"
        className="tabular pr-12"
        value={draft.text}
        placeholder={field.form.placeholder}
        onChange={(event) => {
          draft.type(event.target.value);
          change(path, readNumber(event.target.value));
        }}
        onBlur={draft.blur}
        onKeyDown={(event) => {
          const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          step(event.shiftKey ? by * 10 : by);
        }}
      />
      {field.form.unit && (
        <span className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-xs text-muted">{field.form.unit}</span>
      )}
    </div>
  );
}

export function readNumber(text: string): number | string | undefined {
  const plain = text.trim();
  if (plain === "") return undefined;
  return Number.isFinite(Number(plain)) ? Number(plain) : text;
}

export function SwitchControl({ field, path, value, ids }: WidgetProps) {
  const { change } = useForm();
  return (
    <Switch
      id={ids.id}
      {...(ids.label ? { label: ids.label } : {})}
      checked={shown(value, field) === true}
      onCheckedChange={(checked) => change(path, checked)}
      {...(ids.describedBy ? { describedBy: ids.describedBy } : {})}
    />
  );
}

const NOTHING = "\u0000";
export function SelectControl({ field, path, value, ids }: WidgetProps) {
  const { change } = useForm();
  const options = field.options.map((option) => ({ value: option || NOTHING, label: optionLabel(field, option) }));
  const current = asText(shown(value, field)) || NOTHING;
  const unknown = value !== undefined && !field.options.includes(asText(value)) ? [{ value: current, label: asText(value) || "None" }] : [];
  return (
    <Select
      id={ids.id}
      {...(ids.label ? { label: ids.label } : {})}
      value={current}
      invalid={ids.invalid}
      placeholder={field.form.placeholder ?? "Choose"}
      options={[...unknown, ...options]}
      onValueChange={(next) => change(path, next === NOTHING ? "" : next)}
    />
  );
}

export function SegmentedControl({ field, path, value }: WidgetProps) {
  const { change } = useForm();
  return (
    <Segmented
      label={field.title}
      className="w-full"
      value={asText(shown(value, field))}
      options={field.options.map((option) => ({ value: option, label: optionLabel(field, option) }))}
      onValueChange={(next) => change(path, next)}
    />
  );
}

export const isOption = (value: Json | undefined): boolean => value === undefined || typeof value === "string";
export const isSwitch = (value: Json | undefined): boolean => value === undefined || typeof value === "boolean";
