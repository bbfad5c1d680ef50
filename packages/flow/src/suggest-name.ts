import type { JsonObject } from "@cordboard/contract";
import { describeNode } from "./describe-node.ts";
import type { FlowDocument } from "./document.ts";
import { toName, uniqueName } from "./names.ts";
import type { Registry } from "./registry.ts";

/** A free name for a node, from its content if the component knows one (`Ask_for_PIN`), else from the component's title. */
export function suggestNodeNameWith(document: FlowDocument, type: string, config: JsonObject, registry: Registry): string {
  const view = describeNode({ id: "new", type, name: "New", config }, registry);
  const fromContent = view.manifest && view.config !== null ? view.manifest.suggestName?.(view.config) : null;
  const wanted = toName(fromContent ?? "") ?? toName(view.manifest?.title ?? type) ?? "Step";
  return uniqueName(wanted, new Set(document.nodes.map((node) => node.name)));
}
