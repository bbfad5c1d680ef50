import type { RunStore } from "../store/run-store.ts";
import type { Work, Written } from "./step-writer.ts";

/** Fires what is due, in database time. A timer fires once: its row goes with the commit of its event. */
export interface TimerWorker {
  /** A timer may be due sooner than thought. */
  poke: () => void;
  /** Fires everything that is due now; answers how many of them fired, and how many failed and stay set. */
  fireDue: () => Promise<{ fired: number; failed: number }>;
  /** How many have fired since the start. */
  total: () => number;
  stop: () => Promise<void>;
}

type Fired = Awaited<ReturnType<TimerWorker["fireDue"]>>;

const POLL_MS = 1_000;
const BATCH = 500;

export function createTimerWorker(options: {
  store: Pick<RunStore, "dueTimers" | "nextTimer" | "dropTimer" | "now">;
  deliver: (work: Work) => Promise<Written>;
  failed: (error: unknown) => void;
}): TimerWorker {
  const { store, deliver, failed } = options;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<Fired> | null = null;
  let total = 0;
  let stopped = false;

  const fire = async ({ runId, timerId }: { runId: string; timerId: string }): Promise<"fired" | "failed" | "gone"> => {
    try {
      const written = await deliver({ runId, event: { type: "timer", timerId }, guard: { kind: "timer", timerId } });
      if (written.kind === "unknown_run") await store.dropTimer(runId, timerId);
      if (written.kind !== "applied") return "gone";
      total++;
      return "fired";
    } catch (error) {
      // It stays set and is tried again with the next poll.
      failed(error);
      return "failed";
    }
  };

  const fireAll = async (): Promise<Fired> => {
    let fired = 0;
    for (;;) {
      const due = await store.dueTimers(BATCH);
      const outcomes = await Promise.all(due.map(fire));
      const now = outcomes.filter((outcome) => outcome === "fired").length;
      fired += now;
      if (due.length < BATCH || now === 0) return { fired, failed: outcomes.filter((outcome) => outcome === "failed").length };
    }
  };

  const fireDue = async (): Promise<Fired> => {
    // One pass at a time; a caller that needs "now" waits for the pass under way and makes its own.
    while (running) await running.catch(() => undefined);
    running = fireAll();
    try {
      return await running;
    } finally {
      running = null;
    }
  };

  const plan = async (): Promise<void> => {
    if (stopped) return;
    const next = await store.nextTimer().catch(() => null);
    const wait = next === null ? POLL_MS : Math.min(POLL_MS, Math.max(0, next - (await store.now())));
    clearTimeout(timer);
    timer = setTimeout(() => void tick(), wait);
  };
  const tick = async (): Promise<void> => {
    await fireDue().catch(failed);
    await plan();
  };

  void plan();
  return {
    poke: () => void plan(),
    fireDue,
    total: () => total,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running?.catch(() => undefined);
    },
  };
}
