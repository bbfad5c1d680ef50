import { toName, type FlowDocument } from "@cordboard/flow";
import type { AnyManifest } from "@cordboard/contract";

export function takenNames(document: FlowDocument): Set<string> {
  return new Set(document.nodes.map((node) => node.name));
}

/** True for a name nobody chose: the component's title, perhaps with a number. */
export function isDefaultName(name: string, manifest: AnyManifest): boolean {
  const stem = toName(manifest.title) ?? "Step";
  return name === stem || (name.startsWith(`${stem}_`) && /^\d+$/.test(name.slice(stem.length + 1)));
}

/** An id that no node of the flow has; it begins with the type so that a diff can be read. */
export function freshId(type: string, taken: (id: string) => boolean): string {
  const stem = type.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 48);
  for (;;) {
    const id = `${stem}_${Math.random().toString(36).slice(2, 7)}`;
    if (!taken(id)) return id;
  }
}
