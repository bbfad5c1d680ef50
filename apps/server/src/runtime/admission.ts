import { startSettings } from "@cordboard/components/manifest";
import { parties } from "@cordboard/engine";
import type { RunStore } from "../store/run-store.ts";
import { QUEUED } from "../store/run-store.ts";
import type { CompiledFlows } from "./compiled-flows.ts";
import type { Delivered } from "./runtime.ts";
import type { Birth, Work } from "./step-writer.ts";

/** A work that begins a run. */
type BirthWork = Work & { birth: Birth };

export interface Admission {
  /** Begins a run as its flow's concurrency setting allows. `busy`: it is refused. */
  begin: (work: BirthWork) => Promise<Delivered>;
  /** A run is over: the next one that waits for its contact begins. */
  next: (flowId: string, contact: string) => Promise<void>;
  /** Begins whatever waits for nothing any more (after a restart). */
  sweep: () => Promise<void>;
}

/** A contact that keeps writing while its runs are replaced one by one. */
const MAX_REPLACEMENTS = 10;

/** One contact, several runs: `parallel`, `reject`, `replace` or `queue` (components.md, Start). Test runs are free. */
export function createAdmission(options: {
  store: Pick<RunStore, "liveRuns" | "queuedRuns" | "run">;
  flows: CompiledFlows;
  deliver: (work: Work) => Promise<Delivered>;
}): Admission {
  const { store, flows, deliver } = options;

  const start = async (runId: string): Promise<void> => {
    const run = await store.run(runId);
    if (!run) return;
    await deliver({ runId, event: { type: "started", trigger: run.trigger }, guard: { kind: "timer", timerId: QUEUED } });
  };
  const next = async (flowId: string, contact: string): Promise<void> => {
    const [first] = await store.liveRuns(flowId, contact);
    if (first === undefined || !(await store.queuedRuns(1_000)).includes(first)) return;
    await start(first);
  };

  return {
    begin: async (work) => {
      const { pin, trigger, test } = work.birth;
      const { entry } = await flows.get(pin.hash);
      const { concurrency } = startSettings(entry.node.config);
      const { contact } = parties(trigger);
      if (test || contact === null || concurrency === "parallel") return deliver(work);
      const alone = { ...work, birth: { ...work.birth, alone: { contact } } };
      for (let turn = 0; turn < MAX_REPLACEMENTS; turn++) {
        const delivered = await deliver(alone);
        if (delivered.kind !== "busy" || concurrency === "reject") return delivered;
        // A call can't be kept waiting for another one to end.
        if (concurrency === "queue")
          return trigger.kind === "call" ? delivered : deliver({ ...work, birth: { ...work.birth, queued: true } });
        for (const runId of delivered.runIds) await deliver({ runId, event: { type: "stop", by: "a newer run" }, endedAs: "replaced" });
      }
      return deliver(work);
    },
    next,
    sweep: async () => {
      for (const runId of await store.queuedRuns(1_000)) {
        const run = await store.run(runId);
        if (run?.contact.number) await next(run.flowId, run.contact.number);
      }
    },
  };
}
