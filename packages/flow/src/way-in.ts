import type { AnyManifest, ExitSpec } from "@cordboard/contract";
import type { NodeView } from "./describe-node.ts";

/** The exit of Start at which a component is meant to come first: texts for what needs no call to speak, else calls. */
export function wayIn(start: NodeView, manifest: AnyManifest): ExitSpec | undefined {
  const wanted = manifest.group === "message" && !manifest.needsCall ? "message" : "call";
  return start.exits.find((exit) => exit.trigger === wanted);
}
