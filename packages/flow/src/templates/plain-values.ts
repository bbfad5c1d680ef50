import { type Json, type JsonObject, LIMITS } from "@cordboard/contract";
import { toText } from "./emitter.ts";
import { withoutMarkers } from "./secrets.ts";

/** `{{ Menu.digits }}`: a value by its path, nothing else inside the braces. */
const VALUE = /\{\{ *([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*) *\}\}/g;
/** Liquid reads these words otherwise: as literals, as lengths and ends of lists, or as marks of secrets. */
const OTHER = new Set(["true", "false", "nil", "null", "empty", "blank", "secrets", "size", "first", "last"]);
/** A character takes at most three bytes. */
const SHORT = LIMITS.templateOutputBytes / 3;

/**
 * Most texts only put values in. They are filled in without Liquid, which takes twenty times as long, and come to the same
 * (a property test holds it to that). Answers null for a text that needs Liquid; what it answers gives null for values
 * that do: lists, objects, results that may outgrow the budget.
 */
export function plainValues(source: string): ((scope: JsonObject) => string | null) | null {
  // Text and paths take turns: the regex has one group.
  const pieces = withoutMarkers(source).split(VALUE);
  const fixed = pieces.filter((_, i) => i % 2 === 0);
  const paths = pieces.filter((_, i) => i % 2 === 1).map((path) => path.split("."));
  // "{{{ a }}" opens before the path does.
  if (fixed.some((text) => /\{[{%]|\{$/.test(text)) || paths.flat().some((word) => OTHER.has(word))) return null;
  return (scope) => {
    let text = fixed[0] ?? "";
    for (let i = 0; i < paths.length; i++) {
      const value = valueAt(scope, paths[i] ?? []);
      if (typeof value === "object" && value !== null) return null;
      text += withoutMarkers(toText(value)) + (fixed[i + 1] ?? "");
    }
    return text.length < SHORT ? text : null;
  };
}

function valueAt(scope: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = scope;
  for (const key of path) {
    if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}
