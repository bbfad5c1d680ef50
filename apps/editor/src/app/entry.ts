import { manifests, startSettings, type StartConfig } from "@cordboard/components/manifest";
import { withParsedConfig } from "@cordboard/contract";
import type { FlowDocument } from "@cordboard/flow";

/** What starts a run. */
export type Trigger = "call" | "message" | "api";

const entries = manifests.filter((manifest) => manifest.entry);

/** Whether the way in for such an event has a cord. */
export function answers({ nodes, edges }: FlowDocument, trigger: Trigger): boolean {
  return nodes.some((node) => {
    const manifest = entries.find((entry) => entry.type === node.type);
    if (!manifest) return false;
    const { config, exits } = withParsedConfig(manifest);
    const parsed = config.safeParse(node.config);
    const ways = parsed.success ? exits(parsed.data).filter((exit) => exit.trigger === trigger) : [];
    return ways.some((exit) => edges.some((edge) => edge.from === node.id && edge.exit === exit.id));
  });
}

/** The fields that an API request to the flow should send; none while its start is half-written. */
export function payloadOf({ nodes }: FlowDocument): StartConfig["payload"] {
  const entry = nodes.find((node) => entries.some(({ type }) => type === node.type));
  try {
    return entry ? startSettings(entry.config).payload : [];
  } catch {
    return [];
  }
}
