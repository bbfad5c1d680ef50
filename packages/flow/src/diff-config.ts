import type { Json, JsonObject } from "@cordboard/contract";
import type { z } from "zod";
import { fieldInfo } from "./schema-walk.ts";
import { dotted, type Path } from "./strings.ts";

export interface ConfigChange {
  /** Dotted path in the newer config; for something taken out, in the older one. */
  field: string;
  old: Json | null;
  new: Json | null;
  words: string;
}

/** Field by field. List items with a name (choices, conditions) are matched by it, so that moving one up changes only its place. */
export function diffConfig(a: JsonObject, b: JsonObject, schema: z.ZodType | undefined): ConfigChange[] {
  const changes: ConfigChange[] = [];
  compare(a, b, [], [], (path, label, old, now) => {
    const words = `${title(schema, path, label)} ${sentence(old, now)}`;
    changes.push({ field: dotted(path), old: old ?? null, new: now ?? null, words });
  });
  return changes;
}

type Report = (path: Path, label: string[], old: Json | undefined, now: Json | undefined) => void;

/** `label` is the path as people read it: list items by name or number. */
function compare(a: Json | undefined, b: Json | undefined, path: Path, label: string[], report: Report): void {
  if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) compare(a[key], b[key], [...path, key], [...label, key], report);
  } else if (Array.isArray(a) && Array.isArray(b)) compareLists(a, b, path, label, report);
  else if (!same(a, b)) report(path, label, a, b);
}

function compareLists(a: Json[], b: Json[], path: Path, label: string[], report: Report): void {
  const before = byName(a);
  const after = byName(b);
  if (!before || !after) {
    for (let i = 0; i < Math.max(a.length, b.length); i++) compare(a[i], b[i], [...path, i], [...label, `#${i + 1}`], report);
    return;
  }
  for (const [name, { item, at }] of before) if (!after.has(name)) report([...path, at], [...label, name], item, undefined);
  for (const [name, { item, at }] of after) compare(before.get(name)?.item, item, [...path, at], [...label, name], report);
  const order = (names: Map<string, unknown>, other: Map<string, unknown>): string[] => [...names.keys()].filter((name) => other.has(name));
  const [was, is] = [order(before, after), order(after, before)];
  if (!same(was, is)) report(path, [...label, "order"], was, is);
}

function byName(list: Json[]): Map<string, { item: Json; at: number }> | null {
  const named = new Map<string, { item: Json; at: number }>();
  for (const [at, item] of list.entries()) {
    const name = isObject(item) ? item["name"] : undefined;
    if (typeof name !== "string" || named.has(name)) return null;
    named.set(name, { item, at });
  }
  return named;
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

function title(schema: z.ZodType | undefined, path: Path, label: string[]): string {
  const known = schema ? path.map((_, i) => fieldInfo(schema, path.slice(0, i + 1)).title) : [];
  return label.map((part, i) => known[i] ?? part).join(" › ");
}

function sentence(old: Json | undefined, now: Json | undefined): string {
  if (now === undefined) return "was taken out";
  if (old === undefined) return `is new: ${show(now)}`;
  return `changed from ${show(old)} to ${show(now)}`;
}

function show(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `“${text.length > 80 ? `${text.slice(0, 80)}…` : text}”`;
}
