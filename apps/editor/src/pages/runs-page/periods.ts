const DAY = 86_400_000;

/** Periods that end now. "Any time" has no beginning. */
export const PERIODS: { label: string; from: (now: Date) => Date | null }[] = [
  { label: "Any time", from: () => null },
  { label: "Last hour", from: (now) => new Date(now.getTime() - 3_600_000) },
  { label: "Today", from: (now) => new Date(now.getFullYear(), now.getMonth(), now.getDate()) },
  { label: "Last 7 days", from: (now) => new Date(now.getTime() - 7 * DAY) },
];

/** What the button says: "Any time", "Since 12 Mar, 09:30", "12 Mar, 09:30 – 13 Mar, 09:30". */
export function periodOf(from: string | undefined, to: string | undefined, locale?: string): string {
  const say = (time: string) =>
    new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: false }).format(
      Date.parse(time),
    );
  const [start, end] = [from, to].map((time) => (time && !Number.isNaN(Date.parse(time)) ? say(time) : null));
  if (start && end) return `${start} – ${end}`;
  if (start) return `Since ${start}`;
  return end ? `Before ${end}` : "Any time";
}

/** An ISO time as a `datetime-local` field wants it: the reader's own zone, no seconds. */
export function toLocalInput(time: string | undefined): string {
  const ms = Date.parse(time ?? "");
  if (Number.isNaN(ms)) return "";
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
