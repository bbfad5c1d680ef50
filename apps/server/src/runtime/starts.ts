import { CodedError, RUN_CODES } from "@cordboard/contract";
import type { CompiledFlow } from "@cordboard/engine";
import type { RunStore } from "../store/run-store.ts";
import type { Admission } from "./admission.ts";
import type { CompiledFlows } from "./compiled-flows.ts";
import type { Host } from "./host.ts";
import type { Runtime, StartRun } from "./ports.ts";

/** Starting runs by request. */
export function createStarts(options: {
  store: Pick<RunStore, "now" | "inboxRow">;
  flows: CompiledFlows;
  begin: Admission["begin"];
  newRunId: Host["newRunId"];
}): Pick<Runtime, "startRun"> {
  const { store, flows, begin, newRunId } = options;
  return {
    startRun: async (start) => {
      const { pin, trigger, test = false, startNode } = start;
      const flow = await flows.get(pin.hash);
      if (startNode === undefined) refuseBareStart(flow, trigger.kind);
      else if (!flow.nodes.has(startNode)) throw new CodedError("node_not_found", `This flow has no node ${startNode}.`);
      const runId = start.runId ?? newRunId(await store.now());
      const delivered = await begin({
        runId,
        event: { type: "started", trigger, ...(startNode !== undefined && { startNode }) },
        birth: { pin, trigger, test, ...parentage(start) },
        ...(start.idempotency && { inbox: { ...start.idempotency, key: inboxKey(start.idempotency.key), callUuid: null, xml: false } }),
      });
      if (delivered.kind === "busy") {
        throw new CodedError(
          "contact_busy",
          "This contact already has a run of this flow, and its Start refuses another one; wait until it is over.",
        );
      }
      if (delivered.kind !== "answered") throw new CodedError("run_not_started", "The run was not started; try again.");
      if (delivered.repeat && start.idempotency) await refuseOtherRequest(store, start.idempotency);
      return { runId: delivered.runId };
    },
  };
}

const inboxKey = (key: string): string => `start:${key}`;

/** Errors: `idempotency_key_reused`. */
async function refuseOtherRequest(store: Pick<RunStore, "inboxRow">, { key, digest }: { key: string; digest: string }): Promise<void> {
  const row = await store.inboxRow(inboxKey(key));
  if (row && row.digest !== digest) {
    throw new CodedError(
      "idempotency_key_reused",
      "This Idempotency-Key came with another request before; use a new key for a new request.",
    );
  }
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
