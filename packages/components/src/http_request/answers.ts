import type { Json, JsonObject, NodeIssue } from "@cordboard/contract";
import { takesRight, rangeOf } from "../shared/operators.ts";
import { patternProblem } from "../shared/pattern.ts";
import { isTemplate, shorten } from "../shared/text.ts";
import type { Answer } from "./manifest.ts";

/*
 * Exits of the author's own, taken by what a server answered: `{ name: "not_found", status: "404" }`, or
 * `{ name: "shipped", path: "response.state", op: "equals", right: "shipped" }`, or both at once.
 */

const RESERVED: ReadonlySet<string> = new Set(["success", "failed"]);
const STATUS = /^(?:[1-5]\d\d|[1-5]xx)(?:-[1-5]\d\d)?$/i;
/** `response.items[0].id`, below the node's name. */
const PATH = /^(?:status_code|content_type|duration|response|headers)(?:\.[\w-]+|\[\d+\])*$/;

/** True for a status that `404, 410`, `5xx` or `400-499` names. An empty list names all. */
export function isStatus(list: string, status: number): boolean {
  const parts = partsOf(list);
  return parts.length === 0 || parts.some((part) => fits(part, status));
}

function fits(part: string, status: number): boolean {
  const [from = "", to = from] = part.split("-");
  if (/^\dxx$/i.test(from)) return Math.floor(status / 100) === Number(from[0]);
  return Number(from) <= status && status <= Number(to);
}

const partsOf = (list: string): string[] =>
  list
    .split(/[,\s]+/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** A value inside the node's own variables, as the text a comparison reads; empty when there is none. */
export function valueAt(outputs: JsonObject, path: string): string {
  let value: Json | undefined = outputs;
  for (const key of path.replace(/\[(\d+)\]/g, ".$1").split(".")) {
    if (Array.isArray(value)) value = value[Number(key)];
    else value = typeof value === "object" && value !== null && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Codes: answer_name_missing, answer_name_reserved, duplicate_answer, answer_incomplete, bad_status, bad_answer_path, bad_pattern, bad_range. */
export function checkAnswers(answers: readonly Answer[]): NodeIssue[] {
  const issues: NodeIssue[] = [];
  for (const [i, answer] of answers.entries()) {
    const error = (code: string, message: string, at: string) =>
      issues.push({ level: "error", code, message, field: `answers.${i}.${at}` });
    const { name, status, path, op, right } = answer;
    if (!name.trim()) error("answer_name_missing", "This answer has no name. Name its exit.", "name");
    else if (RESERVED.has(name)) error("answer_name_reserved", `Every request has an exit ${name} already. Choose another name.`, "name");
    else if (answers.findIndex((other) => other.name === name) < i)
      error("duplicate_answer", `Two answers are called “${name}”. Rename one.`, "name");
    const odd = partsOf(status).find((part) => !STATUS.test(part));
    if (odd !== undefined)
      error("bad_status", `“${shorten(odd, 20)}” is no status. Write 404, 5xx or 400-499, several with commas.`, "status");
    if (!status.trim() && !path.trim()) error("answer_incomplete", "Say which status, or which value of the answer, leads here.", "status");
    if (!path.trim()) continue;
    if (!PATH.test(path.trim()))
      error("bad_answer_path", `“${shorten(path, 40)}” names no value of the answer. Write it as response.order.state.`, "path");
    if (!takesRight(op) || isTemplate(right)) continue;
    if (!right.trim()) error("answer_incomplete", "Say what it is compared with.", "right");
    else if (op === "between" && !rangeOf(right)) error("bad_range", "Write the two ends as 10..20.", "right");
    const problem = op === "matches" && right.trim() ? patternProblem(right) : null;
    if (problem) error("bad_pattern", `The pattern can't be read: ${problem}. Correct it.`, "right");
  }
  return issues;
}
