import { LIMITS } from "@cordboard/contract";
import type { Context, Liquid } from "liquidjs";

/*
 * The work of one rendering is counted, not timed: a text that is refused is refused on every machine, however busy, and when a
 * run is replayed. One unit is about 10 ns of what was measured; the budget (LIMITS.templateWork) stays below 50 ms.
 */
const NODE = 80;
const ITEM = 100;
const SLOW_CHARACTER = 20;
/** To read a date and write it out in figures. */
const DATE = 2_000;
/** To ask the machine's tables for the name of a day or a month, or twice for a zone's clock; nothing of it is remembered. */
const DATE_NAME = 7_000;

const SPENT = "cordboard.work";

/** Filters that only look at the ends of a list, or count it. */
const LIGHT = new Set(["size", "first", "last", "default"]);
/** Filters that go over a text by patterns, or letter by letter. */
const SLOW = new Set(
  "escape escape_once xml_escape strip_html newline_to_br slugify url_decode url_encode cgi_escape uri_escape split strip_newlines squish normalize_whitespace number_of_words truncatewords base64_encode base64_decode json jsonify inspect spell_out date capitalize lstrip rstrip strip".split(
    " ",
  ),
);
/** Filters that put their second argument in wherever the first is found: replacing a letter by a page is a book. */
const REPLACING = new Set(["replace", "replace_first", "replace_last"]);
/** The only filters whose arguments may be lists: others take a name there, and would write the list out for each item. */
const TAKES_LISTS = new Set(["concat", "push", "unshift", "default", "where", "reject", "find", "find_index", "has"]);

/** Every step of a rendering is counted from here on. */
export function countWork(context: Context): void {
  context.renderLimit.check = () => spend(context, NODE);
}

export function spend(context: Context, units: number): void {
  const spent = context.getRegister<number>(SPENT, 0) + units;
  if (spent > LIMITS.templateWork) throw new Error("it takes too long to fill in");
  context.setRegister(SPENT, spent);
}

/** Makes a filter pay for what it is given before it begins. */
export function boundFilter(engine: Liquid, name: string): void {
  const original = engine.filters[name];
  if (typeof original !== "function") return;
  const character = SLOW.has(name) ? SLOW_CHARACTER : 1;
  engine.registerFilter(name, function (value: unknown, ...args: unknown[]) {
    if (!TAKES_LISTS.has(name) && args.some(isList)) throw new Error(`the filter ${name} takes no list after its colon`);
    const size = LIGHT.has(name) ? 0 : weight(value);
    let units =
      (name.startsWith("date") ? dateWork(name, args) : NODE) + size * character + args.reduce<number>((sum, arg) => sum + weight(arg), 0);
    if (REPLACING.has(name)) units += (size / Math.max(1, weight(args[0]))) * weight(args[1]);
    // Sorting compares each item many times.
    if (name.startsWith("sort")) units += size * Math.log2(size + 2);
    spend(this.context, units);
    return original.call(this, value, ...args);
  });
}

function dateWork(name: string, [format, zone]: unknown[]): number {
  if (name !== "date") return DATE + DATE_NAME;
  const names = typeof format === "string" ? Math.min(countOf(format, /%/g), countOf(format, /[aAbBchxX]/g)) : 2;
  return DATE + (names + (typeof zone === "string" ? 2 : 0)) * DATE_NAME;
}

const countOf = (text: string, what: RegExp): number => text.match(what)?.length ?? 0;

/** Comparisons that may go over all of a list or text pay for it. */
export function boundOperators(engine: Liquid): void {
  for (const [name, original] of Object.entries(engine.options.operators)) {
    if (original.length < 2 || name === "and" || name === "or") continue;
    engine.options.operators[name] = (left: unknown, right: unknown, context: Context) => {
      spend(context, NODE + weight(left) + weight(right));
      return original(left, right, context);
    };
  }
}

const isList = (value: unknown): boolean => typeof value === "object" && value !== null && !("next" in value) && !(value instanceof Date);

const known = new WeakMap<object, number>();

/** Units it takes to go over all of a value once. Lists and objects of a scope don't change while it is rendered. */
export function weight(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 1;
  const before = known.get(value);
  if (before !== undefined) return before;
  // Held while it is counted: no list can be its own item, but nothing here depends on that.
  known.set(value, 0);
  let sum = ITEM;
  // Nobody may spend that much: what is in it needs no counting.
  if (Array.isArray(value) && value.length * ITEM > LIMITS.templateWork) return value.length * ITEM;
  for (const item of Array.isArray(value) ? (value as unknown[]) : Object.values(value)) sum += ITEM + weight(item);
  known.set(value, sum);
  return sum;
}

/** For who writes a value: what that costs. */
export const paying = (context: Context) => (value: unknown) => spend(context, weight(value));
