import type { NodeIssue } from "@cordboard/contract";
import { checkNames, checkValues, isVariableName } from "../shared/inputs.ts";
import type { RunCodeConfig } from "./manifest.ts";

/** `error` is every step's own. */
export const usable = (name: string): boolean => isVariableName(name) && name !== "error";

/** Codes: code_missing, bad_variable_name, duplicate_variable, bad_variable_value, no_exits, exit_name_missing, exit_name_reserved, duplicate_exit. */
export function checkCode({ code, inputs, outputs, exits }: RunCodeConfig): NodeIssue[] {
  const issues: NodeIssue[] = [];
  const error = (what: string, message: string, field: string) => issues.push({ level: "error", code: what, message, field });
  if (!code.trim()) error("code_missing", "There is no code yet. Write what it does.", "code");
  issues.push(...checkNames(inputs, "inputs", usable), ...checkNames(outputs, "outputs", usable), ...checkValues(inputs, "inputs"));
  if (exits.length === 0) error("no_exits", "The code has no way out. Add an exit.", "exits");
  for (const [i, { name }] of exits.entries()) {
    if (!name.trim()) error("exit_name_missing", "Name the exit.", `exits.${i}.name`);
    else if (name === "failed")
      error("exit_name_reserved", "“failed” is the exit for code that fails. Choose another name.", `exits.${i}.name`);
    else if (exits.findIndex((other) => other.name === name) < i)
      error("duplicate_exit", `Two exits are called “${name}”. Rename one.`, `exits.${i}.name`);
  }
  return issues;
}
