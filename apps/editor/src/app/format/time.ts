/** Times on screen. Inputs are ISO-8601 or ms since the epoch; `now` is a parameter so that tests can hold it still. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function toMs(time: string | number): number {
  return typeof time === "number" ? time : Date.parse(time);
}

/** "now", "40 s ago", "5 min ago", "3 h ago", "yesterday", "12 Mar", "12 Mar 2025". */
export function relativeTime(time: string | number, now: number, locale?: string): string {
  const ms = toMs(time);
  if (Number.isNaN(ms)) return "";
  const past = now - ms;
  if (past < -MINUTE) return absoluteTime(ms, locale);
  if (past < 10_000) return "now";
  if (past < MINUTE) return `${Math.floor(past / 1000)} s ago`;
  if (past < HOUR) return `${Math.floor(past / MINUTE)} min ago`;
  if (past < DAY) return `${Math.floor(past / HOUR)} h ago`;
  if (past < 2 * DAY) return "yesterday";
  if (past < 7 * DAY) return `${Math.floor(past / DAY)} days ago`;
  const sameYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) }).format(ms);
}

/** "12 Mar 2026, 09:30:05", in the reader's own zone. */
export function absoluteTime(time: string | number, locale?: string): string {
  const ms = toMs(time);
  if (Number.isNaN(ms)) return "";
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
  }).format(ms);
}

/** "09:30", in the reader's own zone. */
export function shortTime(time: string | number): string {
  const date = new Date(toMs(time));
  return [date.getHours(), date.getMinutes()].map((n) => String(n).padStart(2, "0")).join(":");
}

/** How long something took: "340 ms", "4.2 s", "1:05", "1:02:10", "3 d 4 h". Negative counts as 0. */
export function duration(ms: number): string {
  const safe = Math.max(0, ms);
  if (safe < 1_000) return `${Math.round(safe)} ms`;
  if (safe < 10_000) return `${(Math.floor(safe / 100) / 10).toFixed(1)} s`;
  if (safe < MINUTE) return `${Math.floor(safe / 1000)} s`;
  if (safe < 2 * DAY) return timer(safe);
  return `${Math.floor(safe / DAY)} d ${Math.floor((safe % DAY) / HOUR)} h`;
}

/** A running clock: "0:04", "12:30", "1:02:10". */
export function timer(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const tail = `${String(s).padStart(2, "0")}`;
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${tail}` : `${m}:${tail}`;
}

/** Where in a run something happened: "0:04.2" after its start. */
export function offset(ms: number): string {
  const tenths = Math.max(0, Math.floor(ms / 100));
  return `${timer(tenths * 100)}.${tenths % 10}`;
}
