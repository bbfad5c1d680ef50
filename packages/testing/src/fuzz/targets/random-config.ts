import { type AnyManifest, type Json, type JsonObject, withParsedConfig } from "@cordboard/contract";
import { z } from "zod";
import type { Chance } from "../chance.ts";
import { hostile } from "../hostile.ts";

interface Schema {
  type?: string;
  enum?: Json[];
  const?: Json;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  propertyNames?: Schema;
  items?: Schema;
  default?: Json;
  minimum?: number;
  maximum?: number;
  $ref?: string;
}

const DEEPEST = 6;
const schemas = new Map<string, Schema>();

/** The shape of a component's config, as zod prints it. The cast lives here, once. */
function schemaOf(manifest: AnyManifest): Schema {
  const known = schemas.get(manifest.type);
  if (known) return known;
  const made = z.toJSONSchema(withParsedConfig(manifest).config as z.ZodType, { io: "input", unrepresentable: "any" }) as Schema;
  schemas.set(manifest.type, made);
  return made;
}

/** A variable, to be filled in with anything. */
export const SAID = "{{ Start.said }}";

const WORDS = [
  SAID,
  SAID,
  "{{ Start.call.from }}",
  "+14155550100",
  "https://example.com/a",
  "sip:ann@phone.plivo.com",
  "a",
  "1",
  "*",
  "#",
  "Hello",
  "en-US",
  "Europe/Berlin",
  "09:00",
  "2026-03-02",
  "2026-03-02T09:00",
  "true",
  "secrets.KEY",
  "{{",
  "<break time='1s'/>",
  "<prosody rate='fast'>",
  "</prosody>",
  "[0-9]+",
  "(a+)+$",
  "Polly.Amy",
  "WOMAN",
  "MO",
  "BEGIN:VCALENDAR\nEND:VCALENDAR",
];

/** A random config in the shape of the component's schema; values out of range and odd texts are among them. */
export function configOf(chance: Chance, manifest: AnyManifest): JsonObject {
  const made = valueOf(chance, schemaOf(manifest), 0);
  return typeof made === "object" && made !== null && !Array.isArray(made) ? made : {};
}

function valueOf(chance: Chance, schema: Schema, depth: number): Json {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return chance.pick(schema.enum);
  const ways = schema.anyOf ?? schema.oneOf;
  if (ways) return valueOf(chance, chance.pick(ways), depth);
  switch (schema.type) {
    case "string":
      return chance.once(2) ? chance.pick(WORDS) : hostile(chance, WORDS);
    case "number":
    case "integer": {
      const [from, to] = [Math.max(schema.minimum ?? 0, -1_000_000), Math.min(schema.maximum ?? 1_000, 1_000_000)];
      return chance.once(12) ? chance.pick([from - 1, to + 1, 0.5, -1, 1e21]) : from + chance.int(to - from + 1);
    }
    case "boolean":
      return chance.once(2);
    case "array":
      return depth >= DEEPEST ? [] : chance.some(4, () => valueOf(chance, schema.items ?? {}, depth + 1));
    case "object":
      return objectOf(chance, schema, depth);
    default:
      return chance.pick([null, 1, "x", []]);
  }
}

function objectOf(chance: Chance, { properties = {}, additionalProperties, propertyNames }: Schema, depth: number): JsonObject {
  const made: JsonObject = {};
  if (depth >= DEEPEST) return made;
  for (const [name, schema] of Object.entries(properties)) if (!chance.once(3)) made[name] = valueOf(chance, schema, depth + 1);
  if (typeof additionalProperties === "object") {
    for (const value of chance.some(3, () => valueOf(chance, additionalProperties, depth + 1))) {
      const name = propertyNames ? nameOf(chance, propertyNames) : chance.pick(WORDS);
      if (name !== "__proto__") made[name] = value;
    }
  }
  return made;
}

/** A key that the schema has a word for, or any. */
function nameOf(chance: Chance, names: Schema): string {
  const name = valueOf(chance, { type: "string", ...names }, DEEPEST);
  return typeof name === "string" ? name : "a";
}
