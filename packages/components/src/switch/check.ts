import type { NodeIssue } from "@cordboard/contract";
import { shorten } from "../shared/text.ts";
import { wordsOf } from "./match.ts";
import type { SwitchConfig } from "./manifest.ts";

const RESERVED = "no_match";

/** Codes: value_missing, no_cases, case_name_missing, case_name_reserved, duplicate_case, duplicate_synonym. */
export function checkSwitch({ value, cases, caseSensitive }: SwitchConfig): NodeIssue[] {
  const issues: NodeIssue[] = [];
  const error = (code: string, message: string, field: string) => issues.push({ level: "error", code, message, field });
  if (!value.trim()) error("value_missing", "Say which value is looked at. Type {{ and choose one.", "value");
  if (cases.length === 0) error("no_cases", "There is nothing to decide by. Add a value.", "cases");
  const taken = new Map<string, number>();
  for (const [i, one] of cases.entries()) {
    const field = `cases.${i}`;
    if (!one.name.trim()) error("case_name_missing", "Write the value to look for.", `${field}.name`);
    else if (one.name === RESERVED)
      error("case_name_reserved", `“${RESERVED}” is the exit for when none is the same. Choose another one.`, `${field}.name`);
    else if (cases.findIndex((other) => other.name === one.name) < i)
      error("duplicate_case", `The value “${one.name}” stands here twice. Remove one.`, `${field}.name`);
    for (const word of wordsOf(one, caseSensitive)) {
      const other = taken.get(word) ?? i;
      if (other !== i && cases[other]?.name !== one.name)
        error("duplicate_synonym", `“${shorten(word, 40)}” leads to “${cases[other]?.name}” already. Remove one.`, field);
      taken.set(word, other);
    }
  }
  return issues;
}
