import { check, contentHash, type FlowDocument } from "@cordboard/flow";
import type { Sample } from "./samples.ts";
import type { CatalogStore } from "./store/catalog-store.ts";

/**
 * On the first start of an installation the samples become flows, published and, with the simulator, each that answers calls
 * or texts on a number of its own, so that the first thing a newcomer can do is call one. The receptionist gets the first.
 */
export async function loadFirstFlows(catalog: CatalogStore, samples: readonly Sample[], numbers: readonly string[]): Promise<void> {
  const existing = await catalog.listFlows({ limit: 1 });
  if (existing.items.length > 0 || (await catalog.numbers()).length > 0) return;
  const documents = [...samples].sort((a, b) => takesCalls(b) - takesCalls(a)).map(({ document }) => document);
  const free = [...numbers];
  const given = new Map(
    documents.filter((one) => begins(one, "incoming_call") || begins(one, "incoming_message")).map((one) => [one, free.shift()]),
  );
  // Lists show the latest first, and the receptionist stands on top.
  for (const document of documents.toReversed()) {
    const flow = await catalog.createFlow({ name: document.name, document, hash: contentHash(document) });
    if (check(document).some((issue) => issue.level === "error")) continue;
    await catalog.publish(flow.id, { revision: flow.revision, by: "Cordboard", message: "Sample" });
    const takes = (exit: string): string | null => (begins(document, exit) ? flow.id : null);
    const number = given.get(document);
    if (number !== undefined)
      await catalog.putNumber(number, { voiceFlowId: takes("incoming_call"), messageFlowId: takes("incoming_message") });
  }
}

const begins = ({ edges }: FlowDocument, exit: string): boolean => edges.some((edge) => edge.exit === exit);

/** The largest flow that answers calls shows most. */
function takesCalls({ document }: Sample): number {
  return begins(document, "incoming_call") ? document.nodes.length : 0;
}
