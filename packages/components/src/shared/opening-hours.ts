import { type NodeIssue } from "@cordboard/contract";
import { z } from "zod";
import { isZone } from "./time.ts";
import { shorten } from "./text.ts";

/*
 * When somebody is there, as an author writes it: light enough for the browser. What it means at a moment is `opening.ts`,
 * which carries calendars and time zones (server only).
 */

export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const dayField = (day: Weekday, usual: string) =>
  z
    .string()
    .max(200)
    .default(usual)
    .meta({ title: day[0]?.toUpperCase() + day.slice(1), form: { widget: "text", placeholder: "closed" } });

const hours = z.strictObject({
  monday: dayField("monday", "09:00-17:00"),
  tuesday: dayField("tuesday", "09:00-17:00"),
  wednesday: dayField("wednesday", "09:00-17:00"),
  thursday: dayField("thursday", "09:00-17:00"),
  friday: dayField("friday", "09:00-17:00"),
  saturday: dayField("saturday", ""),
  sunday: dayField("sunday", ""),
});

const holiday = z.strictObject({
  name: z
    .string()
    .max(100)
    .default("")
    .meta({ title: "Name", form: { placeholder: "New Year" } }),
  date: z
    .string()
    .max(30)
    .default("")
    .meta({
      title: "Date",
      description: "2026-12-25, each year 12-25, or from..to.",
      form: { widget: "text", placeholder: "12-25" },
    }),
  hours: z
    .string()
    .max(200)
    .default("")
    .meta({
      title: "Open all the same",
      description: "Hours of that day, as 09:00-12:00.",
      form: { widget: "text", placeholder: "closed" },
    }),
});

/** An iCalendar file of a country's holidays has some 50 kB. */
const CALENDAR_CHARACTERS = 500_000;

/** The settings that say when it is open. */
export const openingFields = {
  zone: z
    .string()
    .default("UTC")
    .meta({ title: "Time zone", form: { widget: "zone", placeholder: "America/New_York" } }),
  hours: hours
    .prefault({})
    .meta({ title: "Open", description: "As 09:00-17:00; several with commas; nothing for closed.", form: { widget: "week" } }),
  holidays: z
    .array(holiday)
    .max(500)
    .default([])
    .meta({ title: "Holidays", form: { widget: "rows", row: { noun: "holiday", line: ["name"], below: ["date"] } } }),
  calendar: z
    .string()
    .max(CALENDAR_CHARACTERS)
    .default("")
    .meta({
      title: "Calendar of holidays",
      description: "Days of an iCalendar file (.ics) that are holidays too.",
      form: { widget: "file", accept: ".ics,text/calendar", advanced: true, literal: true },
    }),
};

const opening = z.strictObject(openingFields);
export type Opening = z.infer<typeof opening>;

/** Minutes since midnight; `to` may lie behind the next midnight. */
export interface Span {
  from: number;
  to: number;
}

const SPAN = /^(\d{1,2})(?::(\d{2}))?\s*(?:-|–|to)\s*(\d{1,2})(?::(\d{2}))?$/;
const DAY_MINUTES = 1_440;

/** `09:00-12:00, 13-17` in minutes, in order; none for a closed day; null when it can't be read. `22:00-02:00` ends on the next day. */
export function spansOf(text: string): Span[] | null {
  const parts = text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "" && part.toLowerCase() !== "closed");
  const spans = parts.map((part): Span | null => {
    const [, fromHour, fromMinute = "0", toHour, toMinute = "0"] = SPAN.exec(part) ?? [];
    const from = minutes(Number(fromHour), Number(fromMinute));
    const to = minutes(Number(toHour), Number(toMinute));
    if (from === null || to === null || from === DAY_MINUTES) return null;
    return { from, to: to > from ? to : to + DAY_MINUTES };
  });
  return spans.every((span) => span !== null) ? spans.toSorted((a, b) => a.from - b.from) : null;
}

function minutes(hour: number, minute: number): number | null {
  const all = hour * 60 + minute;
  return Number.isInteger(all) && minute < 60 && all <= DAY_MINUTES ? all : null;
}

/** The first and last day of a holiday. Without a year it comes each year. */
export interface HolidayDate {
  from: { year: number | null; month: number; day: number };
  to: { year: number | null; month: number; day: number };
}

export function holidayDateOf(text: string): HolidayDate | null {
  const ends = text.split("..").map((end) => dayOf(end.trim()));
  const [from, to = from] = ends;
  if (!from || !to || ends.length > 2 || (from.year === null) !== (to.year === null)) return null;
  return { from, to };
}

function dayOf(text: string): HolidayDate["from"] | null {
  const [, year, month = "", day = ""] = /^(?:(\d{4})-)?(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
  // A leap year stands for those that don't say which.
  const date = new Date(Date.UTC(Number(year ?? 2024), Number(month) - 1, Number(day)));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  return { year: year === undefined ? null : Number(year), month: Number(month), day: Number(day) };
}

/** Codes: unknown_zone, bad_hours, never_open, bad_holiday, bad_calendar. `at`: the path in front of the fields. */
export function checkOpening({ zone, hours: week, holidays, calendar }: Opening, at = ""): NodeIssue[] {
  const issues: NodeIssue[] = [];
  const add = (level: NodeIssue["level"], code: string, message: string, field: string) =>
    issues.push({ level, code, message, field: at + field });
  const error = add.bind(null, "error");
  if (!isZone(zone)) error("unknown_zone", `There is no time zone “${shorten(zone, 40)}”; choose one such as America/New_York.`, "zone");
  for (const day of WEEKDAYS) if (!spansOf(week[day])) error("bad_hours", badHours(week[day]), `hours.${day}`);
  if (WEEKDAYS.every((day) => spansOf(week[day])?.length === 0))
    add("warning", "never_open", "It is never open. Write the hours of a day.", "hours");
  for (const [i, { date, hours: special }] of holidays.entries()) {
    if (!holidayDateOf(date))
      error("bad_holiday", `“${shorten(date, 40)}” is no day. Write 2026-12-25, or 12-25 for each year.`, `holidays.${i}.date`);
    if (!spansOf(special)) error("bad_hours", badHours(special), `holidays.${i}.hours`);
  }
  if (calendar.trim() && !/^\uFEFF?\s*BEGIN:VCALENDAR[\s\S]*END:VCALENDAR\s*$/i.test(calendar))
    error("bad_calendar", "That is not an iCalendar file. Choose one that ends in .ics.", "calendar");
  return issues;
}

const badHours = (text: string): string => `“${shorten(text, 40)}” are no hours. Write them as 09:00-17:00, or nothing for closed.`;

/** What a line of a card holds. */
const LINE = 34;

/**
 * `Mon–Thu 9–17`, `Fri 9–12, 13–15 · Sat 10–14`: all days that have hours, in one line of a card or two. The second takes what
 * the first has no room for, whole: the board shows it when the pointer rests there.
 */
export function openingFace({ hours: week }: Opening): string[] {
  const [first = "Never open", ...groups] = openDays(week);
  let line = first;
  while (groups[0] !== undefined && `${line} · ${groups[0]}`.length <= LINE) line += ` · ${groups.shift()}`;
  return groups.length > 0 ? [line, groups.join(" · ")] : [line];
}

/** Days after each other with the same hours are one. */
function openDays(week: Opening["hours"]): string[] {
  const runs: { from: number; to: number; text: string }[] = [];
  for (const [i, day] of WEEKDAYS.entries()) {
    const text = hoursFace(week[day]);
    const last = runs.at(-1);
    if (last?.text === text) last.to = i;
    else runs.push({ from: i, to: i, text });
  }
  const short = (i: number): string => {
    const day = WEEKDAYS[i]?.slice(0, 3) ?? "";
    return day[0]?.toUpperCase() + day.slice(1);
  };
  return runs.filter(({ text }) => text !== "").map(({ from, to, text }) => `${short(from)}${to > from ? `–${short(to)}` : ""} ${text}`);
}

/** `9–12, 13:30–17`; what can't be read stands as it was written. */
function hoursFace(text: string): string {
  const spans = spansOf(text);
  if (!spans) return shorten(text, LINE);
  return spans.map(({ from, to }) => (to - from === DAY_MINUTES ? "all day" : `${clock(from)}–${clock(to)}`)).join(", ");
}

function clock(minute: number): string {
  const ofDay = minute > DAY_MINUTES ? minute - DAY_MINUTES : minute;
  const past = ofDay % 60;
  return `${Math.floor(ofDay / 60)}${past > 0 ? `:${String(past).padStart(2, "0")}` : ""}`;
}
