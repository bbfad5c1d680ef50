import { type AnyManifest, type JsonObject, withParsedConfig } from "@cordboard/contract";
import { z } from "zod";
import { FLOW_FORMAT } from "./document.ts";
import { flowEnvelope } from "./envelope.ts";
import { asGuardedJson } from "./guard-json.ts";
import type { Registry } from "./registry.ts";

/** JSON Schema (2020-12) of a flow document, the config of every component included. For editors and CI outside. */
export function flowJsonSchemaWith(registry: Registry): JsonObject {
  const envelope = toSchema(flowEnvelope);
  const properties = object(envelope["properties"]);
  const nodes = object(properties["nodes"]);
  const node = object(nodes["items"]);
  const types = [...registry.values()];
  return {
    ...envelope,
    $id: `https://cordboard.dev/schema/${FLOW_FORMAT}.json`,
    title: "Cordboard flow",
    properties: {
      ...properties,
      nodes: {
        ...nodes,
        items: {
          ...node,
          anyOf: [
            ...types.map(({ type }) => ({ properties: { type: { const: type }, config: { $ref: `#/$defs/${type}` } } })),
            // Unknown components are kept as they are.
            { properties: { type: { not: { enum: types.map(({ type }) => type) } } } },
          ],
        },
      },
    },
    $defs: Object.fromEntries(types.map((manifest) => [manifest.type, configSchema(manifest)])),
  };
}

function configSchema(manifest: AnyManifest): JsonObject {
  const { $schema: _dialect, ...schema } = toSchema(withParsedConfig(manifest).config);
  return { title: manifest.title, description: manifest.summary, ...schema };
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
