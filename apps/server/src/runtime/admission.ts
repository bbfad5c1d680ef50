import { startSettings } from "@cordboard/components/manifest";
import { CodedError } from "@cordboard/contract";
import { parties } from "@cordboard/engine";
import { type ContactSlots, type Slot, slotKey } from "../store/guards/contact-slots.ts";
import type { RunStore } from "../store/run-store.ts";
import { QUEUED } from "../store/run-store.ts";
import type { CompiledFlows } from "./compiled-flows.ts";
import { type Host, pause } from "./host.ts";
import type { Delivered } from "./runtime.ts";
import type { Birth, Work } from "./step-writer.ts";

/** A work that begins a run. */
type BirthWork = Work & { birth: Birth };

/*
 * One contact, several runs: `parallel`, `reject`, `replace` or `queue` (components.md, Start). Test runs are free.
 *
 *   start ──(claim the contact's slot)──┬─ claimed ─► born
 *                                       ├─ another replica is about to begin one ─► look again, for as long as a webhook waits
 *                                       └─ a run holds it ─┬─ it began with this very event ─► its answer
 *                                                          ├─ reject, or a call that would have to queue ─► busy
 *                                                          ├─ queue ─► born, and held until the run before it is over
 *                                                          └─ replace ─► that run is stopped, and the slot is this one's
 *
 * The slot is a row of the database, so this holds over all replicas. Without slots (one process that simulates) the step
 * writer's own look at the live runs decides.
 */
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
const LOOK_AGAIN_MS = 25;
const LOOKS = 80;

export function createAdmission(options: {
  store: Pick<RunStore, "liveRuns" | "queuedRuns" | "run" | "inboxRow">;
  slots: ContactSlots | null;
  flows: CompiledFlows;
  deliver: (work: Work) => Promise<Delivered>;
  host: Host;
}): Admission {
  const { store, slots, flows, deliver, host } = options;

  const start = async (runId: string): Promise<void> => {
    const run = await store.run(runId);
    if (!run) return;
    await deliver({ runId, event: { type: "started", trigger: run.trigger }, guard: { kind: "timer", timerId: QUEUED } });
  };
  const next = async (flowId: string, contact: string): Promise<void> => {
    const [first] = await store.liveRuns(flowId, contact);
    if (first === undefined || !(await store.queuedRuns(1_000)).includes(first)) return;
    if (slots === null || (await slots.claimFor({ flowId, contact, runId: first }))) await start(first);
  };

  /** Errors: `contact_in_use`. */
  const claim = async (slot: Slot, instead: ReadonlySet<string>): Promise<{ by: string } | null> => {
    for (let look = 0; slots && look < LOOKS; look++) {
      const claimed = await slots.claim(slot, instead);
      if (claimed.kind === "claimed") return null;
      if (claimed.kind === "held") return { by: claimed.by };
      await pause(host, LOOK_AGAIN_MS);
    }
    if (slots === null) return null;
    throw new CodedError("contact_in_use", "Another run with this contact is just being started, and takes too long; try again.");
  };

  /** Bears the run in its slot, if that is free. */
  const inSlot = async (work: BirthWork, slot: Slot, instead: ReadonlySet<string>): Promise<Delivered> => {
    const held = await claim(slot, instead);
    if (held) {
      // The run that is in the way may have begun with this very event, brought twice.
      const repeat = work.inbox && (await store.inboxRow(work.inbox.key));
      return repeat ? deliver(work) : { kind: "busy", runIds: [held.by] };
    }
    if (slots === null) return deliver(work);
    const delivered = await deliver({ ...work, guard: { kind: "owed", key: slotKey(slot.runId) } });
    const born = delivered.kind === "answered" && delivered.runId === slot.runId && !delivered.repeat;
    await slots.settle(slot, born);
    if (delivered.kind === "stale")
      throw new CodedError("contact_in_use", "This start took so long that another one came first; try again.");
    return delivered;
  };

  return {
    begin: async (work) => {
      const { pin, trigger, test } = work.birth;
      const { entry } = await flows.get(pin.hash);
      const { concurrency } = startSettings(entry.node.config);
      const { contact } = parties(trigger);
      if (test || contact === null || concurrency === "parallel") return deliver(work);
      const slot: Slot = { flowId: pin.flowId, contact, runId: work.runId };
      const alone = { ...work, birth: { ...work.birth, alone: { contact } } };
      const stopped = new Set<string>();
      for (let turn = 0; turn < MAX_REPLACEMENTS; turn++) {
        const delivered = await inSlot(stopped.size > 0 && slots ? work : alone, slot, stopped);
        if (delivered.kind !== "busy") return delivered;
        // The run that is in the way began with this very event, brought twice: it hears what the first one heard.
        if (work.inbox && (await store.inboxRow(work.inbox.key))) return deliver(work);
        if (concurrency === "reject") return delivered;
        if (concurrency === "queue") {
          // A call can't be kept waiting for another one to end.
          if (trigger.kind === "call") return delivered;
          const queued = await deliver({ ...work, birth: { ...work.birth, queued: true } });
          // The run before it may have ended meanwhile.
          await next(pin.flowId, contact);
          return queued;
        }
        for (const runId of delivered.runIds) {
          await deliver({ runId, event: { type: "stop", by: "a newer run" }, endedAs: "replaced" });
          stopped.add(runId);
        }
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
