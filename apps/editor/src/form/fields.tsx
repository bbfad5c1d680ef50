import type { Json } from "@cordboard/contract";
import { ChevronRight } from "lucide-react";
import { Collapsible } from "radix-ui";
import { memo, useId, useState } from "react";
import { getIn, isObject, type Path } from "../document/index.ts";
import { FieldFrame } from "./field.tsx";
import { useFieldIssues, useForm } from "./form-context.tsx";
import type { FieldSpec } from "./schema.ts";
import { widgetOf } from "./widgets.ts";

export interface FieldsProps {
  fields: readonly FieldSpec[];
  /** The object that holds them. */
  value: Json | undefined;
  path: Path;
}

/** The fields of an object: what matters first, the rest behind "More settings". */
export function Fields({ fields, value, path }: FieldsProps) {
  const visible = fields.filter((field) => field.widget !== "hidden" && matters(field, fields, value));
  const plain = visible.filter((field) => !field.form.advanced);
  const advanced = visible.filter((field) => field.form.advanced);
  return (
    <div className="flex flex-col gap-4">
      {plain.map((field) => (
        <Field key={field.key} field={field} path={[...path, field.key]} value={getIn(value, [field.key])} />
      ))}
      {advanced.length > 0 && <More fields={advanced} value={value} path={path} />}
    </div>
  );
}

function matters(field: FieldSpec, siblings: readonly FieldSpec[], value: Json | undefined): boolean {
  const { showWhen } = field.form;
  if (!showWhen) return true;
  const set = getIn(value, [showWhen.field]);
  const other = set === undefined ? siblings.find((sibling) => sibling.key === showWhen.field)?.default : set;
  return showWhen.is.some((wanted) => wanted === other);
}

function More({ fields, value, path }: FieldsProps) {
  const { issues, readOnly } = useForm();
  const paths = fields.map((field) => [...path, field.key].join("."));
  const troubled = issues.some((issue) => paths.some((own) => issue.field === own || issue.field?.startsWith(`${own}.`)));
  const changed = fields.filter(
    (field) => isObject(value) && value[field.key] !== undefined && !sameJson(value[field.key], field.default),
  ).length;
  const [chosen, setChosen] = useState<boolean | null>(null);
  // What can only be read is shown whole: its buttons don't answer.
  const open = readOnly || (chosen ?? troubled);
  return (
    <Collapsible.Root open={open} onOpenChange={setChosen} data-more={paths.join(" ")} className="-mx-1 rounded-control">
      <Collapsible.Trigger className="group flex h-7 w-full items-center gap-1 rounded-control px-1 text-xs font-medium text-muted hover:bg-hover hover:text-ink">
        <ChevronRight size={14} className="transition-transform duration-100 group-data-[state=open]:rotate-90" aria-hidden />
        More settings
        {changed > 0 && <span className="ml-auto font-normal">{changed} changed</span>}
      </Collapsible.Trigger>
      <Collapsible.Content className="flex flex-col gap-4 px-1 pt-2">
        {fields.map((field) => (
          <Field key={field.key} field={field} path={[...path, field.key]} value={getIn(value, [field.key])} />
        ))}
      </Collapsible.Content>
    </Collapsible.Root>
  );
}

function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

interface FieldProps {
  field: FieldSpec;
  path: Path;
  value: Json | undefined;
}

/** One field with its label. Drawn again only when its own value or the form's issues changed. */
export const Field = memo(
  function Field({ field, path, value }: FieldProps) {
    const { widget, strange } = widgetOf(field, value);
    const { Control, Aside } = widget;
    return (
      <FieldFrame
        path={path}
        title={field.title}
        description={field.description}
        {...(widget.inline ? { inline: true } : {})}
        {...(widget.group ? { group: true } : {})}
        {...(Aside ? { aside: <Aside field={field} path={path} value={value} /> } : {})}
      >
        {(ids) => (
          <>
            {strange && <p className="text-xs text-muted">This was not written by this form. Edit it as JSON.</p>}
            <Control field={field} path={path} value={value} ids={ids} />
          </>
        )}
      </FieldFrame>
    );
  },
  (a, b) => a.field === b.field && a.value === b.value && a.path.join(".") === b.path.join("."),
);

/** A control alone, named for screen readers; for rows whose columns speak for themselves. */
export function BareField({ field, path, value, label }: FieldProps & { label?: string }) {
  const id = useId();
  const { widget } = widgetOf(field, value);
  const invalid = useFieldIssues(path).some((issue) => issue.level === "error");
  const { Control } = widget;
  return (
    <div data-field={path.join(".")} className="min-w-0 scroll-my-4">
      <Control
        field={field}
        path={path}
        value={value}
        ids={{ id, labelId: id, describedBy: undefined, invalid, label: label ?? field.title }}
      />
    </div>
  );
}
