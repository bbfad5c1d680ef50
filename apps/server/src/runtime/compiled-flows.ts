import { type AnyManifest, CodedError, type Runtimes } from "@cordboard/contract";
import { type CompiledFlow, compileFlow } from "@cordboard/engine";
import type { FlowCatalog } from "./ports.ts";

export interface CompiledFlows {
  /** Errors: `flow_snapshot_missing`, `flow_not_runnable`. */
  get: (hash: string) => Promise<CompiledFlow>;
}

/** Compiled machines by content hash, the most recently used ones: compiling costs far more than a step. */
export function createCompiledFlows(
  catalog: Pick<FlowCatalog, "snapshot">,
  components: { registry: ReadonlyMap<string, AnyManifest>; runtimes: Runtimes },
  keep = 500,
): CompiledFlows {
  const cache = new Map<string, Promise<CompiledFlow>>();

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

  return {
    get: (hash) => {
      const known = cache.get(hash);
      cache.delete(hash);
      const flow = known ?? compile(hash);
      cache.set(hash, flow);
      // A failure is not remembered: the snapshot may be there the next time.
      if (!known) flow.catch(() => cache.delete(hash));
      const oldest = cache.keys().next();
      if (cache.size > keep && !oldest.done) cache.delete(oldest.value);
      return flow;
    },
  };
}
