import { RE2JS } from "re2js";
import { describe, expect, it } from "vitest";
import { patternProblem } from "./pattern.ts";
import { matchesPattern } from "./re2.ts";

const READABLE = [
  "[0-9]{4}",
  "^\\+1\\d{10}$",
  "(?i)yes|no",
  "(?P<area>\\d{3})-\\d{4}",
  "(?<area>\\d{3})",
  "(?:a|b)+?c*",
  "(?i:abc)d",
  "[[:alpha:]]+",
  "[^[:digit:]]",
  "\\Aabc\\z",
  "\\Qa.b(c\\E",
  "a{2,5}",
  "\\p{L}+",
  "\\p{Lu}\\P{L}",
  "[a\\-z]",
  "a\\\\1",
  "[(?=]",
  "\\x41",
  "é+",
  "",
];
const UNREADABLE = [
  "(",
  "a)",
  "[a",
  "a{2000}",
  "(?=a)",
  "(?!a)",
  "(?<=a)b",
  "(?<!a)b",
  "(a)\\1",
  "(?<x>a)\\k<x>",
  "a**",
  "*a",
  "\\",
  "[z-a]",
  "a{3,2}",
  "(?>a)",
  "a++",
];

describe("a pattern", () => {
  it("is short: a caller's text as a pattern would take seconds to read", () => {
    const long = "[-1".repeat(40_000);
    expect(patternProblem(long)).toMatch(/at most 1,000 characters/);
    expect(matchesPattern(long, "a")).toBe(false);
    const most = "a".repeat(1_000);
    expect(patternProblem(most)).toBeNull();
    expect(matchesPattern(most, most.toUpperCase(), { ignoreCase: true })).toBe(true);
  });

  it.each(READABLE)("%s is readable for both readers", (pattern) => {
    expect(() => RE2JS.compile(pattern)).not.toThrow();
    expect(patternProblem(pattern)).toBeNull();
  });

  it.each(UNREADABLE)("%s is readable for neither", (pattern) => {
    expect(() => RE2JS.compile(pattern)).toThrow();
    expect(patternProblem(pattern)).toMatch(/^[^A-Z].*[^.]$/);
  });

  it("matches the whole text, or any part of it", () => {
    expect(matchesPattern("4[0-9]{3}", "4123")).toBe(true);
    expect(matchesPattern("4[0-9]{3}", "41234")).toBe(false);
    expect(matchesPattern("4[0-9]{3}", "x41234", { anywhere: true })).toBe(true);
    expect(matchesPattern("yes", "YES")).toBe(false);
    expect(matchesPattern("yes", "YES", { ignoreCase: true })).toBe(true);
  });

  it("matches nothing when it can't be read", () => {
    expect(matchesPattern("(", "(")).toBe(false);
  });

  it("is refused when its repeats together would take long to read", () => {
    const long = "a{1000}b{1000}c{1000}";
    expect(patternProblem(long)).toBe("all repeats together may be at most 2000");
    expect(matchesPattern(long, "a".repeat(1_000) + "b".repeat(1_000) + "c".repeat(1_000))).toBe(false);
    expect(matchesPattern("a{1000}b{1000}", "a".repeat(1_000) + "b".repeat(1_000))).toBe(true);
  });

  it("takes linear time on what hangs other engines", () => {
    const started = performance.now();
    expect(matchesPattern("(a+)+b", "a".repeat(20_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
