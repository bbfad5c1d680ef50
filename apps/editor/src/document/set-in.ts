import type { Json, JsonObject } from "@cordboard/contract";
import type { Path } from "./command.ts";

/**
 * A copy of `root` with one value set; everything beside the path is shared with the original.
 * Missing steps on the way are made: an array where the next step is a number. `undefined` removes a key or an item.
 */
export function setIn(root: JsonObject, path: Path, value: Json | undefined): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return isObject(value) ? value : root;
  const next = setAny(root[String(key)], rest, value);
  return withKey(root, String(key), next);
}

function setAny(old: Json | undefined, path: Path, value: Json | undefined): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === "number") {
    const items = Array.isArray(old) ? [...old] : [];
    const next = setAny(items[key], rest, value);
    if (next === undefined) items.splice(key, 1);
    else items[Math.min(key, items.length)] = next;
    return items;
  }
  const object = isObject(old) ? old : {};
  return withKey(object, key, setAny(object[key], rest, value));
}

function withKey(object: JsonObject, key: string, value: Json | undefined): JsonObject {
  if (value !== undefined) return { ...object, [key]: value };
  const { [key]: _gone, ...rest } = object;
  return rest;
}

export function getIn(root: Json | undefined, path: Path): Json | undefined {
  let value: Json | undefined = root;
  for (const key of path) {
    if (Array.isArray(value) && typeof key === "number") value = value[key];
    else if (isObject(value) && Object.hasOwn(value, key)) value = value[String(key)];
    else return undefined;
  }
  return value;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
