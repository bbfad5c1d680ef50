import { CodedError, RUN_CODES } from "@cordboard/contract";
import type { CompiledFlow } from "@cordboard/engine";
import type { RunStore } from "../store/run-store.ts";
import type { CompiledFlows } from "./compiled-flows.ts";
import { newRunId } from "./ids.ts";
import type { Runtime, StartRun } from "./ports.ts";
import type { Delivered } from "./runtime.ts";
import type { Work } from "./step-writer.ts";

/** Starting runs by request. */
export function createStarts(options: {
  store: Pick<RunStore, "now">;
  flows: CompiledFlows;
  deliver: (work: Work) => Promise<Delivered>;
}): Pick<Runtime, "startRun"> {
  const { store, flows, deliver } = options;
  return {
    startRun: async (start) => {
      const { pin, trigger, test = false, startNode } = start;
      const flow = await flows.get(pin.hash);
      if (startNode === undefined) refuseBareStart(flow, trigger.kind);
      else if (!flow.nodes.has(startNode)) throw new CodedError("node_not_found", `This flow has no node ${startNode}.`);
      const runId = start.runId ?? newRunId(await store.now());
      const delivered = await deliver({
        runId,
        event: { type: "started", trigger, ...(startNode !== undefined && { startNode }) },
        birth: { pin, trigger, test, ...parentage(start) },
        ...(start.idempotency && { inbox: { ...start.idempotency, key: `start:${start.idempotency.key}`, callUuid: null, xml: false } }),
      });
      if (delivered.kind !== "answered") throw new CodedError("run_not_started", "The run was not started; try again.");
      return { runId: delivered.runId };
    },
  };
}

function parentage({ batchId, parentRunId, variables }: StartRun) {
  return { ...(batchId !== undefined && { batchId }), ...(parentRunId !== undefined && { parentRunId }), ...(variables && { variables }) };
}

/** Errors: `no_start_cord`. */
function refuseBareStart({ entry }: CompiledFlow, trigger: string): void {
  const exit = entry.manifest.exits(entry.config).find((e) => e.trigger === trigger);
  if (!exit || !entry.wired.has(exit.id)) {
    throw new CodedError(
      "no_start_cord",
      `${RUN_CODES.no_start_cord} Connect the exit "${exit?.label ?? trigger}" of ${entry.node.name} and publish again.`,
    );
  }
}
