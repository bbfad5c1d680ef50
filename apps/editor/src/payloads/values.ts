import type { Json, JsonObject, VariableType } from "@cordboard/contract";
import { getIn, setIn } from "../document/set-in.ts";

/** A value as it stands in a field, with the type that it is sent as. */
export interface Typed {
  /** Dotted, below the variables of a run. */
  path: string;
  type: VariableType;
}

const AS_JSON: ReadonlySet<VariableType> = new Set(["number", "boolean", "list", "json"]);

/** What a field's text means; a text that is no value of its type goes as the text it is. */
export function sent(text: string, type: VariableType): Json {
  if (!AS_JSON.has(type)) return text;
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

export function shown(value: Json | undefined): string {
  return value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
}

/** The values under their paths; empty ones are left out. */
export function nested(values: readonly (Typed & { text: string })[]): JsonObject {
  return values.reduce<JsonObject>(
    (all, { path, type, text }) => (text.trim() === "" ? all : setIn(all, path.split("."), sent(text, type))),
    {},
  );
}

/** The value at a dotted path, as a field shows it; null where there is none. */
export function textAt(root: JsonObject | undefined, path: string): string | null {
  const value = getIn(root, path.split("."));
  return value === undefined ? null : shown(value);
}
