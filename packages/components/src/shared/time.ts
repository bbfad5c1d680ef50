/** Date and time as a calendar writes it, with or without seconds, blank or T between; `Z` or an offset makes it absolute. */
const WRITTEN = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** True for an IANA time zone name such as `Europe/Berlin`. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone !== "";
  } catch {
    return false;
  }
}

/**
 * The moment (ms since the epoch) at which clocks in `zone` show `written`, or null when either can't be read.
 * A time that the change to summer time skips is read as if the clocks had not changed; of one that comes twice, the first.
 */
export function momentOf(written: string, zone: string): number | null {
  const [, day, minutes, seconds = ":00", offset] = WRITTEN.exec(written.trim()) ?? [];
  if (!day || !minutes) return null;
  const utc = Date.parse(`${day}T${minutes}${seconds}Z`);
  // Date.parse would take the 31st of February for the 3rd of March.
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== day) return null;
  if (offset) return Date.parse(`${day}T${minutes}${seconds}${offset.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, "$1:$2")}`);
  if (!isZone(zone)) return null;
  const [before, after] = [offsetAt(utc - 86_400_000, zone), offsetAt(utc + 86_400_000, zone)];
  const first = utc - Math.max(before, after);
  const fits = [first, utc - Math.min(before, after)].find((moment) => moment + offsetAt(moment, zone) === utc);
  return fits ?? utc - before;
}

/** What clocks in `zone` show at a moment, less UTC, in ms. */
function offsetAt(moment: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(moment);
  const at = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(at("year"), at("month") - 1, at("day"), at("hour"), at("minute"), at("second"));
  return shown - Math.floor(moment / 1000) * 1000;
}

/** A moment as clocks in `zone` show it, with their offset: `2026-03-02T09:00:00-05:00`. */
export function written(moment: number, zone: string): string {
  const offset = offsetAt(moment, zone);
  const minutes = Math.abs(Math.round(offset / 60_000));
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${new Date(moment + offset).toISOString().slice(0, 19)}${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
