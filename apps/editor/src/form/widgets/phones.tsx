import type { Json } from "@cordboard/contract";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { numbersQuery } from "../../api/numbers.ts";
import { sendingQuery } from "../../api/sending.ts";
import { Button, cx } from "../../ui/index.ts";
import { InnerIssues, type ControlIds } from "../field.tsx";
import { useForm } from "../form-context.tsx";
import { phoneHint } from "../phone-hint.ts";
import { reachOf } from "../reach.ts";
import { TemplateInput } from "../template/template-input.tsx";
import { asList, asText, shown as orDefault, type WidgetProps } from "../widget.ts";
import { ItemActions } from "./item-actions.tsx";

interface PhoneInputProps {
  value: string;
  ids: ControlIds;
  placeholder?: string | undefined;
  onChange: (text: string) => void;
}

/** A number as people write it; it is put into E.164 when the field is left. Templates and SIP addresses stay as they are. */
function PhoneInput({ value, ids, placeholder, onChange }: PhoneInputProps) {
  const hint = phoneHint(value);
  const { data: numbers } = useQuery({ ...numbersQuery(), enabled: hint !== null });
  const { data: sending } = useQuery({ ...sendingQuery(), enabled: hint !== null });
  const reach = reachOf(hint, { ...(numbers && { numbers: numbers.items }), ...(sending && { sending }) });
  return (
    <div className="flex flex-col gap-0.5">
      <TemplateInput
        ids={ids}
        value={value}
        placeholder={placeholder ?? "+1 415 555 0123"}
        onChange={onChange}
        onBlur={() => hint && "e164" in hint && hint.e164 !== value && onChange(hint.e164)}
      />
      {hint && (
        <span className={cx("text-2xs", "problem" in hint ? "text-warning" : "text-muted")}>
          {"problem" in hint ? hint.problem : hint.text}
          {reach && !reach.warning && ` · ${reach.text}`}
        </span>
      )}
      {reach?.warning && <span className="text-2xs text-warning">{reach.text}</span>}
    </div>
  );
}

export function PhoneControl({ field, path, value, ids }: WidgetProps) {
  const { change } = useForm();
  return (
    <PhoneInput
      ids={ids}
      value={asText(orDefault(value, field))}
      placeholder={field.form.placeholder}
      onChange={(text) => change(path, text)}
    />
  );
}

const UNWRITTEN: Json[] = [""];

export function PhonesControl({ field, path, value, ids }: WidgetProps) {
  const { change } = useForm();
  const items = asList(value) ?? asList(field.default) ?? [];
  const shown = items.length === 0 ? UNWRITTEN : items;
  return (
    <div className="flex flex-col gap-1.5">
      {shown.map((item, index) => (
        <div key={index} className="group/item" data-field={[...path, index].join(".")}>
          <div className="flex items-start gap-1">
            <div className="min-w-0 flex-1">
              <PhoneInput
                ids={{
                  id: `${ids.id}-${index}`,
                  labelId: ids.labelId,
                  describedBy: undefined,
                  invalid: false,
                  label: `${field.title} ${index + 1}`,
                }}
                value={asText(item)}
                placeholder={field.form.placeholder}
                onChange={(text) => change([...path, index], text)}
              />
            </div>
            <span className="pt-1">
              <ItemActions path={path} items={items} index={index} name={`number ${index + 1}`} ordered />
            </span>
          </div>
          <InnerIssues path={[...path, index]} deep />
        </div>
      ))}
      <Button
        size="sm"
        variant="ghost"
        id={ids.id}
        className="self-start text-muted"
        icon={<Plus size={14} />}
        onClick={() => change(path, [...items, ""])}
      >
        Add number
      </Button>
    </div>
  );
}
