import { type JsonObject, type Manifest, type VariableSpec } from "@cordboard/contract";
import { loadCases } from "../cases/case-file.ts";
import { exampleNodes, readReadme } from "../cases/readme.ts";

export type Parsed = Manifest<string, unknown, string>;

/** Settings to learn a component from: its examples, a new node, and all its cases. */
export function knownConfigs(manifest: Parsed): JsonObject[] {
  return [...exampleConfigs(manifest.type), manifest.defaults(), ...loadCases(manifest.type).map(({ file }) => file.config)].filter(
    (config) => manifest.config.safeParse(config).success,
  );
}

/** Every exit that it has with any of them. */
export const exitsOf = (manifest: Parsed): Set<string> =>
  new Set(knownConfigs(manifest).flatMap((config) => manifest.exits(manifest.config.parse(config)).map((exit) => exit.id)));

/** Every variable that it has with any of them. */
export const variablesOf = (manifest: Parsed): Map<string, VariableSpec> =>
  new Map(knownConfigs(manifest).flatMap((config) => manifest.variables(manifest.config.parse(config)).map((one) => [one.name, one])));

function exampleConfigs(type: string): JsonObject[] {
  return exampleNodes(readReadme(type) ?? "").flatMap((node) => {
    const config = typeof node === "object" && node !== null && "config" in node ? node.config : null;
    return isObject(config) ? [config] : [];
  });
}

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
