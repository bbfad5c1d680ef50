import { type AnyManifest, type Json, type JsonObject, withParsedConfig } from "@cordboard/contract";
import { z } from "zod";
import { flowEnvelope } from "./envelope.ts";
import { asGuardedJson } from "./guard-json.ts";
import type { Registry } from "./registry.ts";
import { mapStrings } from "./strings.ts";

/** JSON Schema (2020-12) of a flow document, the config of every component included. For editors and CI outside. */
export function flowJsonSchemaWith(registry: Registry): JsonObject {
  const envelope = toSchema(flowEnvelope);
  const properties = object(envelope["properties"]);
  const nodes = object(properties["nodes"]);
  const node = object(nodes["items"]);
  const types = [...registry.values()];
  return {
    ...envelope,
    title: "Cordboard flow",
    properties: {
      ...properties,
      nodes: {
        ...nodes,
        items: {
          ...node,
          anyOf: [
            ...types.map(({ type }) => ({ type: "object", properties: { type: { const: type }, config: { $ref: `#/$defs/${type}` } } })),
            // Unknown components are kept as they are.
            { type: "object", properties: { type: { not: { enum: types.map(({ type }) => type) } } } },
          ],
        },
      },
    },
    $defs: Object.assign({}, ...types.map(definitions)),
  };
}

/** A component's config under its type, and what it refers to beside it. */
function definitions(manifest: AnyManifest): JsonObject {
  const { $schema: _dialect, $defs, ...schema } = toSchema(withParsedConfig(manifest).config);
  const own = { [manifest.type]: { title: manifest.title, description: manifest.summary, ...schema } };
  const parts = Object.fromEntries(Object.entries(object($defs ?? {})).map(([name, part]) => [`${manifest.type}.${name}`, part]));
  const within = `#/$defs/${manifest.type}.`;
  return rename({ ...own, ...parts }, (ref) => ref.replace("#/$defs/", within));
}

/** Every `$ref` of a schema written anew. */
function rename<Value extends Json>(schema: Value, change: (ref: string) => string): Value {
  return mapStrings(schema, (text, path) => (path.at(-1) === "$ref" ? change(text) : text));
}

function toSchema(schema: z.ZodType): JsonObject {
  const generated = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    // How our form draws a field is nobody else's business.
    override: ({ jsonSchema }) => {
      delete jsonSchema["form"];
    },
  });
  return object(asGuardedJson(generated));
}

function object(value: unknown): JsonObject {
  const json = asGuardedJson(value);
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new Error("The generated schema has an unexpected shape.");
  return json;
}
