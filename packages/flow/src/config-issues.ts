import type { Json, NodeIssue } from "@cordboard/contract";
import type { z } from "zod";
import { fieldInfo } from "./schema-walk.ts";
import { dotted } from "./strings.ts";

/** Marks zod's own wording, so that a component's own words can be told from it. */
const OURS = "\u0000";

export type ConfigResult = { ok: true; config: unknown } | { ok: false; issues: NodeIssue[]; paths: PropertyKey[][] };

/** Parses a node's config with its component's schema; what is wrong comes as issues with the field's path and title. */
export function parseConfig(schema: z.ZodType, config: Json): ConfigResult {
  const parsed = schema.safeParse(config, { error: (issue) => (issue.input === undefined ? `${OURS}missing` : OURS) });
  if (parsed.success) return { ok: true, config: parsed.data };
  const issues: NodeIssue[] = [];
  const paths: PropertyKey[][] = [];
  for (const issue of parsed.error.issues) {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) {
        paths.push([...issue.path, key]);
        issues.push({
          level: "error",
          code: "setting_unknown",
          message: `There is no setting “${key}” here. Remove it.`,
          field: dotted([...issue.path, key]),
        });
      }
      continue;
    }
    paths.push(issue.path);
    const missing =
      issue.message === `${OURS}missing` || (issue.code === "too_small" && Number(issue.minimum) <= 1 && issue.origin !== "number");
    const title = fieldInfo(schema, issue.path).title ?? lastName(issue.path);
    issues.push({
      level: "error",
      code: missing ? "setting_missing" : "setting_invalid",
      message: issue.message.startsWith(OURS) ? wording(issue, title, issue.message !== OURS) : issue.message,
      ...(issue.path.length > 0 ? { field: dotted(issue.path) } : {}),
    });
  }
  return { ok: false, issues, paths };
}

function lastName(path: readonly PropertyKey[]): string {
  const named = path.findLast((part) => typeof part === "string");
  return named === undefined ? "This setting" : String(named);
}

function wording(issue: z.core.$ZodIssue, title: string, missing: boolean): string {
  const name = `“${title}”`;
  if (missing) return `${name} is missing. Fill it in.`;
  switch (issue.code) {
    case "too_small":
      if (issue.origin === "number") return `${name} must be at least ${issue.minimum}. Raise it.`;
      if (Number(issue.minimum) <= 1)
        return issue.origin === "array" ? `${name} is empty. Add at least one.` : `${name} is empty. Fill it in.`;
      return issue.origin === "array"
        ? `${name} needs at least ${issue.minimum}. Add more.`
        : `${name} is too short. Make it at least ${issue.minimum} long.`;
    case "too_big":
      if (issue.origin === "number") return `${name} must be at most ${issue.maximum}. Lower it.`;
      return issue.origin === "array"
        ? `${name} may have at most ${issue.maximum}. Remove some.`
        : `${name} is too long. Shorten it to ${issue.maximum}.`;
    case "invalid_value":
      return `${name} must be one of ${issue.values.map((v) => `“${String(v)}”`).join(", ")}. Choose one.`;
    case "invalid_type":
      return `${name} must be ${TYPE_WORDS[issue.expected] ?? issue.expected}. Correct it.`;
    default:
      return `${name} is not valid. Correct it.`;
  }
}

const TYPE_WORDS: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "on or off",
  array: "a list",
  object: "a group of settings",
  record: "a list of names and values",
};
