import { RE2JS } from "re2js";
import { StepProblem } from "./step-problem.ts";

/** A phrase of a test: a substring, case-blind, or `/…/` as an RE2 pattern. */
export type Matcher = (text: string) => boolean;

/** Without a phrase anything fits. Throws a `StepProblem` for a pattern that can't be read. */
export function matcher(phrase: string | undefined): Matcher {
  if (phrase === undefined) return () => true;
  const pattern = /^\/(.+)\/$/.exec(phrase)?.[1];
  if (pattern === undefined) return (text) => text.toLowerCase().includes(phrase.toLowerCase());
  const compiled = compiledPattern(pattern);
  if (!compiled) throw new StepProblem(`${phrase} is no pattern that can be read. Correct it, or leave the / / out.`);
  return (text) => compiled.matcher(text).find();
}

function compiledPattern(pattern: string): RE2JS | null {
  try {
    return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  } catch {
    return null;
  }
}
