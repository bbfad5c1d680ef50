import type { Attempt } from "@cordboard/carrier";
import { type EffectResult, STEP_CODES, TIMING } from "@cordboard/contract";
import type { ClaimedEffect, EffectChange, NewCarrierItem, RunStore, StoredEffect } from "../store/run-store.ts";
import { isRepeatable } from "./http-effect.ts";
import type { Perform } from "./perform.ts";

/*
 * An effect's life:
 *
 *   pending ─claim (lease, fence)─► pending ─"attempt n begun"─► begun ─the request─┬─ done | failed  (receipt, told to the run)
 *      ▲                                                                            ├─ it surely did not happen ─► pending, later
 *      └─ claimed and never begun: the lease runs out                               └─ nobody can say ─► uncertain
 *   a text or call still pending when its step has waited as long as it may ─► failed, never begun
 *   begun, lease over, no receipt (the worker died) ─► uncertain ─┬─ a callback or a look at the carrier proves it ─► done
 *                                                                 └─ the time is over ─► told to the run, never repeated
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
  /** Looks for an uncertain effect at the carrier. */
  lookUp: (effect: StoredEffect) => Promise<EffectResult | null>;
  failed: (error: unknown, effectId: string) => void;
  /** One process per database: whatever was begun before this start has no worker any more. */
  alone: boolean;
}

const LEASE_MS = 3_000;
const RENEW_MS = 1_000;
const MAX_IN_FLIGHT = 32;
const POLL_MS = 1_000;
/** After the request, before the first look at the carrier's lists: they lag behind. */
const SETTLE_MS = 5_000;
const LOOK_AGAIN_MS = 10_000;
/** How long it is tried again when it surely did not happen: as long as the step waits. */
const PATIENCE = { live: TIMING.uncertainWithLegSeconds * 1000, idle: TIMING.uncertainWithoutLegSeconds * 1000 };

export function createOutboxWorker(options: OutboxOptions): OutboxWorker {
  const { store, owner, perform, tell, note, lookUp, failed } = options;
  const inFlight = new Map<string, ClaimedEffect>();
  const lookedAt = new Map<string, number>();
  let waitingForQuiet: (() => void)[] = [];
  let stopped = false;
  let running = false;
  let again = true;
  let alone = options.alone;
  let timer: NodeJS.Timeout | undefined;
  const renewal = setInterval(() => {
    if (inFlight.size > 0) store.renewLeases([...inFlight.values()], LEASE_MS).catch((error: unknown) => failed(error, ""));
  }, RENEW_MS);

  const work = async (effect: ClaimedEffect): Promise<void> => {
    try {
      const { attempt, log } = await perform(effect);
      await settle(effect, attempt, log);
    } catch (error) {
      // Not known what happened: it stays begun, and becomes uncertain when its lease ends.
      failed(error, effect.id);
    } finally {
      inFlight.delete(effect.id);
      poke();
    }
  };

  const settle = async (effect: ClaimedEffect, attempt: Attempt, log: NewCarrierItem[]): Promise<void> => {
    const { fence } = effect;
    if (attempt.kind === "done") {
      const { result, messageUuid } = attempt;
      const to: EffectChange = { state: result.ok ? "done" : "failed", result, reported: true, ...(messageUuid && { messageUuid }) };
      // Uncertain: this process was held up for longer than its lease. Under its own fence the receipt still counts.
      return tell(effect, result, to, { from: ["begun", "uncertain"], fence }, log);
    }
    const now = await store.now();
    if (attempt.kind === "retry") {
      const dueAt = now + Math.max(attempt.afterMs ?? 0, backOff(effect.attempts));
      // How often a web request is repeated is the step's own setting.
      if (effect.effect.kind === "http_request" || dueAt < effect.createdAt + patience(effect)) {
        await note(effect.runId, log);
        await store.updateEffect(effect.id, ["begun"], { state: "pending", result: null, dueAt }, fence);
        return;
      }
      const result: EffectResult = { ok: false, uncertain: false, error: attempt.error };
      return tell(effect, result, { state: "failed", result, reported: true }, { from: ["begun"], fence }, log);
    }
    await note(effect.runId, log);
    await store.updateEffect(effect.id, ["begun"], { state: "uncertain", result: null, reportAt: now + patience(effect) }, fence);
  };

  /** What a dead worker left behind. */
  const adoptOrphans = async (): Promise<void> => {
    const orphans = await store.findOrphans({ all: alone, reportAfterMs: PATIENCE });
    alone = false;
    for (const orphan of orphans) {
      if (inFlight.has(orphan.id)) continue;
      const { effect } = orphan;
      const harmless =
        effect.kind === "hangup_call" || effect.kind === "cancel_call" || (effect.kind === "http_request" && isRepeatable(effect));
      if (harmless) await store.updateEffect(orphan.id, ["uncertain"], { state: "pending", result: null, dueAt: await store.now() });
      // No callback will ever tell of these.
      else if (effect.kind === "http_request" || effect.kind === "transfer_call") await report(orphan);
    }
  };

  const report = async (effect: StoredEffect): Promise<void> => {
    const message = "The carrier never said whether it did it, so it was not repeated.";
    const result: EffectResult = { ok: false, uncertain: true, error: { code: "uncertain", message } };
    await tell(effect, result, { state: "uncertain", result, reported: true }, { from: ["uncertain"] }, []);
  };

  const resolveUncertain = async (): Promise<void> => {
    for (const effect of await store.dueReports(100)) {
      lookedAt.delete(effect.id);
      await report(effect);
    }
    const { items } = await store.listEffects({ state: "uncertain", limit: 100 });
    const now = await store.now();
    for (const effect of items) {
      const last = lookedAt.get(effect.id);
      if (effect.reported || now < (effect.begunAt ?? 0) + SETTLE_MS || (last !== undefined && now < last + LOOK_AGAIN_MS)) continue;
      lookedAt.set(effect.id, now);
      const result = await lookUp(effect);
      if (!result) continue;
      lookedAt.delete(effect.id);
      await tell(effect, result, receipt(result, "lookup"), { from: ["uncertain"] }, []);
    }
  };

  const claim = async (): Promise<void> => {
    const room = MAX_IN_FLIGHT - inFlight.size;
    if (room <= 0 || stopped) return;
    const claimed = await store.claimEffects({ owner, leaseMs: LEASE_MS, limit: room });
    if (claimed.length === 0) return;
    if (stopped) return store.releaseEffects(claimed);
    const now = await store.now();
    const [late, inTime] = [claimed.filter((effect) => isTooLate(effect, now)), claimed.filter((effect) => !isTooLate(effect, now))];
    for (const effect of late) await giveUp(effect);
    const begun = await store.beginEffects(inTime, LEASE_MS);
    const begunAt = await store.now();
    for (const effect of inTime) {
      if (!begun.has(effect.id)) continue;
      inFlight.set(effect.id, { ...effect, begunAt });
      void work(effect);
    }
    again = claimed.length === room || again;
  };

  /** It was put off, or nobody was there to do it, until its step had waited as long as it may. */
  const giveUp = async (effect: ClaimedEffect): Promise<void> => {
    const code = effect.effect.kind === "send_message" ? "message_expired" : "carrier_unreachable";
    const result: EffectResult = { ok: false, uncertain: false, error: { code, message: STEP_CODES[code] } };
    await tell(effect, result, { state: "failed", result, reported: true }, { from: ["pending"], fence: effect.fence }, []);
  };

  const turn = async (): Promise<void> => {
    await adoptOrphans();
    await claim();
    await resolveUncertain();
  };

  const loop = async (): Promise<void> => {
    running = true;
    while (again && !stopped) {
      again = false;
      await turn().catch((error: unknown) => failed(error, ""));
    }
    running = false;
    if (stopped) return;
    const next = await store.nextEffect().catch(() => null);
    const now = await store.now().catch(() => 0);
    if (inFlight.size === 0 && (next === null || next > now)) {
      for (const resolve of waitingForQuiet) resolve();
      waitingForQuiet = [];
    }
    clearTimeout(timer);
    timer = setTimeout(poke, next === null ? POLL_MS : Math.min(POLL_MS, Math.max(10, next - now)));
  };

  const poke = (): void => {
    again = true;
    if (!running && !stopped) void loop();
  };

  poke();
  return {
    poke,
    quiet: () =>
      new Promise((resolve) => {
        waitingForQuiet.push(resolve);
        poke();
      }),
    stop: async (graceMs) => {
      stopped = true;
      clearTimeout(timer);
      const until = performance.now() + graceMs;
      while ((inFlight.size > 0 || running) && performance.now() < until) await new Promise((done) => setTimeout(done, 20));
      clearInterval(renewal);
      for (const resolve of waitingForQuiet) resolve();
    },
  };
}

const patience = ({ live }: StoredEffect): number => (live ? PATIENCE.live : PATIENCE.idle);

/** Its step has gone on, or is about to: begun now, a text or a call would happen behind the run's back. */
function isTooLate(effect: StoredEffect, now: number): boolean {
  const { kind } = effect.effect;
  // A person may send it again whenever they like.
  if (effect.resolvedBy !== null) return false;
  return (kind === "send_message" || kind === "place_call") && now >= effect.createdAt + patience(effect);
}

/** 0.5 s, 1 s, 2 s … one minute, and up to a fifth more so that many do not come back at once. `attempts`: before this one. */
function backOff(attempts: number): number {
  return Math.min(60_000, 500 * 2 ** Math.min(attempts, 10)) * (1 + Math.random() / 5);
}

/** How the proof that an effect happened changes it. */
export function receipt(result: EffectResult, resolvedBy: string): EffectChange {
  const uuid = result.ok ? result.data["messageUuid"] : undefined;
  return {
    state: result.ok ? "done" : "failed",
    result,
    reported: true,
    resolvedBy,
    ...(typeof uuid === "string" && { messageUuid: uuid }),
  };
}
