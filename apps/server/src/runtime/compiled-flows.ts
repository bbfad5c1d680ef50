import { type AnyManifest, CodedError, type Runtimes } from "@cordboard/contract";
import { type CompiledFlow, compileFlow } from "@cordboard/engine";
import { LRUCache } from "lru-cache";
import type { FlowCatalog } from "./ports.ts";

export interface CompiledFlows {
  components: Components;
  /** Errors: `flow_snapshot_missing`, `flow_not_runnable`. */
  get: (hash: string) => Promise<CompiledFlow>;
}

/** The component types that flows are compiled with. */
export interface Components {
  registry: ReadonlyMap<string, AnyManifest>;
  runtimes: Runtimes;
}

/** A compiled state takes about 5 KB (reference: perf.md 1), so this is 250 MB: many small flows, or ten of the largest. */
const MAX_STATES = 50_000;

/** Compiled machines by content hash, the most recently used ones: compiling costs far more than a step. */
export function createCompiledFlows(catalog: Pick<FlowCatalog, "snapshot">, components: Components, maxStates = MAX_STATES): CompiledFlows {
  const compile = async (hash: string): Promise<CompiledFlow> => {
    const document = await catalog.snapshot(hash);
    if (!document)
      throw new CodedError(
        "flow_snapshot_missing",
        `The text of this flow (${hash.slice(0, 12)}) is not in the database; publish it again.`,
      );
    try {
      return compileFlow(document, components);
    } catch (error) {
      throw new CodedError(
        "flow_not_runnable",
        `This version of the flow cannot run: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  };
  // Those who ask for the same flow at once wait for one compilation; a failure is not remembered.
  const cache = new LRUCache<string, CompiledFlow>({
    maxSize: maxStates,
    sizeCalculation: (flow) => flow.nodes.size,
    fetchMethod: compile,
  });
  return { components, get: async (hash) => cache.get(hash) ?? (await cache.forceFetch(hash)) };
}
