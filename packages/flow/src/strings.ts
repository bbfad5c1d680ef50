import type { Json, JsonObject } from "@cordboard/contract";

export type Path = (string | number)[];

/** Every text in a config with its path, in document order. Keys are not texts. */
export function eachString(value: Json, visit: (text: string, path: Path) => void, path: Path = []): void {
  if (typeof value === "string") visit(value, path);
  else if (Array.isArray(value)) value.forEach((item, i) => eachString(item, visit, [...path, i]));
  else if (typeof value === "object" && value !== null) {
    for (const key of Object.keys(value)) eachString(value[key]!, visit, [...path, key]);
  }
}

/** A copy with every text replaced; what doesn't change keeps its identity, so views need not be drawn again. */
export function mapStrings<Value extends Json>(value: Value, change: (text: string, path: Path) => string, path?: Path): Value;
export function mapStrings(value: Json, change: (text: string, path: Path) => string, path: Path = []): Json {
  if (typeof value === "string") return change(value, path);
  if (Array.isArray(value)) {
    const items = value.map((item, i) => mapStrings(item, change, [...path, i]));
    return items.every((item, i) => item === value[i]) ? value : items;
  }
  if (typeof value !== "object" || value === null) return value;
  let changed = false;
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) {
    const item = value[key]!;
    const mapped = mapStrings(item, change, [...path, key]);
    if (mapped !== item) changed = true;
    copy[key] = mapped;
  }
  return changed ? copy : value;
}

export const dotted = (path: readonly PropertyKey[]): string => path.map(String).join(".");

/** Bytes that a text takes in UTF-8. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) length += code > 0x7ff ? 2 : 1;
  }
  return length;
}
