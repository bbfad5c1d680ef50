import { useState } from "react";
import { Input, Select } from "../../ui/index.ts";
import { useForm } from "../form-context.tsx";
import { useDraft } from "../use-draft.ts";
import { asText, shown, type WidgetProps } from "../widget.ts";
import { readNumber } from "./simple.tsx";

const UNITS = [
  { value: "1", label: "seconds" },
  { value: "60", label: "minutes" },
  { value: "3600", label: "hours" },
  { value: "86400", label: "days" },
];

/** Seconds, shown in the largest unit that divides them. */
export function DurationControl({ field, path, value, ids }: WidgetProps) {
  const { change } = useForm();
  const now = shown(value, field);
  const [chosen, setChosen] = useState<string | null>(null);
  const unit = chosen ?? unitOf(now);
  const draft = useDraft(typeof now === "number" ? String(now / Number(unit)) : asText(now));
  const store = (text: string, factor: string) => {
    const read = readNumber(text);
    change(path, typeof read === "number" ? Math.round(read * Number(factor)) : read);
  };
  return (
    <div className="flex gap-1.5">
      <Input
        id={ids.id}
        aria-label={ids.label}
        aria-describedby={ids.describedBy}
        aria-invalid={ids.invalid || undefined}
        inputMode="decimal"
        className="tabular w-24"
        value={draft.text}
        onChange={(event) => {
          draft.type(event.target.value);
          setChosen(unit);
          store(event.target.value, unit);
        }}
        onBlur={draft.blur}
      />
      <div className="w-32">
        <Select
          label={`Unit of ${field.title}`}
          value={unit}
          options={UNITS}
          onValueChange={(next) => {
            setChosen(next);
            if (typeof now === "number") store(String(now / Number(unit)), next);
          }}
        />
      </div>
    </div>
  );
}

function unitOf(seconds: unknown): string {
  if (typeof seconds !== "number" || seconds === 0) return "1";
  return UNITS.findLast((unit) => seconds % Number(unit.value) === 0)?.value ?? "1";
}
