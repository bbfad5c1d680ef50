import type { FormMeta, Json } from "@cordboard/contract";
import { z } from "zod";

export type WidgetName = NonNullable<FormMeta["widget"]> | "object" | "variant";

/** A field of a config schema, as the form draws it. */
export interface FieldSpec {
  /** Key in its object; "" for the item of a list. */
  key: string;
  title: string;
  description: string | null;
  widget: WidgetName;
  form: FormMeta;
  /** Choices of an enum. */
  options: readonly string[];
  /** May be left out. */
  optional: boolean;
  /** `null` stands for "switched off". */
  nullable: boolean;
  /** What holds while nothing is set. */
  default: Json | undefined;
  min: number | null;
  max: number | null;
  /** Fields of an object. */
  fields: readonly FieldSpec[];
  /** What a list holds, or the values of a record. */
  item: FieldSpec | null;
  /** Objects told apart by one key: `auth: { kind: "basic", … }`. */
  variants: { key: string; options: readonly { value: string; fields: readonly FieldSpec[] }[] } | null;
}

const known = new WeakMap<z.core.$ZodType, readonly FieldSpec[]>();

/** The fields of a component's config. Computed once per schema. */
export function fieldsOf(schema: z.core.$ZodType): readonly FieldSpec[] {
  let fields = known.get(schema);
  if (!fields) {
    fields = specOf("", schema).fields;
    known.set(schema, fields);
  }
  return fields;
}

export function specOf(key: string, schema: z.core.$ZodType): FieldSpec {
  const layers = unwrap(schema);
  const { inner, form } = layers;
  const options = optionsOf(inner);
  const variants = variantsOf(inner);
  return {
    key,
    title: layers.title ?? humanize(key),
    description: layers.description,
    form,
    options,
    optional: layers.optional,
    nullable: layers.nullable,
    default: layers.default,
    ...rangeOf(inner),
    fields: inner instanceof z.ZodObject ? Object.entries(shapeOf(inner)).map(([name, field]) => specOf(name, field)) : [],
    item:
      inner instanceof z.ZodArray ? specOf("", inner.def.element) : inner instanceof z.ZodRecord ? specOf("", inner.def.valueType) : null,
    variants,
    widget: form.widget ?? widgetFor(inner, options, variants),
  };
}

function widgetFor(inner: z.core.$ZodType, options: readonly string[], variants: FieldSpec["variants"]): WidgetName {
  if (variants) return "variant";
  if (options.length > 0) return options.length <= 3 ? "segmented" : "select";
  if (inner instanceof z.ZodBoolean) return "switch";
  if (inner instanceof z.ZodNumber) return "number";
  if (inner instanceof z.ZodString) return "template";
  if (inner instanceof z.ZodObject) return "object";
  if (inner instanceof z.ZodArray) return unwrap(inner.def.element).inner instanceof z.ZodString ? "list" : "payload";
  if (inner instanceof z.ZodRecord) return "keyvalue";
  if (inner instanceof z.ZodUnion) return scalarWidget(inner.def.options.map((option) => unwrap(option).inner));
  return "json";
}

/** A number that may also be the text of a template, a text that may also be left open. */
function scalarWidget(options: readonly z.core.$ZodType[]): WidgetName {
  const scalar = options.every((option) => option instanceof z.ZodString || option instanceof z.ZodNumber || option instanceof z.ZodNull);
  if (!scalar) return "json";
  return options.some((option) => option instanceof z.ZodNumber) ? "number" : "template";
}

interface Layers {
  inner: z.core.$ZodType;
  title: string | null;
  description: string | null;
  form: FormMeta;
  optional: boolean;
  nullable: boolean;
  default: Json | undefined;
}

/** Through default, optional, nullable and the like; the outermost title and form hold. */
function unwrap(schema: z.core.$ZodType): Layers {
  const meta = z.globalRegistry.get(schema);
  const inside = insideOf(schema);
  const below: Layers = inside
    ? unwrap(inside)
    : { inner: schema, title: null, description: null, form: {}, optional: false, nullable: false, default: undefined };
  const withDefault = schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return {
    ...below,
    title: meta?.title ?? below.title,
    description: meta?.description ?? below.description,
    form: { ...below.form, ...meta?.form },
    optional: below.optional || withDefault || schema instanceof z.ZodOptional,
    nullable: below.nullable || schema instanceof z.ZodNullable,
    default: withDefault ? asJson(schema.def.defaultValue) : below.default,
  };
}

function insideOf(schema: z.core.$ZodType): z.core.$ZodType | null {
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable
  ) {
    return schema.def.innerType;
  }
  if (schema instanceof z.ZodReadonly || schema instanceof z.ZodCatch) return schema.def.innerType;
  if (schema instanceof z.ZodPipe) return schema.def.in;
  return schema instanceof z.ZodLazy ? schema.unwrap() : null;
}

function optionsOf(inner: z.core.$ZodType): readonly string[] {
  if (inner instanceof z.ZodEnum) return inner.options.map(String);
  if (inner instanceof z.ZodLiteral) return [...inner.values].map(String);
  if (inner instanceof z.ZodUnion) {
    const parts = inner.def.options.map((option) => optionsOf(unwrap(option).inner));
    return parts.every((part) => part.length > 0) ? parts.flat() : [];
  }
  return [];
}

/** A union of objects that each hold another literal under the same key. */
function variantsOf(inner: z.core.$ZodType): FieldSpec["variants"] {
  if (!(inner instanceof z.ZodUnion)) return null;
  const objects = inner.def.options.map((option) => unwrap(option).inner);
  const shapes = objects.flatMap((object) => (object instanceof z.ZodObject ? [shapeOf(object)] : []));
  const [first] = shapes;
  if (!first || shapes.length !== objects.length) return null;
  const key = Object.keys(first).find((name) =>
    shapes.every((shape) => shape[name] !== undefined && unwrap(shape[name]).inner instanceof z.ZodLiteral),
  );
  if (key === undefined) return null;
  const options = shapes.map((shape) => ({
    value: shape[key] ? (optionsOf(unwrap(shape[key]).inner)[0] ?? "") : "",
    fields: Object.entries(shape).flatMap(([name, field]) => (name === key ? [] : [specOf(name, field)])),
  }));
  return { key, options };
}

function rangeOf(inner: z.core.$ZodType): { min: number | null; max: number | null } {
  if (!(inner instanceof z.ZodNumber)) return { min: null, max: null };
  const finite = (value: number | null) => (value !== null && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : null);
  return { min: finite(inner.minValue), max: finite(inner.maxValue) };
}

function shapeOf(object: z.ZodObject): Readonly<Record<string, z.core.$ZodType>> {
  return object.def.shape;
}

/** Defaults of a config schema are JSON: it is stored as such. */
export function asJson(value: unknown): Json | undefined {
  const json = z.json().safeParse(value);
  return json.success ? json.data : undefined;
}

/** `ringSeconds` → `Ring seconds`, for a field without a title. */
export function humanize(key: string): string {
  const words = key
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
