import { type AnyManifest, type Json, type JsonObject, withParsedConfig } from "@cordboard/contract";
import { fieldInfo } from "./schema-walk.ts";
import { renderDeep } from "./templates/render.ts";

/**
 * Fills in a node's config for one step. Secrets become markers in the fields that the component marks as secret-safe
 * and nothing anywhere else. Throws CodedError `template_failed`.
 */
export function renderConfig<Value extends Json>(manifest: AnyManifest, config: Value, scope: JsonObject): Value {
  const schema = withParsedConfig(manifest).config;
  return renderDeep(config, scope, { secretMarkers: (path) => fieldInfo(schema, path).secretSafe });
}
