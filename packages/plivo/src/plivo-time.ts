/** The carrier's times, `2022-06-28 19:39:04.123456+05:30` or without an offset for UTC, to ISO-8601 UTC; null for anything else. */
export function parseTime(raw: string): string | null {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(raw.trim());
  if (!match) return null;
  const [, day, time, fraction = "0", zone = "Z"] = match;
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  const date = new Date(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, "0")}${offset}`);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** As the carrier's list filters take a time (plivo-platform 4.2, 4.3): `YYYY-MM-DD HH:MM:ss`, UTC. `ms` since the epoch. */
export const filterTime = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace("T", " ");
