import { RE2JS } from "re2js";
import { repeatsTooMuch } from "./pattern.ts";

/** Patterns are few and texts many: what is compiled is kept. */
const compiled = new Map<string, RE2JS | null>();
const KEPT = 500;

/** A pattern that matches the whole of a text, or (`anywhere`) some part of it. An unreadable one matches nothing. */
export function matchesPattern(pattern: string, text: string, options: { anywhere?: boolean; ignoreCase?: boolean } = {}): boolean {
  const re = compile(options.ignoreCase ? `(?i)${pattern}` : pattern);
  if (!re) return false;
  return options.anywhere ? re.matcher(text).find() : re.matches(text);
}

function compile(pattern: string): RE2JS | null {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  let made: RE2JS | null = null;
  try {
    if (!repeatsTooMuch(pattern)) made = RE2JS.compile(pattern);
  } catch {
    // A pattern from a template, which check() could not see.
  }
  if (compiled.size >= KEPT) compiled.clear();
  compiled.set(pattern, made);
  return made;
}
