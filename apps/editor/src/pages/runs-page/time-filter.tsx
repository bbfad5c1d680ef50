import { CalendarDays } from "lucide-react";
import { useState } from "react";
import { Button, Field, Input, Popover } from "../../ui/index.ts";
import type { Filters } from "./filters.ts";
import { PERIODS, periodOf, toLocalInput } from "./periods.ts";

/** "Any time", a period that ends now, or from–to by hand. */
export function TimeFilter({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
  const [open, setOpen] = useState(false);
  const change = (from: string | null, to: string | null) => {
    const { from: _from, to: _to, ...others } = filters;
    onChange({ ...others, ...(from ? { from } : {}), ...(to ? { to } : {}) });
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="start"
      label="When the run started"
      className="w-64 p-3"
      trigger={
        <Button
          icon={<CalendarDays size={14} className="text-muted" />}
          className="font-normal max-sm:w-[calc(50%-4px)] max-sm:justify-start"
        >
          {periodOf(filters.from, filters.to)}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="grid grid-cols-2 gap-1.5">
          {PERIODS.map((period) => (
            <Button
              key={period.label}
              size="sm"
              onClick={() => {
                change(period.from(new Date())?.toISOString() ?? null, null);
                setOpen(false);
              }}
            >
              {period.label}
            </Button>
          ))}
        </div>
        <Field label="Started from">
          {(ids) => (
            <Input
              {...ids}
              type="datetime-local"
              value={toLocalInput(filters.from)}
              onChange={(event) => change(fromLocal(event.target.value), filters.to ?? null)}
            />
          )}
        </Field>
        <Field label="Started before">
          {(ids) => (
            <Input
              {...ids}
              type="datetime-local"
              value={toLocalInput(filters.to)}
              onChange={(event) => change(filters.from ?? null, fromLocal(event.target.value))}
            />
          )}
        </Field>
      </div>
    </Popover>
  );
}

function fromLocal(value: string): string | null {
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
