import { check, contentHash } from "@cordboard/flow";
import type { Sample } from "./samples.ts";
import type { CatalogStore } from "./store/catalog-store.ts";

/**
 * On the first start of an installation the samples become flows, published and, with the simulator, each that answers calls
 * or texts on a number of its own, so that the first thing a newcomer can do is call one. The receptionist gets the first.
 */
export async function loadFirstFlows(catalog: CatalogStore, samples: readonly Sample[], numbers: readonly string[]): Promise<void> {
  const existing = await catalog.listFlows({ limit: 1 });
  if (existing.items.length > 0 || (await catalog.numbers()).length > 0) return;
  const free = [...numbers];
  for (const { document } of [...samples].sort((a, b) => Number(takesCalls(b)) - Number(takesCalls(a)))) {
    const flow = await catalog.createFlow({ name: document.name, document, hash: contentHash(document) });
    if (check(document).some((issue) => issue.level === "error")) continue;
    await catalog.publish(flow.id, { revision: flow.revision, by: "Cordboard", message: "Sample" });
    const takes = (exit: string): string | null => (document.edges.some((edge) => edge.exit === exit) ? flow.id : null);
    const assigned = { voiceFlowId: takes("incoming_call"), messageFlowId: takes("incoming_message") };
    const number = (assigned.voiceFlowId ?? assigned.messageFlowId) === null ? undefined : free.shift();
    if (number !== undefined) await catalog.putNumber(number, assigned);
  }
}

/** The largest flow that answers calls shows most. */
function takesCalls({ document }: Sample): number {
  return document.edges.some((edge) => edge.exit === "incoming_call") ? document.nodes.length : 0;
}
