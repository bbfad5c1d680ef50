import type { CarrierUrls } from "@cordboard/carrier";
import { CodedError, type EffectResult, type StepEvent } from "@cordboard/contract";
import { waitFor } from "@cordboard/engine";
import type { RunStore } from "../store/run-store.ts";
import type { Carriers } from "./carriers.ts";
import type { OutboxWorker } from "./outbox-worker.ts";
import type { OperatorEvent, Runtime } from "./ports.ts";
import type { Work, Written } from "./step-writer.ts";
import type { TimerWorker } from "./timer-worker.ts";

export interface OperationsOptions {
  store: RunStore;
  write: (work: Work) => Promise<Written>;
  carriers: Carriers;
  urls: CarrierUrls;
  outbox: OutboxWorker;
  timers: TimerWorker;
  reaped: () => Promise<number>;
  idle: () => Promise<void>;
}

/** What people may do to runs and effects. */
export function createOperations(
  options: OperationsOptions,
): Pick<Runtime, "stopRun" | "steer" | "injectEvent" | "resolveEffect" | "advanceClock"> {
  const { store, write, outbox, timers } = options;

  const existing = async (runId: string) => {
    const run = await store.run(runId);
    if (!run) throw new CodedError("run_not_found", "There is no run with this id; it may have been deleted.");
    return run;
  };

  return {
    stopRun: async (runId, by) => {
      const run = await existing(runId);
      if (run.status !== "running") return run;
      const written = await write({ runId, event: { type: "stop", by } });
      return written.kind === "applied" ? written.advance.run : existing(runId);
    },
    steer: async (runId, how) => {
      await existing(runId);
      await write({ runId, event: { type: "command", ...how } });
    },
    injectEvent: async (runId, event) => inject(options, await existing(runId), event),
    resolveEffect: async (effectId, { as, resend, by }) => {
      const effect = await store.effect(effectId);
      if (!effect) throw new CodedError("effect_not_found", "There is no effect with this id.");
      if (effect.state !== "uncertain")
        throw new CodedError("effect_not_uncertain", `This effect is ${effect.state}; only one in doubt can be settled by hand.`);
      if (as === "not_sent" && resend) {
        // It goes out as it was decided; its step is told, if it has not been told "uncertain" already.
        await store.updateEffect(effectId, ["uncertain"], { state: "pending", result: null, dueAt: await store.now(), resolvedBy: by });
        outbox.poke();
        return;
      }
      const result: EffectResult =
        as === "sent"
          ? { ok: true, data: {} }
          : { ok: false, uncertain: false, error: { code: "carrier_refused", message: `${by} found that it was not sent.` } };
      const to = { state: result.ok ? "done" : "failed", result, reported: true, resolvedBy: by } as const;
      if (effect.reported) {
        await store.updateEffect(effectId, ["uncertain"], to);
        return;
      }
      const told = { type: "effect", effectId, event: { type: "effect", effectId, result } } as const;
      await write({ runId: effect.runId, event: told, guard: { kind: "effect", effectId, from: ["uncertain"], to } });
    },
    advanceClock: async (change) => {
      // The worker may fire some by itself meanwhile: they count too.
      const before = timers.total();
      let reaped = 0;
      await store.shiftClock(change);
      // Effects that nobody could begin in time are given up before their steps' deadlines find them pending.
      await outbox.quiet();
      for (;;) {
        const { fired, failed } = await timers.fireDue();
        const legs = await options.reaped();
        reaped += legs;
        await outbox.quiet();
        await options.idle();
        // One that fails stays due; it is logged, and must not keep anybody waiting for ever.
        if (fired + legs === 0 && (await store.dueTimers(failed + 1)).length <= failed) break;
      }
      timers.poke();
      return { now: await store.now(), fired: timers.total() - before + reaped };
    },
  };
}

type Waiting = NonNullable<Awaited<ReturnType<RunStore["run"]>>>;

/**
 * Tells a waiting run something by hand. The document this leads to is kept as the leg's last one; a transfer makes the
 * carrier ask for it, under a URL that is over and is therefore answered with just that.
 */
async function inject({ write, carriers, urls }: OperationsOptions, run: Waiting, event: OperatorEvent): Promise<void> {
  const leg = talkedTo(run);
  const wait = waitFor(run, leg);
  if (!wait || run.status !== "running")
    throw new CodedError("run_not_waiting", "This run waits for nothing, so nothing can be told to it.");
  if (event.type === "timer") {
    await write({ runId: run.id, event: { type: "timer", timerId: wait.timerId }, guard: { kind: "timer", timerId: wait.timerId } });
    return;
  }
  const request = event.type === "silence" ? "redirect" : "action";
  const written = await write({
    runId: run.id,
    event: { type: "step", token: wait.token, request, callUuid: leg ?? "", event: toStepEvent(event) },
  });
  if (leg === null || written.kind !== "applied" || written.filled.length === 0) return;
  await carriers
    .of(run.test)
    ?.connect()
    .calls.transfer(leg, { aLegUrl: urls.step(wait.token, "redirect") });
}

/** The live call that some path of the run talks to. */
const talkedTo = (run: Waiting): string | null =>
  run.legs.find(({ callUuid, endedAt }) => endedAt === null && Object.values(run.threads).some((thread) => thread.leg === callUuid))
    ?.callUuid ?? run.threads.main.leg;

function toStepEvent(event: OperatorEvent & { type: "input" | "silence" }): StepEvent {
  if (event.type === "silence") return { type: "silence" };
  const { digits = "", speech = "" } = event;
  return { type: "input", inputType: speech === "" ? "dtmf" : "speech", digits, speech, confidence: null };
}
