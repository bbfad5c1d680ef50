import { z } from "zod";
import { code, list, table } from "./markdown.ts";

type Schema = z.core.JSONSchema.BaseSchema;

/** The settings of a component, or what one of them holds inside. */
interface Shape {
  /** Where the keys stand: `choices[]`; "" for the settings themselves. */
  at: string[];
  rows: string[][];
}

/** Few columns: the page is read in a narrow panel, too. */
const HEAD = ["Key", "Value", "Default"];
/** A bound that zod writes for every whole number is none of ours. */
const isBound = (value: number | undefined): value is number => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;

/**
 * Every key that a config may have, as Markdown: one table for the settings and one for each thing inside them, where
 * things of the same form (three prompts) share theirs.
 */
export function settingTables(config: z.ZodType): string {
  const shapes = new Map<string, Shape>();
  collect(asJsonSchema(config), "", shapes);
  return [...shapes.values()]
    .map(({ at, rows }) => [...(at[0] === "" ? [] : [`Inside ${list(at.map(code))}:`]), table(HEAD, rows)].join("\n\n"))
    .join("\n\n");
}

/** What a setting can be chosen from (nothing: anything), by its dotted path; `[]` for the items of a list, `*` for names of the author's own. */
export function settingPaths(config: z.ZodType): Map<string, unknown[]> {
  const found = new Map<string, unknown[]>();
  const visit = (schema: Schema, path: string): void => {
    for (const { at, inner } of insides(schema, path)) {
      for (const [key, field] of fields(inner)) {
        const full = at ? `${at}.${key}` : key;
        found.set(full, [...(found.get(full) ?? []), ...choices(field)]);
        visit(field, full);
      }
    }
  };
  visit(asJsonSchema(config), "");
  return found;
}

/** What can hold itself (any JSON) comes as a reference, and is not looked into. */
const asJsonSchema = (config: z.ZodType): Schema => z.toJSONSchema(config, { io: "input", unrepresentable: "any" });

function collect(schema: Schema, path: string, shapes: Map<string, Shape>): void {
  const found = insides(schema, path);
  const [first] = found;
  if (!first) return;
  const key = JSON.stringify(found.map(({ inner }) => inner));
  const known = shapes.get(key);
  if (known) {
    if (!known.at.includes(first.at)) known.at.push(first.at);
    return;
  }
  const rows = rowsOf(found.map(({ inner }) => inner));
  if (rows.length === 0) return;
  shapes.set(key, { at: [first.at], rows });
  for (const { at, inner } of found) for (const [name, field] of fields(inner)) collect(field, at ? `${at}.${name}` : name, shapes);
}

/** Of several forms either one key tells which it is (`kind`), or each has a key that no other has. */
function rowsOf(forms: Schema[]): string[][] {
  const [first] = forms;
  const teller =
    forms.length > 1 && first ? fields(first).find(([name]) => forms.every((form) => constOf(form, name) !== undefined)) : undefined;
  if (!teller) return forms.flatMap((form) => fields(form).map(([name, field]) => row(name, field, beside(name, form, forms.length))));
  const [key, field] = teller;
  const kinds = forms.map((form) => code(String(constOf(form, key))));
  return [
    [code(key), `${field.title === undefined ? "" : `${field.title}: `}${list(kinds)}`, "needed"],
    ...forms.flatMap((form, index) =>
      fields(form).flatMap(([name, one]) => (name === key ? [] : [row(name, one, `with ${kinds[index]}`)])),
    ),
  ];
}

const constOf = (form: Schema, key: string): unknown => asSchema(form.properties?.[key]).const;

/** Whether a key is needed, or, where there are several forms, beside which other key it may stand. */
function beside(name: string, inner: Schema, forms: number): string | null {
  if (inner.required?.includes(name)) return forms > 1 ? "this one or another" : "needed";
  const [other] = inner.required ?? [];
  return forms > 1 && other !== undefined ? `beside ${code(other)}` : null;
}

/** The objects with keys of their own that a value is, or is a list of. */
function insides(schema: Schema, at: string): { at: string; inner: Schema }[] {
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return options.flatMap((option) => insides(asSchema(option), at));
  if (schema.type === "array") return insides(asSchema(schema.items), `${at}[]`);
  if (schema.properties) return [{ at, inner: schema }];
  return isRecord(schema) ? insides(asSchema(schema.additionalProperties), `${at}.*`) : [];
}

function row(name: string, schema: Schema, needed: string | null): string[] {
  const unit = unitOf(schema);
  const value = [kind(schema), limits(schema), insides(schema, "").length > 0 && "see below"].filter(Boolean).join(", ");
  const title = schema.title === undefined ? "" : `${schema.title}: `;
  return [code(name), `${title}${unit ? `${value} (${unit})` : value}`, needed ?? byDefault(schema)];
}

const WORDS: Record<string, string> = { string: "text", integer: "whole number", number: "number", boolean: "yes or no", null: "nothing" };

function kind(schema: Schema): string {
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return [...new Set(options.map((option) => kind(asSchema(option))))].join(" or ");
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum) return list(schema.enum.map((value) => code(String(value))));
  if (schema.type === "array") return insides(schema, "").length > 0 ? "list" : `list: ${kind(asSchema(schema.items))}`;
  if (schema.type === "object") return isRecord(schema) ? `names, each with ${kind(asSchema(schema.additionalProperties))}` : "keys";
  return WORDS[String(schema.type)] ?? "any JSON";
}

function limits(schema: Schema): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
  const range = (low: number | undefined, high: number | undefined, noun: string): string => {
    const [from, to] = [isBound(low) ? low.toLocaleString("en-US") : null, isBound(high) ? high.toLocaleString("en-US") : null];
    if (from !== null && to !== null) return `${from} to ${to}${noun}`;
    if (to !== null) return `at most ${to}${noun}`;
    return from === null ? "" : `at least ${from}${noun}`;
  };
  return [range(minimum, maximum, ""), range(minLength, maxLength, " characters"), range(minItems, maxItems, " items")]
    .filter(Boolean)
    .join(", ");
}

function byDefault(schema: Schema): string {
  const value = schema.default;
  if (value === undefined) return "–";
  if (value === "" || (Array.isArray(value) && value.length === 0)) return "nothing";
  if (typeof value === "object" && value !== null && Object.keys(value).length === 0) return schema.properties ? "see below" : "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return code(typeof value === "string" ? value : JSON.stringify(value));
}

function choices(schema: Schema): unknown[] {
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return options.flatMap((option) => choices(asSchema(option)));
  if (schema.type === "array") return choices(asSchema(schema.items));
  if (schema.type === "boolean") return [true, false];
  return schema.const === undefined ? (schema.enum ?? []) : [schema.const];
}

function unitOf({ form }: Schema): string {
  return typeof form === "object" && form !== null && "unit" in form && typeof form.unit === "string" ? form.unit : "";
}

const isRecord = (schema: Schema): boolean => typeof schema.additionalProperties === "object";

const fields = (schema: Schema): [string, Schema][] =>
  Object.entries(schema.properties ?? {}).map(([name, field]) => [name, asSchema(field)]);

type Part = Schema | Part[] | boolean | undefined;

const asSchema = (part: Part): Schema => (typeof part === "object" && !Array.isArray(part) ? part : {});
