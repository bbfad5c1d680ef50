import type { Issue, Json, JsonObject } from "@cordboard/contract";
import { FORBIDDEN_KEYS } from "./names.ts";
import { utf8Length } from "./strings.ts";

/** No flow needs more; deeper documents are made to break recursive readers. */
const MAX_DEPTH = 64;

/**
 * Walks foreign data before any recursive code touches it: plain JSON only, no key that reaches a prototype,
 * at most 64 levels and about `maxBytes` of text. Answers the first thing wrong, or null.
 */
export function guardJson(root: unknown, maxBytes: number): Issue | null {
  const stack: { value: unknown; depth: number; path: string }[] = [{ value: root, depth: 0, path: "" }];
  let bytes = 0;
  while (stack.length > 0) {
    const { value, depth, path } = stack.pop()!;
    const problem = (code: string, message: string): Issue => ({ level: "error", code, message, ...(path ? { field: path } : {}) });
    if (depth > MAX_DEPTH) return problem("too_deep", `The document is nested deeper than ${MAX_DEPTH} levels. Flatten it.`);
    bytes += 4;
    if (typeof value === "string") bytes += utf8Length(value);
    else if (typeof value === "object" && value !== null) {
      if (!isPlain(value)) return problem("not_json", "Only plain JSON can stand in a flow document. Export the flow again.");
      for (const key of Object.keys(value)) {
        const place = path ? `${path}.${key}` : key;
        if (FORBIDDEN_KEYS.has(key)) {
          return { level: "error", code: "forbidden_key", message: `The key “${key}” is not allowed. Rename it.`, field: place };
        }
        if (!Array.isArray(value)) bytes += utf8Length(key);
        stack.push({ value: (value as Record<string, unknown>)[key], depth: depth + 1, path: place });
      }
    } else if (!isScalar(value)) return problem("not_json", "Only plain JSON can stand in a flow document. Export the flow again.");
    if (bytes > maxBytes) {
      const megabytes = Math.floor(maxBytes / (1024 * 1024));
      return { level: "error", code: "too_large", message: `The document is larger than ${megabytes} MB. Split it into several flows.` };
    }
  }
  return null;
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const isScalar = (value: unknown): boolean =>
  value === null || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));

/** For values that guardJson has passed. The casts live here, once. */
export const asGuardedJson = (value: unknown): Json => value as Json;
export const asGuardedObject = (value: Record<string, unknown>): JsonObject => value as JsonObject;
