import { manifests } from "@cordboard/components/manifest";
import { type AnyManifest, type Json, type JsonObject, withParsedConfig } from "@cordboard/contract";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { checkNode } from "./check-node.ts";
import { exampleNodes, readReadme } from "./readme.ts";

/* A value beyond the limits of its setting is refused by check() with a code and the setting's name, whatever the component. */
const all: readonly AnyManifest[] = manifests;
const asNode = z.object({ config: z.record(z.string(), z.json()) });

interface Flaw {
  field: string;
  config: JsonObject;
}

function flawsOf(manifest: AnyManifest): Flaw[] {
  const [raw] = exampleNodes(readReadme(manifest.type) ?? "");
  const config: JsonObject = asNode.parse(raw).config;
  const { properties = {} } = z.toJSONSchema(withParsedConfig(manifest).config, { io: "input", unrepresentable: "any" });
  const known = Object.entries(properties).flatMap(([field, schema]) =>
    (typeof schema === "object" ? beyond(schema) : []).map((value) => ({ field, config: { ...config, [field]: value } })),
  );
  return [...known, { field: "noSuchSetting", config: { ...config, noSuchSetting: 1 } }];
}

/** Values just beyond what the schema allows. */
function beyond({ minimum, maximum, maxLength, maxItems, enum: choices, type }: z.core.JSONSchema.BaseSchema): Json[] {
  return [
    ...(minimum !== undefined && Number.isSafeInteger(minimum - 1) ? [minimum - 1] : []),
    ...(maximum !== undefined && Number.isSafeInteger(maximum + 1) ? [maximum + 1] : []),
    ...(type === "integer" ? [1.5, "many"] : []),
    ...(type === "boolean" ? ["perhaps"] : []),
    ...(type === "array" || type === "object" ? [7] : []),
    ...(type === "string" ? [{ of: "text" }] : []),
    ...(maxLength === undefined ? [] : ["x".repeat(maxLength + 1)]),
    ...(maxItems === undefined ? [] : [Array.from({ length: maxItems + 1 }, () => ({}))]),
    ...(choices ? ["no such choice"] : []),
  ];
}

describe.each(all.map((manifest) => ({ type: manifest.type, flaws: flawsOf(manifest) })))("$type", ({ type, flaws }) => {
  it.each(flaws.map((flaw) => ({ ...flaw, shown: JSON.stringify(flaw.config[flaw.field]).slice(0, 40) })))(
    "refuses $field: $shown",
    ({ field, config }) => {
      const errors = checkNode(type, config).filter((issue) => issue.level === "error");
      const named = errors.filter((issue) => issue.field === field || issue.field?.startsWith(`${field}.`));
      expect(named[0], JSON.stringify(errors)).toMatchObject({ code: expect.stringMatching(/^[a-z_]+$/), nodeId: "node" });
    },
  );
});
