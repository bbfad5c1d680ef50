import type { Json } from "@cordboard/contract";
import { Plus } from "lucide-react";
import { useId } from "react";
import { getIn, type Path } from "../../document/index.ts";
import { Button, Select } from "../../ui/index.ts";
import { InnerIssues } from "../field.tsx";
import { BareField, Fields } from "../fields.tsx";
import { useFieldIssues, useForm } from "../form-context.tsx";
import type { FieldSpec } from "../schema.ts";
import { asList, asText, shown, type WidgetProps } from "../widget.ts";
import { ItemActions } from "./item-actions.tsx";
import { LazyText } from "./lazy-text.tsx";

const part = (field: FieldSpec | null | undefined, key: string): FieldSpec | undefined => field?.fields.find((other) => other.key === key);

/** Ordered conditions, each an exit: "If {{ x }} equals gold, leave by vip". */
export function ConditionsControl({ field, path, value }: WidgetProps) {
  const { change } = useForm();
  const items = asList(value) ?? asList(field.default) ?? [];
  const add = () =>
    change(path, [...items, { name: `condition_${items.length + 1}`, match: "all", tests: [{ left: "", op: "equals", right: "" }] }]);
  return (
    <div className="flex flex-col gap-2">
      {items.map((item, index) => (
        <Condition key={index} item={item} index={index} items={items} field={field.item} path={path} />
      ))}
      <Button size="sm" variant="ghost" className="self-start text-muted" icon={<Plus size={14} />} onClick={add}>
        Add condition
      </Button>
    </div>
  );
}

interface ConditionProps {
  item: Json;
  index: number;
  items: readonly Json[];
  field: FieldSpec | null;
  path: Path;
}

function Condition({ item, index, items, field, path }: ConditionProps) {
  const { change } = useForm();
  const id = useId();
  const own = [...path, index];
  const [nameField, match, tests] = [part(field, "name"), part(field, "match"), part(field, "tests")];
  const list = asList(getIn(item, ["tests"])) ?? [];
  const word = asText(match ? shown(getIn(item, ["match"]), match) : "all");
  const invalid = useFieldIssues([...own, "name"]).length > 0;
  const noun = `condition ${index + 1}`;
  return (
    <section aria-label={noun} data-field={own.join(".")} className="group/item rounded-control border border-line bg-raised">
      <header className="flex items-center gap-1.5 border-b border-line p-1.5 pl-2.5">
        <span className="text-xs text-muted">Exit</span>
        <div className="min-w-0 flex-1" data-field={[...own, "name"].join(".")}>
          <LazyText
            ids={{ id, labelId: id, describedBy: undefined, invalid, label: `Exit of ${noun}` }}
            className="h-7 font-medium"
            value={asText(getIn(item, ["name"]))}
            placeholder={nameField?.form.placeholder}
            onCommit={(text) => change([...own, "name"], text)}
          />
        </div>
        <ItemActions path={path} items={items} index={index} name={noun} ordered />
      </header>
      <div className="flex flex-col gap-1.5 p-2.5">
        {list.map((test, at) => (
          <Test
            key={at}
            joiner={at === 0 ? "If" : word === "any" ? "or" : "and"}
            onJoiner={at === 1 ? (next) => change([...own, "match"], next) : undefined}
            test={test}
            tests={list}
            index={at}
            field={tests?.item ?? null}
            path={[...own, "tests"]}
          />
        ))}
        <InnerIssues path={own} />
        <InnerIssues path={[...own, "name"]} />
        <InnerIssues path={[...own, "tests"]} />
        <Button
          size="sm"
          variant="ghost"
          className="self-start text-muted"
          icon={<Plus size={14} />}
          onClick={() => change([...own, "tests"], [...list, { left: "", op: "equals", right: "" }])}
        >
          {list.length === 0 ? "Add comparison" : word === "any" ? "or…" : "and…"}
        </Button>
      </div>
    </section>
  );
}

interface TestProps {
  joiner: string;
  onJoiner: ((match: string) => void) | undefined;
  test: Json;
  tests: readonly Json[];
  index: number;
  field: FieldSpec | null;
  path: Path;
}

function Test({ joiner, onJoiner, test, tests, index, field, path }: TestProps) {
  const own = [...path, index];
  const [left, op, right] = [part(field, "left"), part(field, "op"), part(field, "right")];
  const operator = op ? asText(shown(getIn(test, ["op"]), op)) : "";
  const takesRight = right && (right.form.showWhen?.is.some((wanted) => wanted === operator) ?? true);
  const rest = field?.fields.filter((other) => other !== left && other !== op && other !== right && takesText(other, operator)) ?? [];
  const noun = `comparison ${index + 1}`;
  return (
    <div data-field={own.join(".")} className="group/item flex flex-col gap-1.5">
      <div className="flex items-start gap-1.5">
        {onJoiner ? (
          <div className="w-[72px] shrink-0 pt-0.5">
            <Select size="sm" label="Joined by" value={joiner === "or" ? "any" : "all"} options={JOINERS} onValueChange={onJoiner} />
          </div>
        ) : (
          <span className="flex h-8 w-6 shrink-0 items-center text-xs text-muted">{joiner}</span>
        )}
        <div className="min-w-0 flex-1">
          {left && <BareField field={left} path={[...own, "left"]} value={getIn(test, ["left"])} label={`${left.title} of ${noun}`} />}
        </div>
        <span className="pt-1">
          <ItemActions path={path} items={tests} index={index} name={noun} />
        </span>
      </div>
      <div className="flex items-start gap-1.5 pl-[30px]">
        <div className={takesRight ? "w-32 shrink-0" : "flex-1"}>
          {op && <BareField field={op} path={[...own, "op"]} value={getIn(test, ["op"])} label={`${op.title} of ${noun}`} />}
        </div>
        {takesRight && (
          <div className="min-w-0 flex-1">
            <BareField field={right} path={[...own, "right"]} value={getIn(test, ["right"])} label={`${right.title} of ${noun}`} />
          </div>
        )}
      </div>
      <div className="flex flex-col gap-1 pl-[30px]">
        {field && <InnerIssues path={own} />}
        {[left, op, right].map((one) => one && <InnerIssues key={one.key} path={[...own, one.key]} />)}
        {rest.length > 0 && <Fields fields={rest} value={test} path={own} />}
      </div>
    </div>
  );
}

const JOINERS = [
  { value: "all", label: "and" },
  { value: "any", label: "or" },
];

/** Case matters to texts only. */
function takesText(field: FieldSpec, operator: string): boolean {
  return field.key !== "caseSensitive" || /equal|contain|start|end|one_of|match/.test(operator);
}
