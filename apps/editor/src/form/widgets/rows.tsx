import type { Json, JsonObject } from "@cordboard/contract";
import { ChevronRight, Plus } from "lucide-react";
import { useId, useState } from "react";
import { getIn, isObject, type Path } from "../../document/index.ts";
import { Button, cx, IconButton } from "../../ui/index.ts";
import { InnerIssues } from "../field.tsx";
import { BareField, Fields } from "../fields.tsx";
import { useFieldIssues, useForm } from "../form-context.tsx";
import type { FieldSpec } from "../schema.ts";
import { asList, asText, type WidgetProps } from "../widget.ts";
import { ItemActions } from "./item-actions.tsx";
import { LazyText } from "./lazy-text.tsx";

interface RowsStyle {
  /** What one of them is called. */
  noun: string;
  /** Fields on the item's first line; the name takes what room is left. */
  line: readonly string[];
  /** Fields always below it. */
  below: readonly string[];
  ordered: boolean;
}

/** A list of things with a name. The name is what cords and variables hang on. */
function Rows({ field, path, value, style }: WidgetProps & { style: RowsStyle }) {
  const { change } = useForm();
  const items = asList(value) ?? asList(field.default) ?? [];
  return (
    <div className="flex flex-col gap-1.5">
      {items.map((item, index) => (
        <Row key={index} item={item} index={index} items={items} fields={field.item?.fields ?? []} path={path} style={style} />
      ))}
      <Button
        size="sm"
        variant="ghost"
        className="self-start text-muted"
        icon={<Plus size={14} />}
        onClick={() => change(path, [...items, freshItem(field, items)])}
      >
        Add {style.noun}
      </Button>
    </div>
  );
}

interface RowProps {
  item: Json;
  index: number;
  items: readonly Json[];
  fields: readonly FieldSpec[];
  path: Path;
  style: RowsStyle;
}

function Row({ item, index, items, fields, path, style }: RowProps) {
  const own = [...path, index];
  const line = style.line.flatMap((key) => fields.find((field) => field.key === key) ?? []);
  const widest = line.find((field) => field.key === "name") ?? line[0];
  const below = fields.filter((field) => style.below.includes(field.key));
  const rest = fields.filter((field) => !line.includes(field) && !below.includes(field) && field.widget !== "hidden");
  const troubled = useFieldIssues(own, true).some((issue) => rest.some((field) => issue.field?.startsWith([...own, field.key].join("."))));
  const [chosen, setChosen] = useState<boolean | null>(null);
  const open = chosen ?? troubled;
  const name = `${style.noun} ${index + 1}`;
  return (
    <div className="group/item rounded-control border border-line bg-raised p-1.5" data-field={own.join(".")}>
      <div className="flex items-start gap-1.5">
        {rest.length > 0 && (
          <IconButton
            size="xs"
            className="mt-1"
            label={open ? `Hide details of ${name}` : `Details of ${name}`}
            aria-expanded={open}
            icon={<ChevronRight size={14} className={cx("transition-transform duration-100", open && "rotate-90")} />}
            onClick={() => setChosen(!open)}
          />
        )}
        {line.map((field) => (
          <div
            key={field.key}
            className={field === widest ? "min-w-0 flex-1" : field.widget === "keys" ? "w-16 shrink-0" : "w-28 shrink-0"}
          >
            {field.key === "name" ? (
              <NameField field={field} path={[...own, "name"]} item={item} noun={name} />
            ) : (
              <BareField field={field} path={[...own, field.key]} value={getIn(item, [field.key])} label={`${field.title} of ${name}`} />
            )}
          </div>
        ))}
        <span className="pt-1">
          <ItemActions path={path} items={items} index={index} name={name} ordered={style.ordered} />
        </span>
      </div>
      {below.map((field) => (
        <div key={field.key} className="pt-1.5">
          <BareField field={field} path={[...own, field.key]} value={getIn(item, [field.key])} label={`${field.title} of ${name}`} />
        </div>
      ))}
      {!open && <Folded fields={rest} item={item} onOpen={() => setChosen(true)} />}
      {open && (
        <div className="px-1.5 pt-3 pb-1.5">
          <Fields fields={rest} value={item} path={own} />
        </div>
      )}
      <div className="flex flex-col gap-0.5 empty:hidden [&>p]:pt-1">
        <InnerIssues path={own} />
        {[...line, ...below].map((field) => (
          <InnerIssues key={field.key} path={[...own, field.key]} deep />
        ))}
      </div>
    </div>
  );
}

/** What is set out of sight, in one line. */
function Folded({ fields, item, onOpen }: { fields: readonly FieldSpec[]; item: Json; onOpen: () => void }) {
  const said = fields.flatMap((field) => saidOf(field, getIn(item, [field.key])));
  if (said.length === 0) return null;
  return (
    <button type="button" className="block w-full truncate px-1.5 pt-1.5 text-left text-xs text-muted hover:text-ink" onClick={onOpen}>
      {said.join(" · ")}
    </button>
  );
}

function saidOf(field: FieldSpec, value: Json | undefined): string[] {
  if (value === undefined || value === null || value === "" || JSON.stringify(value) === JSON.stringify(field.default)) return [];
  if (Array.isArray(value)) return value.length > 0 && value.every((one) => typeof one === "string") ? [value.join(", ")] : [];
  if (typeof value === "object") return [];
  if (typeof value === "boolean") return value ? [field.title] : [];
  return [field.form.labels?.[String(value)] ?? String(value)];
}

function NameField({ field, path, item, noun }: { field: FieldSpec; path: Path; item: Json; noun: string }) {
  const { change } = useForm();
  const id = useId();
  const invalid = useFieldIssues(path).some((issue) => issue.level === "error");
  const key = isObject(item) ? asText(item["key"]) : "";
  return (
    <div data-field={path.join(".")}>
      <LazyText
        ids={{ id, labelId: id, describedBy: undefined, invalid, label: `${field.title} of ${noun}` }}
        value={asText(getIn(item, ["name"]))}
        placeholder={key || field.form.placeholder}
        onCommit={(text) => change(path, text === "" && field.optional && field.default === undefined ? undefined : text)}
      />
    </div>
  );
}

/** Of the schema's own defaults; a key that is not taken yet. */
function freshItem(field: FieldSpec, items: readonly Json[]): JsonObject {
  const item: JsonObject = {};
  for (const part of field.item?.fields ?? []) {
    if (part.default !== undefined) item[part.key] = part.default;
    else if (part.key === "key") {
      const taken = new Set(items.map((other) => asText(getIn(other, ["key"]))));
      const free = KEY_ORDER.find((key) => part.options.includes(key) && !taken.has(key));
      if (free !== undefined) item["key"] = free;
    } else if (!part.optional) item[part.key] = "";
  }
  return item;
}
const KEY_ORDER = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*", "#"];

const CHOICES: RowsStyle = { noun: "choice", line: ["key", "name"], below: [], ordered: true };
const VARIABLES: RowsStyle = { noun: "variable", line: ["name", "type"], below: ["value"], ordered: false };
const PAYLOAD: RowsStyle = { noun: "field", line: ["name", "type"], below: [], ordered: false };
const EVENTS: RowsStyle = { noun: "event", line: ["event"], below: ["url"], ordered: false };
export const ChoicesControl = (props: WidgetProps) => <Rows {...props} style={CHOICES} />;
export const VariablesControl = (props: WidgetProps) => <Rows {...props} style={VARIABLES} />;
export const PayloadControl = (props: WidgetProps) => <Rows {...props} style={PAYLOAD} />;
/** Laid out as the field itself says. */
export function RowsControl(props: WidgetProps) {
  const { row } = props.field.form;
  return (
    <Rows
      {...props}
      style={{ noun: row?.noun ?? "row", line: row?.line ?? ["name"], below: row?.below ?? [], ordered: row?.ordered ?? false }}
    />
  );
}
export const EventsControl = (props: WidgetProps) => <Rows {...props} style={EVENTS} />;
