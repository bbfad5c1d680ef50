import { type Advance, CodedError, isService, type JournalEntry, type RunEvent, type ServiceEffect, type Step } from "@cordboard/contract";
import { advance, compileFlow, type EngineDeps, newRun } from "@cordboard/engine";
import type { FlowDocument } from "@cordboard/flow";
import type { Components } from "./compiled-flows.ts";
import type { Host } from "./host.ts";
import type { NodeTried, Runtime } from "./ports.ts";
import { performService, type ServicePorts } from "./services.ts";

export interface NodeTryOptions {
  components: Components;
  engine: EngineDeps;
  services: ServicePorts;
  host: Pick<Host, "now" | "wallClock" | "newId">;
}

/** No more tries than the first: whoever waits for the answer of a test sees the first failure. */
const LAST_ATTEMPT = Number.MAX_SAFE_INTEGER;
/** A node asks one service, or none; more turns than this are a mistake of ours. */
const MAX_TURNS = 10;

/**
 * Visits one node on its own, by the real engine, and performs what it asks of services: the editor's "send a test".
 * Nothing is stored, nothing follows it, and the carrier is never asked.
 */
export function createNodeTries({ components, engine, services, host }: NodeTryOptions): Runtime["tryNode"] {
  const alone = (document: FlowDocument, nodeId: string): FlowDocument => ({
    ...document,
    nodes: document.nodes.filter(({ id, type }) => id === nodeId || components.registry.get(type)?.entry),
    edges: [],
  });
  return async ({ document, nodeId, variables }) => {
    // Without cords nothing comes behind the node.
    const flow = compileFlow(alone(document, nodeId), components);
    const began = host.now();
    const trigger = { kind: "api", params: {} } as const;
    const at = host.wallClock();
    const run = newRun({
      id: host.newId(),
      flowId: "",
      flowName: document.name,
      version: null,
      hash: "",
      test: true,
      trigger,
      at,
      variables,
    });
    const step = (from: Advance["run"], event: RunEvent): Advance => advance(flow, from, event, engine);
    let next = step(run, { type: "started", at, trigger, startNode: nodeId });
    let found = stepOf(next.journal, nodeId);
    for (let turn = 0; turn < MAX_TURNS; turn++) {
      const effect = onlyService(next);
      if (effect === null) break;
      const attempt = await performService(effect, LAST_ATTEMPT, services);
      const result =
        attempt.kind === "done" ? attempt.result : { ok: false as const, uncertain: attempt.kind === "uncertain", error: attempt.error };
      const event = { type: "effect", effectId: effect.id, result } as const;
      next = step(next.run, { type: "effect", at: host.wallClock(), effectId: effect.id, event });
      found = stepOf(next.journal, nodeId) ?? found;
    }
    if (!found?.exit) throw notTryable();
    return told(found, host.now() - began);
  };
}

const told = ({ exit, outputs, error }: Step, durationMs: number): NodeTried => ({
  exit: exit ?? "",
  outputs,
  error,
  durationMs: Math.round(durationMs),
});

function onlyService({ effects: all }: Advance): ServiceEffect | null {
  // As in any test run, nobody is told of it.
  const effects = all.filter(({ effect }) => effect.kind !== "post_event");
  const [only] = effects;
  if (!only) return null;
  if (effects.length > 1 || !isService(only.effect)) throw notTryable();
  return only.effect;
}

const notTryable = (): CodedError =>
  new CodedError("node_not_tryable", "Only a step that decides by itself or asks a service can be tried on its own; try the flow instead.");

const stepOf = (journal: JournalEntry[], nodeId: string): Step | null =>
  journal
    .flatMap((entry) => (entry.kind === "step" && entry.step.node.id === nodeId && entry.step.leftAt !== null ? [entry.step] : []))
    .at(-1) ?? null;
