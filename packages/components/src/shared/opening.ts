import ICAL from "ical.js";
import { Temporal } from "temporal-polyfill";
import { holidayDateOf, type HolidayDate, type Opening, type Span, spansOf, WEEKDAYS } from "./opening-hours.ts";
import { isZone } from "./time.ts";

export interface OpenState {
  state: "open" | "closed" | "holiday";
  /** Name of today's holiday; empty on other days and when it has none. */
  holiday: string;
  /** The next moment (ms since the epoch) at which it is open, now included; null when it never is. */
  nextOpen: number | null;
}

/** As far ahead as any run lives. */
const LOOK_AHEAD_DAYS = 400;
/** A calendar may repeat for ever; beyond this many occurrences of one event it is not looked at. */
const MAX_OCCURRENCES = 2_000;

/**
 * Whether it is open at `now` (ms since the epoch). Hours are what clocks in the zone show: on the days when they change, a
 * time that is skipped counts as the one an hour later, and of one that comes twice the first counts.
 */
export function openingAt(opening: Opening, now: number): OpenState {
  const zone = isZone(opening.zone) ? opening.zone : "UTC";
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  const days = daysOf(opening, today);
  const inside = [today.subtract({ days: 1 }), today].some((day) =>
    periods(day, days(day).spans, zone).some(([from, to]) => from <= now && now < to),
  );
  const holiday = days(today).holiday;
  const state = inside ? "open" : holiday === null ? "closed" : "holiday";
  return { state, holiday: holiday ?? "", nextOpen: inside ? now : nextOpening(today, days, zone, now) };
}

type Days = (day: Temporal.PlainDate) => { spans: Span[]; holiday: string | null };

function nextOpening(today: Temporal.PlainDate, days: Days, zone: string, now: number): number | null {
  for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead++) {
    const day = today.add({ days: ahead });
    const found = periods(day, days(day).spans, zone).find(([from, to]) => from > now && to > from);
    if (found) return found[0];
  }
  return null;
}

/** A day's spans as moments. A day that a country leaves out (Samoa, 30 December 2011) has none. */
const periods = (day: Temporal.PlainDate, spans: Span[], zone: string): [number, number][] =>
  day.toZonedDateTime(zone).toPlainDate().equals(day)
    ? spans.map(({ from, to }) => [momentAt(day, from, zone), momentAt(day, to, zone)])
    : [];

function momentAt(day: Temporal.PlainDate, minutes: number, zone: string): number {
  const at = day.toPlainDateTime().add({ minutes });
  return at.toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
}

/** What is special about a day, else its weekday's hours. */
function daysOf({ hours, holidays, calendar }: Opening, today: Temporal.PlainDate): Days {
  const dates = holidays.map(({ date, name, hours: special }) => ({ date: holidayDateOf(date), name, spans: spansOf(special) ?? [] }));
  const named = calendarDays(calendar, today);
  return (day) => {
    const listed = dates.find(({ date }) => date !== null && isWithin(day, date));
    if (listed) return { spans: listed.spans, holiday: listed.name };
    const found = named.get(day.toString());
    if (found !== undefined) return { spans: [], holiday: found };
    const weekday = WEEKDAYS[day.dayOfWeek - 1];
    return { spans: weekday ? (spansOf(hours[weekday]) ?? []) : [], holiday: null };
  };
}

function isWithin(day: Temporal.PlainDate, { from, to }: HolidayDate): boolean {
  const number = ({ year, month, day: d }: HolidayDate["from"]): number => ((year ?? day.year) * 100 + month) * 100 + d;
  const [first, last, own] = [number(from), number(to), number(day)];
  // 12-24..01-02 goes over the end of the year.
  return first <= last ? first <= own && own <= last : own >= first || own <= last;
}

/** Files are few, calls many, and reading one takes longer than all else here: what was read is kept for the day. */
const read = new Map<string, { today: string; days: ReadonlyMap<string, string> }>();
const KEPT = 20;

function calendarDays(text: string, today: Temporal.PlainDate): ReadonlyMap<string, string> {
  const known = read.get(text);
  if (known?.today === today.toString()) return known.days;
  const days = readCalendar(text, today);
  if (read.size >= KEPT) read.clear();
  read.set(text, { today: today.toString(), days });
  return days;
}

/** Days (ISO) that an iCalendar file names, from yesterday on, with what it calls them. What can't be read names none. */
function readCalendar(text: string, today: Temporal.PlainDate): Map<string, string> {
  const days = new Map<string, string>();
  if (!text.trim()) return days;
  const [first, last] = [today.subtract({ days: 1 }), today.add({ days: LOOK_AHEAD_DAYS })];
  for (const component of eventsOf(text)) {
    try {
      addEvent(new ICAL.Event(component), { first, last }, days);
    } catch {
      // One event that makes no sense must not hide the others.
    }
  }
  return days;
}

function eventsOf(text: string): ICAL.Component[] {
  try {
    const parsed: unknown = ICAL.parse(text.replace(/^\uFEFF/, "").trim());
    return Array.isArray(parsed) ? new ICAL.Component(parsed).getAllSubcomponents("vevent") : [];
  } catch {
    return [];
  }
}

function addEvent(event: ICAL.Event, window: { first: Temporal.PlainDate; last: Temporal.PlainDate }, days: Map<string, string>): void {
  if (/^cancelled$/i.test(String(event.component.getFirstPropertyValue("status") ?? "")) || event.isRecurrenceException()) return;
  const length = Math.max(1, Math.ceil(event.duration.toSeconds() / 86_400));
  const add = (start: ICAL.Time): boolean => {
    const from = new Temporal.PlainDate(start.year, start.month, start.day);
    for (let i = 0; i < Math.min(length, LOOK_AHEAD_DAYS); i++) days.set(from.add({ days: i }).toString(), event.summary ?? "");
    return Temporal.PlainDate.compare(from, window.last) <= 0;
  };
  if (!event.isRecurring()) return void add(event.startDate);
  const each = event.iterator();
  for (let i = 0; i < MAX_OCCURRENCES; i++) {
    const next: ICAL.Time | undefined = each.next();
    if (!next || !add(next)) return;
  }
}
