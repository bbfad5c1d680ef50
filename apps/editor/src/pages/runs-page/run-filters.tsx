import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { flowsQuery } from "../../api/flows.ts";
import { phone } from "../../app/format/phone.ts";
import { RUN_STATUS_LABELS } from "../../app/run-status.tsx";
import { SearchField } from "../../app/search-field.tsx";
import { useTyped } from "../../app/use-typed.ts";
import { Button, Combobox, Select } from "../../ui/index.ts";
import { RUN_STATUSES, withFilter, type Filter, type Filters } from "./filters.ts";
import { TimeFilter } from "./time-filter.tsx";

/** Every filter is in the address: a link to the list is a link to what is seen. */
export function RunFilters({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
  const flows = useQuery(flowsQuery()).data?.items ?? [];
  const set = (name: Filter) => (value: string) => onChange(withFilter(filters, name, value));
  const chips: Filter[] = ["contact", "number"];
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <TextFilter value={filters.text ?? ""} onChange={set("text")} />
      <Combobox
        className="w-48! max-sm:w-[calc(50%-4px)]!"
        value={filters.flow ?? ""}
        label="Flow"
        options={[{ value: "", label: "All flows" }, ...flows.map((flow) => ({ value: flow.id, label: flow.name }))]}
        onValueChange={set("flow")}
      />
      <Select
        className="w-36! max-sm:w-[calc(50%-4px)]!"
        label="Status"
        value={filters.status ?? "any"}
        onValueChange={(value) => set("status")(value === "any" ? "" : value)}
        options={[
          { value: "any", label: "Any status" },
          ...RUN_STATUSES.map((status) => ({ value: status, label: RUN_STATUS_LABELS[status] })),
        ]}
      />
      <TimeFilter filters={filters} onChange={onChange} />
      <Select
        className="w-36! max-sm:w-[calc(50%-4px)]!"
        label="Kind of run"
        value={filters.test ?? "any"}
        onValueChange={(value) => set("test")(value === "any" ? "" : value)}
        options={[
          { value: "any", label: "With tests" },
          { value: "false", label: "Without tests" },
          { value: "true", label: "Tests only" },
        ]}
      />
      {chips.map((name) => {
        const value = filters[name];
        return value ? (
          <Chip key={name} label={`${name === "contact" ? "Contact" : "Number"} ${phone(value)}`} onRemove={() => set(name)("")} />
        ) : null;
      })}
      {Object.keys(filters).length > 0 && (
        <Button variant="ghost" size="sm" onClick={() => onChange({})}>
          Clear
        </Button>
      )}
    </div>
  );
}

function Chip({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <span className="tabular inline-flex h-8 items-center gap-1 rounded-control border border-brass/50 bg-brass-soft pr-1 pl-2.5 text-xs font-medium text-brass">
      {label}
      <button
        type="button"
        aria-label={`Remove the filter ${label}`}
        onClick={onRemove}
        className="flex size-6 items-center justify-center rounded-sm hover:bg-hover"
      >
        <X size={13} aria-hidden />
      </button>
    </span>
  );
}

/** Typed text reaches the address when the typing pauses. */
function TextFilter({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const [text, setText] = useTyped(value, onChange);
  return <SearchField value={text} onChange={setText} label="Number, reason, call id" className="w-60 max-sm:w-full" />;
}
