import { type AnyManifest, type Json, type JsonObject, withParsedConfig } from "@cordboard/contract";
import { type FieldInfo, fieldInfo } from "./schema-walk.ts";
import type { Path } from "./strings.ts";
import { hasTemplate } from "./templates/parse.ts";
import { plainValues } from "./templates/plain-values.ts";
import { renderTemplate } from "./templates/render.ts";
import { withoutMarkers } from "./templates/secrets.ts";

/** `fill` gives the config for one step, and throws CodedError `template_failed`; null: the config is `fixed` at every step. */
export type CompiledConfig = { fill: (scope: JsonObject) => Json } | { fill: null; fixed: Json };

/**
 * Reads a node's config once, so that a step only has to fill in the texts that hold a template: the rest is the same object
 * each time, and must not be changed. Object keys stay as they are, and so do fields that the component marks as literal. Secrets become markers in the fields that the component
 * marks as secret-safe and nothing anywhere else.
 */
export function compileConfig(manifest: AnyManifest, config: Json): CompiledConfig {
  const schema = withParsedConfig(manifest).config;
  return compileValue(config, [], (path) => fieldInfo(schema, path));
}

type InfoOf = (path: Path) => FieldInfo;

function compileValue(value: Json, path: Path, infoOf: InfoOf): CompiledConfig {
  if (typeof value === "string") return compileText(value, () => infoOf(path));
  if (typeof value !== "object" || value === null) return { fill: null, fixed: value };
  if (Array.isArray(value)) {
    const items = value.map((item, i) => compileValue(item, [...path, i], infoOf));
    if (items.every((item) => item.fill === null)) return { fill: null, fixed: items.map((item) => item.fixed) };
    return { fill: (scope) => items.map((item) => (item.fill ? item.fill(scope) : item.fixed)) };
  }
  const entries = Object.keys(value).map((key) => [key, compileValue(value[key] ?? null, [...path, key], infoOf)] as const);
  const fixed = Object.fromEntries(entries.map(([key, part]) => [key, part.fill ? null : part.fixed]));
  const open = entries.flatMap(([key, part]) => (part.fill ? [{ key, fill: part.fill }] : []));
  if (open.length === 0) return { fill: null, fixed };
  return {
    fill: (scope) => {
      const filled: JsonObject = { ...fixed };
      for (const { key, fill } of open) filled[key] = fill(scope);
      return filled;
    },
  };
}

function compileText(text: string, infoOf: () => FieldInfo): CompiledConfig {
  if (!hasTemplate(text)) return { fill: null, fixed: withoutMarkers(text) };
  const { secretSafe, literal } = infoOf();
  if (literal) return { fill: null, fixed: withoutMarkers(text) };
  const secretMarkers = secretSafe && text.includes("secrets");
  const plain = plainValues(text);
  return { fill: (scope) => plain?.(scope) ?? renderTemplate(text, scope, { secretMarkers }) };
}
