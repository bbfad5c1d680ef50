import { CHOICE_WORDS, NO_LIMITS, PLATFORM_CHOICES, type PlatformChoices, type RateLimits } from "../choices.ts";

type Read<T> = { ok: true; value: Partial<T> } | { ok: false; message: string };

/** `--choice plusInNumbers=true`: the names and kinds are those of `choices.ts`. */
export function readChoices(given: readonly string[]): Read<PlatformChoices> {
  return readAll(given, PLATFORM_CHOICES, "choice");
}

/** `--limit callsPerSecond=2` */
export function readLimits(given: readonly string[]): Read<RateLimits> {
  return readAll(given, NO_LIMITS, "limit");
}

function readAll<T extends object>(given: readonly string[], known: T, what: string): Read<T> {
  const defaults = new Map<string, unknown>(Object.entries(known));
  const read: Record<string, unknown> = {};
  for (const pair of given) {
    const [name = "", raw = ""] = pair.split(/=(.*)/s);
    const fallback = defaults.get(name);
    if (fallback === undefined)
      return { ok: false, message: `There is no ${what} "${name}"; there are ${[...defaults.keys()].join(", ")}.` };
    const value: boolean | string | number | undefined =
      typeof fallback === "boolean" ? { true: true, false: false }[raw] : typeof fallback === "number" ? numberOf(raw) : raw;
    const words = CHOICE_WORDS[name];
    if (value === undefined || value === "" || (words && !words.some((word) => word === value))) {
      return { ok: false, message: `--${what} ${name} takes ${words?.join(" or ") ?? kindOf(fallback)}, not "${raw}".` };
    }
    read[name] = value;
  }
  return { ok: true, value: asPartial<T>(read) };
}

function numberOf(raw: string): number | undefined {
  return /^\d+(?:\.\d+)?$/.test(raw) ? Number(raw) : undefined;
}

function kindOf(fallback: unknown): string {
  return typeof fallback === "boolean" ? "true or false" : typeof fallback === "number" ? "a number" : `a word such as ${String(fallback)}`;
}

/** Each name and kind was looked up in the defaults. */
function asPartial<T>(read: Record<string, unknown>): Partial<T> {
  return read as Partial<T>;
}
