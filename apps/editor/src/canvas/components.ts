import type { AnyManifest } from "@cordboard/contract";
import { registry } from "@cordboard/flow";
import { GROUP_TITLES } from "../ui/index.ts";

/** Components an author can place, by group in the palette's order. The entry is there already. */
export const PLACEABLE: readonly AnyManifest[] = Object.keys(GROUP_TITLES).flatMap((group) =>
  [...registry.values()].filter((manifest) => manifest.group === group && !manifest.entry),
);

/** What a search for a component looks at, best first. */
export function wordsOf(manifest: AnyManifest): string[] {
  return [manifest.title, ...(manifest.keywords ?? []), manifest.type.replaceAll("_", " "), manifest.summary];
}
