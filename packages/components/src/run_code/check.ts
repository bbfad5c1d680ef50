import type { NodeIssue } from "@cordboard/contract";
import { isTemplate } from "../shared/text.ts";
import { readAs } from "../shared/values.ts";
import type { RunCodeConfig } from "./manifest.ts";

/** The words that reach an object's prototype are never keys of a run's variables; `error` is every step's own. */
export const usable = (name: string): boolean =>
  /^[A-Za-z_][A-Za-z0-9_]{0,59}$/.test(name) && !["__proto__", "constructor", "prototype", "error"].includes(name);

/** Codes: code_missing, bad_variable_name, duplicate_variable, bad_variable_value, no_exits, exit_name_missing, exit_name_reserved, duplicate_exit. */
export function checkCode({ code, inputs, outputs, exits }: RunCodeConfig): NodeIssue[] {
  const issues: NodeIssue[] = [];
  const error = (what: string, message: string, field: string) => issues.push({ level: "error", code: what, message, field });
  if (!code.trim()) error("code_missing", "There is no code yet. Write what it does.", "code");
  for (const [field, list] of [
    ["inputs", inputs],
    ["outputs", outputs],
  ] as const) {
    for (const [i, { name }] of list.entries()) {
      const bad = name ? `“${name}” can't be a name here. Use letters, digits and _.` : "Give it a name.";
      if (!usable(name)) error("bad_variable_name", bad, `${field}.${i}.name`);
      else if (list.findIndex((other) => other.name === name) < i)
        error("duplicate_variable", `“${name}” stands here twice. Remove one of them.`, `${field}.${i}.name`);
    }
  }
  for (const [i, { type, value }] of inputs.entries()) {
    if (value !== "" && !isTemplate(value) && !readAs(type, value))
      error("bad_variable_value", "The value doesn't fit its type. Correct it or choose another type.", `inputs.${i}.value`);
  }
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
