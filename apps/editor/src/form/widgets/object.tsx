import type { Json, JsonObject } from "@cordboard/contract";
import { isObject } from "../../document/index.ts";
import { Select, Switch } from "../../ui/index.ts";
import { Fields } from "../fields.tsx";
import { useForm } from "../form-context.tsx";
import type { FieldSpec } from "../schema.ts";
import { asText, optionLabel, type WidgetProps } from "../widget.ts";

/** Settings that belong together. */
export function ObjectControl({ field, path, value }: WidgetProps) {
  const now = settingsOf(field, value);
  return isObject(now) ? (
    <div className="flex flex-col gap-4 border-l-2 border-line pl-3">
      <Fields fields={field.fields} value={now} path={path} />
    </div>
  ) : null;
}

/** Beside the label of settings that can be switched off as a whole: `null`, or left out. */
export function ObjectSwitch({ field, path, value }: Omit<WidgetProps, "ids">) {
  const { change } = useForm();
  if (!field.nullable && (!field.optional || field.default !== undefined)) return null;
  const off = field.nullable ? null : undefined;
  return (
    <Switch
      label={field.title}
      checked={isObject(settingsOf(field, value))}
      onCheckedChange={(on) => change(path, on ? defaultsOf(field) : off)}
    />
  );
}

function settingsOf(field: FieldSpec, value: Json | undefined): Json {
  return value === undefined ? (field.default ?? (field.nullable || field.optional ? null : {})) : value;
}

/** Settings whose shape depends on their kind. */
export function VariantControl({ field, path, value, ids }: WidgetProps) {
  const { change } = useForm();
  const { variants } = field;
  if (!variants) return null;
  const now = isObject(value) ? value : isObject(field.default) ? field.default : {};
  const kind = asText(now[variants.key]) || (variants.options[0]?.value ?? "");
  const fields = variants.options.find((option) => option.value === kind)?.fields ?? [];
  const choose = (next: string) => {
    const option = variants.options.find((other) => other.value === next);
    const kept = Object.fromEntries(Object.entries(now).filter(([key]) => option?.fields.some((other) => other.key === key)));
    change(path, { ...valuesOf(option?.fields ?? []), ...kept, [variants.key]: next });
  };
  return (
    <div className="flex flex-col gap-3">
      <Select
        id={ids.id}
        value={kind}
        invalid={ids.invalid}
        options={variants.options.map((option) => ({ value: option.value, label: optionLabel(field, option.value) }))}
        onValueChange={choose}
      />
      {fields.length > 0 && (
        <div className="flex flex-col gap-4 border-l-2 border-line pl-3">
          <Fields fields={fields} value={now} path={path} />
        </div>
      )}
    </div>
  );
}

function defaultsOf(field: FieldSpec): Json {
  return isObject(field.default) ? field.default : valuesOf(field.fields);
}
function valuesOf(fields: readonly FieldSpec[]): JsonObject {
  return Object.fromEntries(fields.flatMap((field) => (field.default === undefined ? [] : [[field.key, field.default]])));
}

/** Settings, or switched off. */
export const isSettings = (value: Json | undefined): boolean => value === undefined || value === null || isObject(value);
