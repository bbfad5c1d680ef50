import { EllipsisVertical } from "lucide-react";
import { getIn } from "../../document/index.ts";
import { IconButton, Input, Menu } from "../../ui/index.ts";
import { InnerIssues } from "../field.tsx";
import { useFieldIssues, useForm } from "../form-context.tsx";
import type { FieldSpec } from "../schema.ts";
import { asText, shown, type WidgetProps } from "../widget.ts";
import { DayBar } from "./day-bar.tsx";
import { DAY, readSpans, textOf } from "./spans.ts";

const HOURS = [0, 6, 12, 18, 24];
const WORKDAYS = 5;

/** The days of a week with their open hours: as bars to draw on, and as text beside them. */
export function WeekControl({ field, path, value }: WidgetProps) {
  const { change } = useForm();
  const days = field.fields;
  const texts = days.map((day) => asText(shown(getIn(value, [day.key]), day)));
  const copy = (text: string, count: number) =>
    change(path, Object.fromEntries(days.map((day, index) => [day.key, index < count ? text : (texts[index] ?? "")])));
  return (
    <div className="flex flex-col gap-1">
      <div aria-hidden className="flex gap-1.5 pr-[156px] pl-9">
        <span className="relative h-4 flex-1">
          {HOURS.map((hour) => (
            <span key={hour} className="tabular absolute -translate-x-1/2 text-2xs text-muted" style={{ left: `${(hour / 24) * 100}%` }}>
              {hour}
            </span>
          ))}
        </span>
      </div>
      {days.map((day, index) => (
        <Day
          key={day.key}
          day={day}
          path={[...path, day.key]}
          text={texts[index] ?? ""}
          before={texts.at(index - 1) ?? ""}
          onCopy={(count) => copy(texts[index] ?? "", count)}
          days={days.length}
        />
      ))}
    </div>
  );
}

interface DayProps {
  day: FieldSpec;
  path: readonly (string | number)[];
  text: string;
  /** Of the day before. */
  before: string;
  onCopy: (count: number) => void;
  days: number;
}

function Day({ day, path, text, before, onCopy, days }: DayProps) {
  const { change } = useForm();
  const invalid = useFieldIssues(path).length > 0;
  const over = Math.max(0, ...readSpans(before).map((span) => span.to - DAY));
  return (
    <div data-field={path.join(".")}>
      <div className="flex items-center gap-1.5">
        <span aria-hidden className="w-[30px] shrink-0 text-xs text-muted">
          {day.title.slice(0, 3)}
        </span>
        <DayBar spans={readSpans(text)} before={over} onChange={(spans) => change(path, textOf(spans))} />
        <div className="w-[120px] shrink-0">
          <Input
            aria-label={day.title}
            aria-invalid={invalid || undefined}
            className="tabular h-7 px-2 text-xs text-ellipsis"
            value={text}
            title={text}
            placeholder={day.form.placeholder}
            onChange={(event) => change(path, event.target.value)}
          />
        </div>
        <Menu
          trigger={<IconButton size="xs" label={`More for ${day.title}`} icon={<EllipsisVertical size={14} />} />}
          items={[
            { label: "The same from Monday to Friday", onSelect: () => onCopy(WORKDAYS) },
            { label: "The same every day", onSelect: () => onCopy(days) },
            { separator: true },
            { label: "Open all day", onSelect: () => change(path, "00:00-24:00") },
            { label: "Closed", onSelect: () => change(path, "") },
          ]}
        />
      </div>
      <InnerIssues path={path} />
    </div>
  );
}
