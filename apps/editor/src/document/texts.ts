import type { Json } from "@cordboard/contract";

/** Every text in a step's settings. */
export function textsOf(value: Json): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
