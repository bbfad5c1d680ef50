import { Combobox, type CommandOption } from "../../ui/index.ts";
import { useForm } from "../form-context.tsx";
import { asText, shown, textOrNothing, type WidgetProps } from "../widget.ts";

/** `Europe/Berlin` → `GMT+1`, now. */
function offsetOf(zone: string): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts();
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}

let known: CommandOption[] | null = null;
/** Every zone this browser knows, its own first. Made when first asked for: there are four hundred. */
function zones(): CommandOption[] {
  if (known) return known;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const all = new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")]);
  known = [...all].map((zone) => ({ value: zone, label: zone.replaceAll("_", " "), hint: offsetOf(zone), keywords: [zone] }));
  return known;
}

/** A time zone by its place. */
export function ZoneControl({ field, path, value, ids }: WidgetProps) {
  const { change } = useForm();
  return (
    <Combobox
      id={ids.id}
      label="Find a time zone"
      value={asText(shown(value, field))}
      invalid={ids.invalid}
      placeholder={field.form.placeholder ?? "UTC"}
      options={zones()}
      freeEntry={(text) => `Use ${text}`}
      onValueChange={(zone) => change(path, textOrNothing(zone, field))}
    />
  );
}
