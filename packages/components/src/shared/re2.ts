import { RE2JS } from "re2js";
import { takesTooLong } from "./pattern.ts";

/** Patterns are few and texts many: what is compiled is kept. */
const compiled = new Map<string, RE2JS | null>();
const KEPT = 500;

/** A pattern that matches the whole of a text, or (`anywhere`) some part of it. An unreadable one matches nothing. */
export function matchesPattern(pattern: string, text: string, options: { anywhere?: boolean; ignoreCase?: boolean } = {}): boolean {
  const re = compile(pattern, options.ignoreCase ? "(?i)" : "");
  if (!re) return false;
  return options.anywhere ? re.matcher(text).find() : re.matches(text);
}

function compile(pattern: string, flags: "" | "(?i)"): RE2JS | null {
  const whole = flags + pattern;
  const known = compiled.get(whole);
  if (known !== undefined) return known;
  let made: RE2JS | null = null;
  try {
    if (!takesTooLong(pattern)) made = RE2JS.compile(whole);
  } catch {
    // A pattern from a template, which check() could not see.
  }
  if (compiled.size >= KEPT) compiled.clear();
  compiled.set(whole, made);
  return made;
}
