import { check, contentHash } from "@cordboard/flow";
import type { Sample } from "./samples.ts";
import type { CatalogStore } from "./store/catalog-store.ts";

/**
 * On the first start of an installation the samples become flows, published and, with the simulator, each that answers calls
 * or texts on a number of its own, so that the first thing a newcomer can do is call one. The receptionist gets the first
 * and stands first in the list.
 */
export async function loadFirstFlows(catalog: CatalogStore, samples: readonly Sample[], numbers: readonly string[]): Promise<void> {
  const existing = await catalog.listFlows({ limit: 1 });
  if (existing.items.length > 0 || (await catalog.numbers()).length > 0) return;
  const inOrder = [...samples].sort((a, b) => takesCalls(b) - takesCalls(a));
  const answering = inOrder.filter(({ document }) => takes(document, "incoming_call") || takes(document, "incoming_message"));
  // The list of flows shows the newest on top.
  for (const sample of inOrder.toReversed()) {
    const { document } = sample;
    const flow = await catalog.createFlow({ name: document.name, document, hash: contentHash(document) });
    if (check(document).some((issue) => issue.level === "error")) continue;
    await catalog.publish(flow.id, { revision: flow.revision, by: "Cordboard", message: "Sample" });
    const number = numbers[answering.indexOf(sample)];
    if (number === undefined) continue;
    await catalog.putNumber(number, {
      voiceFlowId: takes(document, "incoming_call") ? flow.id : null,
      messageFlowId: takes(document, "incoming_message") ? flow.id : null,
    });
  }
}

const takes = (document: Sample["document"], exit: string): boolean => document.edges.some((edge) => edge.exit === exit);

/** The largest flow that answers calls shows most. */
function takesCalls({ document }: Sample): number {
  return takes(document, "incoming_call") ? document.nodes.length : 0;
}
