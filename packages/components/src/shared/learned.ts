import type { Json, VariableSpec, VariableType } from "@cordboard/contract";

/** Fields of a sample, as variables `<path>.<field>`; lists are offered whole. */
export function learnedFields(sample: Json, path: string, title: string): VariableSpec[] {
  if (typeof sample !== "object" || sample === null || Array.isArray(sample)) return [];
  return Object.entries(sample).flatMap(([key, value]): VariableSpec[] => {
    if (!/^\w+$/.test(key)) return [];
    const name = `${path}.${key}`;
    const below = learnedFields(value, name, title);
    if (below.length > 0) return below;
    return [{ name, type: typeOf(value), title, open: true, ...(typeof value !== "object" && { sample: String(value) }) }];
  });
}

function typeOf(value: Json): VariableType {
  if (Array.isArray(value)) return "list";
  if (typeof value === "number") return "number";
  return typeof value === "boolean" ? "boolean" : "text";
}
