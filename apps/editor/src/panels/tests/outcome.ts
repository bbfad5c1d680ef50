import type { TestsReport } from "@cordboard/api";
import type { ReadableTest, TestLine } from "./words.ts";

export type Case = TestsReport["cases"][number];
export type Mark = "passed" | "failed" | "unreached" | "none";

/** Whether a line of the test held in its last run. */
export function markOf(line: TestLine, { given, steps }: ReadableTest, result: Case | null): Mark {
  if (!result) return "none";
  if (isAbout(line, result)) return "failed";
  if (given.includes(line)) return "none";
  if (result.ok) return "passed";
  const number = steps.indexOf(line) + 1;
  if (typeof result.failedStep === "number") return number > 0 && number < result.failedStep ? "passed" : number > 0 ? "unreached" : "none";
  // An expectation is looked at only after the last step; of the others nothing is known.
  return number > 0 && isExpectation(result) ? "passed" : "none";
}

const isAbout = (line: TestLine, { failedStep }: Case): boolean =>
  line.key === String(failedStep) || (failedStep === "text" && line.kind === "text" && !line.text.startsWith("+"));

const isExpectation = ({ failedStep }: Case): boolean =>
  typeof failedStep === "string" && /^(expect\.|phones |http |database |mocks )/.test(failedStep);

/** What failed, in one line; `Why` follows in the report's own words. */
export function headline(test: ReadableTest | null, result: Case): string {
  if (result.ok) return "Passed";
  const { failedStep } = result;
  const all = test ? [...test.given, ...test.steps, ...test.expected] : [];
  const about = all.find((line) => isAbout(line, result));
  if (typeof failedStep === "number" && about) return `Failed at step ${failedStep} of ${test?.steps.length ?? 0}: ${about.text}`;
  if (failedStep === "flow") return "The flow has errors";
  if (failedStep?.toString().startsWith("expect.path ")) return "Failed: the run took another path";
  return about ? `Failed: ${about.text}` : "Failed";
}

/** The report's reason without the path, which stands beside it. */
export function why({ message, path }: Case): string {
  const text = message ?? "";
  return path.length === 0 ? text : text.replace(/; it went [^.]*\.?$/, ".").replace(/ It went .*$/, "");
}

export interface PathRow {
  /** `Name:exit` or `Name`. */
  entry: string;
  /** `met`: expected and taken; `other`: taken, not spoken of; `missing`: expected, not taken; `open`: expected, not run yet. */
  kind: "met" | "other" | "missing" | "open";
}

/** The path a run took beside the one expected, which may leave steps out. `taken` null: not run yet. */
export function comparePath(expected: readonly string[], taken: readonly string[] | null): PathRow[] {
  if (taken === null) return expected.map((entry) => ({ entry, kind: "open" }));
  const rows: PathRow[] = [];
  let from = 0;
  for (const wanted of expected) {
    const at = taken.findIndex((entry, index) => index >= from && (entry === wanted || entry.startsWith(`${wanted}:`)));
    if (at < 0) {
      // Beside where the run left the same step by another exit, if it did.
      const beside = taken.findIndex((entry, index) => index >= from && nodeOf(entry) === nodeOf(wanted));
      rows.push(...taken.slice(from, beside + 1).map((entry): PathRow => ({ entry, kind: "other" })), { entry: wanted, kind: "missing" });
      from = Math.max(from, beside + 1);
      continue;
    }
    rows.push(...taken.slice(from, at).map((entry): PathRow => ({ entry, kind: "other" })), { entry: taken[at] ?? wanted, kind: "met" });
    from = at + 1;
  }
  return [...rows, ...taken.slice(from).map((entry): PathRow => ({ entry, kind: "other" }))];
}

const nodeOf = (entry: string): string => entry.replace(/:.*$/s, "");
