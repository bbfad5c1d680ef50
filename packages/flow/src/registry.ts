import { manifests } from "@cordboard/components/manifest";
import type { AnyManifest } from "@cordboard/contract";

/** Component types by their stored name. */
export type Registry = ReadonlyMap<string, AnyManifest>;

/** Throws when two manifests share a type: the program is built wrongly. */
export function makeRegistry(list: readonly AnyManifest[]): Registry {
  const registry = new Map<string, AnyManifest>();
  for (const manifest of list) {
    if (registry.has(manifest.type)) throw new Error(`Two components are called ${manifest.type}.`);
    registry.set(manifest.type, manifest);
  }
  return registry;
}

/** Every component this program has. */
export const registry: Registry = makeRegistry(manifests);
