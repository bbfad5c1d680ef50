import { RestError } from "./request.ts";

const MAX_PAGE = 20;

interface Page<T> {
  meta: { limit: number; offset: number; next: string | null; previous: string | null; total_count: number };
  objects: T[];
}

/** One page of a list, as the platform cuts them: `limit` 1 to 20, `offset`, relative links. */
export function paged<T>(items: readonly T[], query: URLSearchParams, path: string): Page<T> {
  const limit = whole(query, "limit", MAX_PAGE, 1, MAX_PAGE);
  const offset = whole(query, "offset", 0, 0, Number.MAX_SAFE_INTEGER);
  const link = (at: number): string => {
    const rest = new URLSearchParams(query);
    rest.set("limit", String(limit));
    rest.set("offset", String(at));
    return `${path}?${rest.toString()}`;
  };
  return {
    meta: {
      limit,
      offset,
      next: offset + limit < items.length ? link(offset + limit) : null,
      previous: offset > 0 ? link(Math.max(0, offset - limit)) : null,
      total_count: items.length,
    },
    objects: items.slice(offset, offset + limit),
  };
}

function whole(query: URLSearchParams, name: string, fallback: number, low: number, high: number): number {
  const raw = query.get(name);
  if (raw === null || raw === "") return fallback;
  if (!/^\d+$/.test(raw) || Number(raw) < low || Number(raw) > high) throw new RestError(400, `${name} must be between ${low} and ${high}`);
  return Number(raw);
}

const COMPARISONS: readonly [suffix: string, holds: (value: number, limit: number) => boolean][] = [
  ["", (value, limit) => value === limit],
  ["__gt", (value, limit) => value > limit],
  ["__gte", (value, limit) => value >= limit],
  ["__lt", (value, limit) => value < limit],
  ["__lte", (value, limit) => value <= limit],
];

/** The filters `name`, `name__gt`, `name__gte`, `name__lt`, `name__lte` of a list, as one test of a value. */
export function within(query: URLSearchParams, name: string, read: (raw: string) => number): (value: number) => boolean {
  const checks = COMPARISONS.flatMap(([suffix, holds]) => {
    const raw = query.get(name + suffix);
    if (raw === null || raw === "") return [];
    const limit = read(raw);
    if (Number.isNaN(limit)) throw new RestError(400, `${name}${suffix} parameter is invalid`);
    return [(value: number) => holds(value, limit)];
  });
  return (value) => checks.every((check) => check(value));
}

/** `YYYY-MM-DD HH:MM[:ss]`, UTC. */
export function readTime(raw: string): number {
  return Date.parse(`${raw.trim().replace(" ", "T")}Z`);
}

/** Whether a text passes the filter of that name. */
export function equals(query: URLSearchParams, name: string, value: string): boolean {
  const raw = query.get(name);
  return raw === null || raw === "" || raw === value;
}
