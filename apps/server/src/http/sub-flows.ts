import type { Issue } from "@cordboard/contract";
import { aroundOf, check, type FlowAround, type FlowDocument, subFlowsOf } from "@cordboard/flow";
import type { SubFlows } from "../runtime/ports.ts";
import type { CatalogStore, FlowRecord, Pins } from "../store/catalog-store.ts";

type Catalog = Pick<CatalogStore, "flowsNamed" | "version" | "pins" | "published">;

/** The text of the version that is published. */
async function publishedText(catalog: Catalog, { id, published }: FlowRecord): Promise<FlowDocument | null> {
  return published ? ((await catalog.version(id, published.version))?.document ?? null) : null;
}

interface Around {
  around: FlowAround;
  document: FlowDocument | null;
}

/** Flows that a document runs, and those that they run, as they are published now. A document that runs none costs nothing. */
export const flowsAround = (catalog: Catalog, document: FlowDocument): Promise<Around[]> =>
  flowsAroundNamed(
    catalog,
    subFlowsOf(document).map(({ flow }) => flow),
  );

/** The same of flows by name. */
export async function flowsAroundNamed(catalog: Catalog, names: readonly string[]): Promise<Around[]> {
  const found: Around[] = [];
  const asked = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (asked.has(name)) continue;
    asked.add(name);
    for (const flow of await catalog.flowsNamed(name)) {
      const text = await publishedText(catalog, flow);
      const around = aroundOf({ id: flow.id, name: flow.name, version: flow.published?.version ?? null }, text);
      found.push({ around, document: text });
      open.push(...around.runs);
    }
  }
  return found;
}

/** What check() finds, knowing the flows that this one runs. */
export async function issuesAround(catalog: Catalog, document: FlowDocument): Promise<Issue[]> {
  const around = (await flowsAround(catalog, document)).map((one) => one.around);
  return check(document, { around });
}

/** The versions that a document's nodes run from now on. */
export async function pinsOf(catalog: Catalog, document: FlowDocument): Promise<Pins> {
  const pins: Pins = {};
  for (const { nodeId, flow, version } of subFlowsOf(document)) {
    const pin = await pinNamed(catalog, flow, version);
    if (pin) pins[nodeId] = pin;
  }
  return pins;
}

async function pinNamed(catalog: Catalog, name: string, version: number | null): Promise<Pins[string] | null> {
  const [flow] = await catalog.flowsNamed(name);
  if (!flow) return null;
  if (version === null) return catalog.published(flow.id);
  const found = await catalog.version(flow.id, version);
  return found && { flowId: flow.id, flowName: flow.name, version, hash: found.hash };
}

/** Where the runtime finds the flows that nodes run. */
export function createSubFlows(catalog: Catalog): SubFlows {
  return {
    pin: async ({ flowId, version, nodeId }, wanted) => {
      const pinned = version === null ? undefined : (await catalog.pins(flowId, version))[nodeId];
      return pinned ?? pinNamed(catalog, wanted.flow, wanted.version);
    },
  };
}
