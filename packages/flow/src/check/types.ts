import type { Issue, VariableSpec, VariableType } from "@cordboard/contract";
import type { NodeView } from "../describe-node.ts";
import { fieldInfo } from "../schema-walk.ts";
import type { Path } from "../strings.ts";
import type { Reference } from "../templates/references.ts";

/** What can't be a phone number whatever its value is. */
const NO_NUMBER: ReadonlySet<VariableType> = new Set(["boolean", "date", "json"]);
const MANY: ReadonlySet<VariableType> = new Set(["list", "json"]);

const WORDS: Record<VariableType, string> = {
  text: "a text",
  number: "a number",
  boolean: "yes or no",
  phone: "a phone number",
  date: "a date",
  list: "a list",
  json: "a group of values",
};

/**
 * A value that stands alone in its braces and is of a type that its field can't use. Filters may make anything of anything,
 * so behind one nothing is said.
 */
export function typeIssue(
  specs: readonly VariableSpec[],
  path: readonly string[],
  reference: Reference,
  place: { view: NodeView; path: Path; text: string },
): Pick<Issue, "level" | "code" | "message"> | null {
  const spec = specs.find((candidate) => candidate.name === path.join("."));
  const { manifest } = place.view;
  if (!spec || spec.open || !manifest) return null;
  const source = reference.path.join(".");
  const bare = /\{\{-?\s*$/.test(place.text.slice(0, reference.at)) && /^\s*-?\}\}/.test(place.text.slice(reference.at + source.length));
  if (!bare) return null;
  const { widgets } = fieldInfo(manifest.config, place.path);
  const said = `{{ ${source} }} is ${WORDS[spec.type]}`;
  const dials = widgets.includes("phone") || widgets.includes("phones");
  if (dials && (NO_NUMBER.has(spec.type) || (spec.type === "list" && !widgets.includes("phones")))) {
    return { level: "warning", code: "type_mismatch", message: `${said}, but a phone number is needed here. Choose another value.` };
  }
  if (widgets.includes("prompt") && MANY.has(spec.type)) {
    return {
      level: "hint",
      code: "prints_json",
      message: `${said}, and would be read out as JSON. Choose a part of it, or join it with a filter.`,
    };
  }
  return null;
}
