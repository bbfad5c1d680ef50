import type { DueTimer, RunStore } from "../store/run-store.ts";
import type { Cancel, Host } from "./host.ts";
import type { Work, Written } from "./step-writer.ts";

/*
 * A timer's way:
 *
 *   set ─due, in database time─► claimed (lease) ─► delivered ─┬─ applied: its row goes with the commit of its event
 *    ▲                                                         ├─ stale: another replica, or the run, was first
 *    └── the lease runs out: this worker died, stood still, or the delivery failed
 *
 * The lease keeps replicas from doing the same work twice; that a timer fires once is the commit's own guard.
 */
export interface TimerWorker {
  /** A timer was set for `dueAt` (database time), which may be sooner than the next look; without one: look now. */
  poke: (dueAt?: number) => void;
  /** Fires everything that is due now, whoever claimed it; answers how many of them fired, and how many failed and stay set. */
  fireDue: () => Promise<{ fired: number; failed: number }>;
  /** How many have fired since the start. */
  total: () => number;
  stop: () => Promise<void>;
}

export interface TimerOptions {
  store: Pick<RunStore, "claimTimers" | "dueTimers" | "nextTimer" | "dropTimer" | "now">;
  /** Names this process in the leases. */
  owner: string;
  deliver: (work: Work) => Promise<Written>;
  failed: (error: unknown) => void;
  host: Pick<Host, "after">;
}

type Fired = Awaited<ReturnType<TimerWorker["fireDue"]>>;
type Due = Pick<DueTimer, "runId" | "timerId">;

const LEASE_MS = 3_000;
const POLL_MS = 1_000;
/** When the database is away, or too busy. A question to it that fails may have taken seconds. */
const AWAY_MS = 500;
const BATCH = 500;
/** More are not claimed until half of them are done: what waits in this process can't be done by another one. */
const MAX_IN_FLIGHT = 1_000;
/** While something is in flight, what is due next may be just that. */
const PATIENT_MS = 100;

export function createTimerWorker({ store, owner, deliver, failed, host }: TimerOptions): TimerWorker {
  const inFlight = new Set<string>();
  let total = 0;
  let stopped = false;
  let pumping = false;
  let again = false;
  let cancel: Cancel = () => undefined;
  /** When it will look next, in database time. */
  let lookAt = Number.POSITIVE_INFINITY;
  let waiting: (() => void)[] = [];

  const fire = async ({ runId, timerId }: Due): Promise<"fired" | "failed" | "gone"> => {
    try {
      const written = await deliver({ runId, event: { type: "timer", timerId }, guard: { kind: "timer", timerId } });
      if (written.kind === "unknown_run") await store.dropTimer(runId, timerId);
      if (written.kind !== "applied") return "gone";
      total++;
      return "fired";
    } catch (error) {
      // It stays set and is tried again when the lease is over.
      failed(error);
      return "failed";
    }
  };

  const launch = (due: Due): void => {
    const name = `${due.runId} ${due.timerId}`;
    if (inFlight.has(name)) return;
    inFlight.add(name);
    void fire(due).finally(() => {
      inFlight.delete(name);
      if (again && inFlight.size <= MAX_IN_FLIGHT / 2) void pump();
      if (inFlight.size > 0) return;
      for (const done of waiting) done();
      waiting = [];
    });
  };

  const pump = async (): Promise<void> => {
    again = true;
    if (pumping) return;
    pumping = true;
    try {
      while (again && !stopped) {
        const room = MAX_IN_FLIGHT - inFlight.size;
        // Goes on as soon as there is room.
        if (room < MAX_IN_FLIGHT / 2) break;
        again = false;
        const limit = Math.min(BATCH, room);
        const due = await store.claimTimers({ owner, leaseMs: LEASE_MS, limit });
        due.forEach(launch);
        again ||= due.length === limit;
      }
    } catch (error) {
      failed(error);
      // To ask when the next one is due would only fail as well, and later.
      lookIn(AWAY_MS);
      return;
    } finally {
      pumping = false;
    }
    await plan();
  };

  const lookIn = (ms: number): void => {
    cancel();
    if (!stopped) cancel = host.after(ms, () => void pump());
  };

  const plan = async (): Promise<void> => {
    if (stopped) return;
    let wait = POLL_MS;
    try {
      const [next, now] = await Promise.all([store.nextTimer(), store.now()]);
      if (next !== null) wait = Math.min(POLL_MS, Math.max(inFlight.size > 0 ? PATIENT_MS : 1, next - now));
      lookAt = now + wait;
    } catch (error) {
      failed(error);
      wait = AWAY_MS;
    }
    lookIn(wait);
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

  void pump();
  return {
    poke: (dueAt) => {
      if (dueAt !== undefined && dueAt >= lookAt) return;
      // Many at once ask for one look.
      if (dueAt !== undefined) lookAt = dueAt;
      void plan();
    },
    fireDue: fireAll,
    total: () => total,
    stop: async () => {
      stopped = true;
      cancel();
      if (inFlight.size > 0) await new Promise<void>((done) => waiting.push(done));
    },
  };
}
