import type { Attempt } from "@cordboard/carrier";
import { type EffectResult, type EffectState, isRunEffect, isService } from "@cordboard/contract";
import type { ClaimedEffect, EffectChange, NewCarrierItem, RunStore, StoredEffect } from "../store/run-store.ts";
import { createBatcher } from "./batcher.ts";
import { type Host, pause } from "./host.ts";
import { beginLease } from "./lease.ts";
import type { LookUp } from "./look-up.ts";
import { createOutboxDoor } from "./outbox-door.ts";
import { partyOf } from "./parties.ts";
import { giveUpAt, inDoubt, patience } from "./patience.ts";
import type { Perform } from "./perform.ts";
import { createUncertain } from "./uncertain.ts";

/*
 * An effect's life:
 *
 *   pending ─claim (lease, fence)─► pending, prepared ─"attempt n begun"─► begun ─the request─┬─ done | failed  (receipt, told to the run)
 *      ▲                               │ refused, mocked ─► done | failed                     ├─ it surely did not happen ─► pending, later
 *      └─ claimed and never begun: the lease runs out                                         └─ nobody can say ─► uncertain
 *   "begun" is committed right before the effect's own request: a process that dies leaves no more in doubt than was on the wire
 *   what is claimed goes through a door first (outbox-door.ts): its turn, and one at a time to a party
 *   a text or call still pending when its step has nearly waited as long as it may ─► failed, never begun
 *   begun, lease over, no receipt (the worker died) ─► uncertain (uncertain.ts)
 */
export interface OutboxWorker {
  /** Something may be due. */
  poke: () => void;
  /** Resolves when nothing is due and nothing is being performed. */
  quiet: () => Promise<void>;
  /** Stops claiming and waits for what is under way, at most `graceMs`. */
  stop: (graceMs: number) => Promise<void>;
}

export interface OutboxOptions {
  store: RunStore;
  /** Names this process in the leases. */
  owner: string;
  perform: Perform;
  /** Commits an outcome together with the run that is told of it. */
  tell: (
    effect: StoredEffect,
    result: EffectResult,
    to: EffectChange,
    guard: { from: StoredEffect["state"][]; fence?: number },
    log: NewCarrierItem[],
  ) => Promise<void>;
  /** Keeps what was said, when no run is told of it. */
  note: (runId: string, log: NewCarrierItem[]) => Promise<void>;
  /**
   * Which of these must wait before they may go, and until when (database time, ms). The others are counted as gone: it is
   * asked right before they are performed.
   */
  putOff: (effects: StoredEffect[], now: number) => Promise<Map<string, number>>;
  /** Looks for uncertain effects at the carrier. */
  lookUp: LookUp;
  /** How long after an attempt began its absence in the carrier's lists begins to count as proof, ms. */
  settleMs: number;
  failed: (error: unknown, effectId: string) => void;
  /** One process per database: whatever was begun before this start has no worker any more. */
  alone: boolean;
  host: Host;
}

interface InFlight {
  effect: ClaimedEffect;
  /** Whether this process may still believe that nobody else has taken the effect over. */
  lease: { holds: () => boolean };
  /** `denied`: it may not be begun here (any more), so what its attempt says means nothing. */
  right: "not asked" | "begun" | "denied";
}

const LEASE_MS = 3_000;
const RENEW_MS = 1_000;
/** Enough that a carrier which lets every request run into its time-out doesn't stop the others for long. */
const MAX_IN_FLIGHT = 100;
const POLL_MS = 1_000;
/** Between tries to store a receipt while the database is away. */
const RECEIPT_AGAIN_MS = { first: 100, most: 5_000 };

export function createOutboxWorker(options: OutboxOptions): OutboxWorker {
  const { store, owner, perform, tell, note, failed, host } = options;
  const uncertain = createUncertain({ ...options, poke: () => poke() });
  const inFlight = new Map<string, InFlight>();
  let waitingForQuiet: (() => void)[] = [];
  let stopped = false;
  let running = false;
  /** What the loop is asked for: a claim, or also a look at what is in doubt. */
  let wanted: { claim: boolean; everything: boolean } = { claim: false, everything: false };
  let alone = options.alone;

  const renew = async (): Promise<void> => {
    const behind = door.behind();
    if (inFlight.size + behind.length === 0) return;
    const lease = beginLease(host, LEASE_MS);
    const renewed = [...inFlight.values()];
    await store.renewLeases(
      [...renewed.map(({ effect }) => effect), ...behind].map(({ id, fence }) => ({ id, fence })),
      LEASE_MS,
    );
    // A lease that ran out before it was renewed is not trusted again: somebody may have come in between.
    for (const entry of renewed) if (entry.lease.holds()) entry.lease = lease;
  };
  const stopRenewing = host.every(RENEW_MS, () => void renew().catch((error: unknown) => failed(error, "")));

  const begins = createBatcher<ClaimedEffect, boolean>({
    orderOf: ({ id }) => id,
    run: async (effects) => {
      const begun = await store.beginEffects(
        effects.map((effect) => ({ id: effect.id, fence: effect.fence, party: partyOf(effect) })),
        LEASE_MS,
      );
      return effects.map(({ id }) => begun.has(id));
    },
    maxItems: MAX_IN_FLIGHT,
    lanes: 2,
    soon: host.soon,
  });

  /** Asked right before each request of an attempt. */
  const mayGo = async (entry: InFlight): Promise<boolean> => {
    if (entry.right === "not asked") {
      entry.right = "denied";
      const lease = beginLease(host, LEASE_MS);
      if (stopped || !(await begins.add(entry.effect))) return false;
      entry.lease = lease;
      entry.right = "begun";
    }
    // This process may have stood still for longer than its lease.
    return entry.right === "begun" && entry.lease.holds();
  };

  const work = async (effect: ClaimedEffect): Promise<void> => {
    const entry: InFlight = { effect, lease: beginLease(host, LEASE_MS), right: "not asked" };
    inFlight.set(effect.id, entry);
    try {
      const { attempt, log } = await perform(effect, () => mayGo(entry));
      if (entry.right === "denied") await store.releaseEffects([effect]);
      else await keepReceipt(effect, attempt, log);
    } catch (error) {
      // Not known what happened: it stays begun, and becomes uncertain when its lease ends.
      failed(error, effect.id);
    } finally {
      inFlight.delete(effect.id);
      door.leave(effect);
      poke();
    }
  };
  const door = createOutboxDoor({ ...options, work: (effect) => void work(effect), poke: () => poke(), stopped: () => stopped });

  /** What is known must not be lost because the database is away for a moment. */
  const keepReceipt = async (effect: ClaimedEffect, attempt: Attempt, log: NewCarrierItem[]): Promise<void> => {
    const until = host.now() + patience(effect);
    for (let wait = RECEIPT_AGAIN_MS.first; ; wait = Math.min(RECEIPT_AGAIN_MS.most, wait * 2)) {
      try {
        return await settle(effect, attempt, log);
      } catch (error) {
        if (stopped || host.now() >= until) throw error;
        failed(error, effect.id);
        await pause(host, wait);
      }
    }
  };

  const settle = async (effect: ClaimedEffect, attempt: Attempt, log: NewCarrierItem[]): Promise<void> => {
    const { fence } = effect;
    // Pending: it was never begun. Uncertain: this process was held up for longer than its lease (and pending again, when the
    // carrier's lists didn't show it yet). Under its own fence what it knows still counts.
    const from: EffectState[] = ["pending", "begun", "uncertain"];
    if (attempt.kind === "done") {
      const { result, messageUuid } = attempt;
      const to: EffectChange = { state: result.ok ? "done" : "failed", result, reported: true, ...(messageUuid && { messageUuid }) };
      return tell(effect, result, to, { from, fence }, log);
    }
    const now = await store.now();
    if (attempt.kind === "retry") {
      // Whole: the columns of times take no fractions.
      const waitMs = Math.ceil(Math.max(attempt.afterMs ?? 0, backOff(effect.attempts, host.random())));
      // How often a service is asked again is the step's own setting; an event is posted for a day, a run of ours is told until it knows.
      const patient = isService(effect.effect) || effect.effect.kind === "post_event" || isRunEffect(effect.effect);
      if (patient || now + waitMs < giveUpAt(effect)) {
        const moved = await store.updateEffect(effect.id, from, { state: "pending", result: null, dueAt: now + waitMs }, fence);
        if (moved) host.after(waitMs, poke);
        return note(effect.runId, log);
      }
      const result: EffectResult = { ok: false, uncertain: false, error: attempt.error };
      return tell(effect, result, { state: "failed", result, reported: true }, { from, fence }, log);
    }
    if (isService(effect.effect)) {
      const result = inDoubt(effect);
      return tell(effect, result, { state: "uncertain", result, reported: true }, { from: ["begun"], fence }, log);
    }
    await store.updateEffect(effect.id, ["begun"], { state: "uncertain", result: null, reportAt: now + patience(effect) }, fence);
    await note(effect.runId, log);
  };

  const claim = async (): Promise<void> => {
    const room = MAX_IN_FLIGHT - inFlight.size;
    if (room <= 0) return;
    const claimed = await store.claimEffects({ owner, leaseMs: LEASE_MS, limit: room });
    if (claimed.length === 0) return;
    if (stopped) return store.releaseEffects(claimed);
    await door.admit(claimed);
    if (claimed.length === room) wanted.claim = true;
  };

  const turn = async (everything: boolean): Promise<void> => {
    if (everything) {
      await uncertain.adoptOrphans({ all: alone, mine: (id) => inFlight.has(id) });
      alone = false;
    }
    await claim();
    if (everything) await uncertain.resolve();
  };

  const loop = async (): Promise<void> => {
    running = true;
    while (wanted.claim && !stopped) {
      const { everything } = wanted;
      wanted = { claim: false, everything: false };
      await turn(everything).catch((error: unknown) => failed(error, ""));
    }
    running = false;
    if (waitingForQuiet.length > 0 && !stopped) await lookForQuiet();
  };

  const lookForQuiet = async (): Promise<void> => {
    await uncertain.idle();
    const [next, now] = await Promise.all([store.nextEffect(), store.now()]).catch((): [null, number] => [null, 0]);
    if (inFlight.size > 0 || door.busy() || running || wanted.claim || (next !== null && next <= now)) return;
    for (const resolve of waitingForQuiet) resolve();
    waitingForQuiet = [];
  };

  const ask = (everything: boolean): void => {
    wanted = { claim: true, everything: wanted.everything || everything };
    if (!running && !stopped) void loop();
  };
  const poke = (): void => ask(false);
  const stopPolling = host.every(POLL_MS, () => ask(true));

  ask(true);
  return {
    poke,
    quiet: () =>
      new Promise((resolve) => {
        waitingForQuiet.push(resolve);
        ask(true);
      }),
    stop: async (graceMs) => {
      stopped = true;
      stopPolling();
      const until = host.now() + graceMs;
      while ((inFlight.size > 0 || door.busy() || running) && host.now() < until) await pause(host, 20);
      stopRenewing();
      for (const resolve of waitingForQuiet) resolve();
    },
  };
}

/** 0.5 s, 1 s, 2 s … one minute, and up to a fifth more so that many do not come back at once. `attempts`: before this one. */
function backOff(attempts: number, random: number): number {
  return Math.min(60_000, 500 * 2 ** Math.min(attempts, 10)) * (1 + random / 5);
}
