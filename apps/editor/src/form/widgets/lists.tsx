import type { Json } from "@cordboard/contract";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { isObject, useDocumentState } from "../../document/index.ts";
import { Button, IconButton, Input, Select } from "../../ui/index.ts";
import { InnerIssues } from "../field.tsx";
import { BareField } from "../fields.tsx";
import { useForm } from "../form-context.tsx";
import { useKept } from "../kept.ts";
import type { FieldSpec } from "../schema.ts";
import { TemplateInput } from "../template/template-input.tsx";
import { asList, asText, shown, type WidgetProps } from "../widget.ts";
import { ItemActions } from "./item-actions.tsx";

/** A list of texts, one a line. */
export function ListControl({ field, path, value, ids }: WidgetProps) {
  const { change } = useForm();
  const items = asList(value) ?? asList(field.default) ?? [];
  const item: FieldSpec | null = field.item && { ...field.item, title: field.title };
  return (
    <div className="flex flex-col gap-1.5">
      {items.map((one, index) => (
        <div key={index} className="group/item">
          <div className="flex items-center gap-1">
            <div className="min-w-0 flex-1">
              {item && <BareField field={item} path={[...path, index]} value={one} label={`${field.title} ${index + 1}`} />}
            </div>
            <ItemActions path={path} items={items} index={index} name={`${field.title} ${index + 1}`} ordered />
          </div>
          <InnerIssues path={[...path, index]} />
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
        Add
      </Button>
    </div>
  );
}

/** Keys of a phone: one of them. */
export function KeysControl({ field, path, value, ids }: WidgetProps) {
  const { change } = useForm();
  const current = asText(shown(value, field));
  return (
    <Select
      id={ids.id}
      {...(ids.label ? { label: ids.label } : {})}
      value={current}
      invalid={ids.invalid}
      placeholder="Key"
      options={[...(field.optional ? [{ value: "\u0000", label: "–" }] : []), ...field.options.map((key) => ({ value: key, label: key }))]}
      onValueChange={(key) => change(path, key === "\u0000" ? undefined : key)}
    />
  );
}

interface Pair {
  name: string;
  value: Json;
}

/** Names and values. Rows without a name, or with one twice, stay on screen until they can be stored. */
export function KeyValueControl({ field, path, value, ids }: WidgetProps) {
  const { change } = useForm();
  const epoch = useDocumentState((state) => state.epoch);
  const { kept, keep } = useKept(path, keptPairs);
  const [rows, setRows] = useState<{ pairs: Pair[]; epoch: number } | null>(() => {
    const pairs = kept();
    return pairs && { pairs, epoch };
  });
  const stored = isObject(value) ? Object.entries(value).map(([name, one]) => ({ name, value: one })) : [];
  const pairs = rows?.epoch === epoch && storable(rows.pairs, stored) ? rows.pairs : stored;
  const show = (next: Pair[]) => {
    setRows({ pairs: next, epoch });
    keep(isStored(next) ? null : next);
  };
  const update = (next: Pair[]) => {
    show(next);
    change(path, toObject(next));
  };
  return (
    <div className="flex flex-col gap-1.5">
      {pairs.map((pair, index) => (
        <div key={index} className="flex items-start gap-1" data-field={[...path, pair.name].join(".")}>
          <div className="w-[38%] shrink-0">
            <Input
              aria-label={`${field.title}: name ${index + 1}`}
              mono
              spellCheck={false}
              value={pair.name}
              placeholder="Name"
              onChange={(event) => update(pairs.with(index, { ...pair, name: event.target.value }))}
            />
          </div>
          <div className="min-w-0 flex-1">
            <TemplateInput
              ids={{
                id: `${ids.id}-${index}`,
                labelId: ids.labelId,
                describedBy: undefined,
                invalid: false,
                label: `${field.title}: value ${index + 1}`,
              }}
              value={asText(pair.value)}
              placeholder="Value"
              onChange={(text) => update(pairs.with(index, { ...pair, value: text }))}
            />
          </div>
          <IconButton
            size="xs"
            className="mt-1"
            label={`Remove ${pair.name || "row"}`}
            icon={<X size={14} />}
            onClick={() => update(pairs.toSpliced(index, 1))}
          />
        </div>
      ))}
      <InnerIssues path={path} deep />
      <Button
        size="sm"
        variant="ghost"
        id={ids.id}
        className="self-start text-muted"
        icon={<Plus size={14} />}
        onClick={() => show([...pairs, { name: "", value: "" }])}
      >
        Add
      </Button>
    </div>
  );
}

/** Nothing would be lost if the rows were read back from the document. */
const isStored = (pairs: readonly Pair[]): boolean => pairs.length === Object.keys(toObject(pairs)).length;

function keptPairs(kept: unknown): Pair[] | null {
  const read = z.array(z.object({ name: z.string(), value: z.json() })).safeParse(kept);
  return read.success ? read.data : null;
}

/** The rows on screen still say what is stored; else somebody else changed it. */
function storable(rows: readonly Pair[], stored: readonly Pair[]): boolean {
  return JSON.stringify(toObject(rows)) === JSON.stringify(toObject(stored));
}
function toObject(pairs: readonly Pair[]): Record<string, Json> {
  return Object.fromEntries(pairs.filter((pair) => pair.name !== "").map((pair) => [pair.name, pair.value]));
}
