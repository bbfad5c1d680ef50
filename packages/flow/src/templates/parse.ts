import { LIMITS } from "@cordboard/contract";
import { LiquidError, type Template } from "liquidjs";
import { liquid } from "./liquid.ts";
import { withoutMarkers } from "./secrets.ts";

export interface ParsedTemplate {
  source: string;
  parts: Template[];
}

export type ParseResult = { ok: true; template: ParsedTemplate } | { ok: false; message: string; at: number };

/** A server has a few thousand texts in use at a time; beyond that the oldest are parsed again when needed. */
const CACHE_ENTRIES = 5_000;
const cache = new Map<string, ParseResult>();

export const hasTemplate = (text: string): boolean => text.includes("{{") || text.includes("{%");

/** `at` is the offset in `text` of what is wrong. */
export function parseTemplate(text: string): ParseResult {
  const known = cache.get(text);
  if (known) {
    cache.delete(text);
    cache.set(text, known);
    return known;
  }
  const result = parse(withoutMarkers(text));
  if (cache.size >= CACHE_ENTRIES) cache.delete(cache.keys().next().value!);
  cache.set(text, result);
  return result;
}

function parse(source: string): ParseResult {
  if (source.length > LIMITS.templateOutputBytes) {
    return { ok: false, message: `It is longer than ${LIMITS.templateOutputBytes / 1024} KB. Shorten it.`, at: 0 };
  }
  try {
    return { ok: true, template: { source, parts: liquid.parse(source) } };
  } catch (error) {
    return { ok: false, message: parseMessage(error), at: error instanceof LiquidError ? error.token.begin : 0 };
  }
}

/** A message names the part that is wrong; of a long one the beginning says enough. */
const NAMED = 100;

function parseMessage(error: unknown): string {
  const message = messageOf(error);
  return message.length > 2 * NAMED ? `${message.slice(0, NAMED)}… It can't be read; correct the part in braces.` : message;
}

function messageOf(error: unknown): string {
  // Thousands of tags inside each other exhaust the stack of the parser.
  if (isStackOverflow(error)) return "Its tags are nested too deeply. Make it simpler.";
  const raw = error instanceof Error ? error.message : String(error);
  const plain = raw.replace(/, line:\d+, col:\d+$/, "");
  const filter = /^undefined filter: (.*)$/.exec(plain);
  if (filter) return `There is no filter “${filter[1]}”. Take it out or choose another.`;
  const tag = /^tag "(.*)" not found$/.exec(plain);
  if (tag) return `There is no tag “${tag[1]}” that could stand here. Take it out.`;
  if (/^invalid value expression: ""$/.test(plain))
    return "A value is missing between the braces. Put one in, such as {{ contact.number }}.";
  const open = /^(?:output|tag) (?:")?(.*?)(?:")? not closed$/s.exec(plain);
  if (open) return `“${open[1]}” is not closed. Add what ends it: }} or %} or the matching end tag.`;
  return `It can't be read: ${plain}. Correct the part in braces.`;
}

/** liquidjs wraps what goes wrong inside a tag. */
export function isStackOverflow(error: unknown): boolean {
  if (error instanceof LiquidError && error.originalError) return isStackOverflow(error.originalError);
  return error instanceof RangeError && /stack|recursion/.test(error.message);
}
