import type { NodeIssue } from "@cordboard/contract";
import { patternProblem } from "../shared/pattern.ts";
import { isTemplate } from "../shared/text.ts";
import type { BranchConfig, Test } from "./manifest.ts";
import { rangeOf, takesRight } from "../shared/operators.ts";

/** Codes: no_conditions, condition_name_missing, condition_name_reserved, duplicate_condition, no_tests, test_incomplete, bad_pattern, bad_range. */
export function checkBranch({ conditions }: BranchConfig): NodeIssue[] {
  const issues: NodeIssue[] = [];
  const error = (code: string, message: string, field: string) => issues.push({ level: "error", code, message, field });
  if (conditions.length === 0) error("no_conditions", "There is nothing to decide by. Add a condition.", "conditions");
  for (const [i, { name, tests }] of conditions.entries()) {
    const field = `conditions.${i}`;
    if (!name.trim()) error("condition_name_missing", "This condition has no name. Name its exit.", `${field}.name`);
    else if (name === "no_match")
      error("condition_name_reserved", "“no_match” is the exit for when none holds. Choose another name.", `${field}.name`);
    else if (conditions.findIndex((other) => other.name === name) < i)
      error("duplicate_condition", `Two conditions are called “${name}”. Rename one.`, `${field}.name`);
    if (tests.length === 0) error("no_tests", "This condition compares nothing. Add a comparison.", `${field}.tests`);
    for (const [j, test] of tests.entries()) issues.push(...checkTest(test, `${field}.tests.${j}`));
  }
  return issues;
}

function checkTest({ left, op, right }: Test, field: string): NodeIssue[] {
  const error = (code: string, message: string, at: string): NodeIssue[] => [{ level: "error", code, message, field: `${field}.${at}` }];
  if (!left.trim()) return error("test_incomplete", "Say which value is looked at. Type {{ and choose one.", "left");
  if (!takesRight(op)) return [];
  if (!right.trim()) return error("test_incomplete", "Say what it is compared with.", "right");
  if (isTemplate(right)) return [];
  if (op === "between" && !rangeOf(right)) return error("bad_range", "Write the two ends as 10..20.", "right");
  const problem = op === "matches" ? patternProblem(right) : null;
  return problem ? error("bad_pattern", `The pattern can't be read: ${problem}. Correct it.`, "right") : [];
}
