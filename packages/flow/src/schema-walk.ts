import type { FormMeta } from "@cordboard/contract";
import { z } from "zod";

/** A field of a config schema as the author knows it. */
export interface FieldInfo {
  title: string | null;
  secretSafe: boolean;
  /** Taken as written: no template in it is filled in. */
  literal: boolean;
  /** Widgets that draw it and what is around it, from the outside in. */
  widgets: NonNullable<FormMeta["widget"]>[];
  /** What a number of the account must be able to do here. */
  sender: NonNullable<FormMeta["sender"]> | null;
}

/** Schemas are few and asked of again and again. Keys of records are the author's, hence the bound. */
const known = new WeakMap<z.ZodType, Map<string, FieldInfo>>();
const KEPT_PATHS = 500;

/**
 * What the schema says of the field at `path`: the title nearest to it, and whether it or anything around it is marked
 * secret-safe or literal. Unions are searched in all their options. Unknown paths answer what their known beginning says.
 */
export function fieldInfo(schema: z.ZodType, path: readonly PropertyKey[]): FieldInfo {
  let paths = known.get(schema);
  if (!paths) known.set(schema, (paths = new Map()));
  const key = path.map((part) => (typeof part === "number" ? "#" : String(part))).join("\n");
  const found = paths.get(key);
  if (found) return found;
  const info = walk(schema, path);
  if (paths.size >= KEPT_PATHS) paths.clear();
  paths.set(key, info);
  return info;
}

function walk(schema: z.ZodType, path: readonly PropertyKey[]): FieldInfo {
  const info: FieldInfo = { title: null, secretSafe: false, literal: false, widgets: [], sender: null };
  let candidates = unwrap(schema, info);
  for (const key of path) {
    // A title belongs to its own field; the form of an outer one holds for what is inside.
    info.title = null;
    candidates = candidates.flatMap((candidate) => child(candidate, key)).flatMap((inner) => unwrap(inner, info));
    if (candidates.length === 0) break;
  }
  return info;
}

function unwrap(schema: z.core.$ZodType, info: FieldInfo): z.core.$ZodType[] {
  const meta = z.globalRegistry.get(schema);
  const form: FormMeta | undefined = meta?.form;
  info.title ??= meta?.title ?? null;
  if (form?.secretSafe) info.secretSafe = true;
  if (form?.literal) info.literal = true;
  if (form?.widget) info.widgets.push(form.widget);
  if (form?.sender) info.sender = form.sender;
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodCatch
  ) {
    return unwrap(schema.def.innerType, info);
  }
  if (schema instanceof z.ZodPipe) return unwrap(schema.def.in, info);
  if (schema instanceof z.ZodLazy) return unwrap(schema.unwrap(), info);
  if (schema instanceof z.ZodUnion) return schema.def.options.flatMap((option) => unwrap(option, info));
  return [schema];
}

function child(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType[] {
  if (schema instanceof z.ZodObject) {
    const shape: Readonly<Record<string, z.core.$ZodType>> = schema.def.shape;
    const field = Object.hasOwn(shape, key) ? shape[String(key)] : undefined;
    return field ? [field] : [];
  }
  if (schema instanceof z.ZodArray) return [schema.def.element];
  if (schema instanceof z.ZodRecord) return [schema.def.valueType];
  if (schema instanceof z.ZodTuple) {
    const item = schema.def.items[Number(key)];
    return item ? [item] : [];
  }
  return [];
}
