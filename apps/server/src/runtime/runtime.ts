import { randomUUID } from "node:crypto";
import type { CarrierUrls, DestinationGuard, Proof } from "@cordboard/carrier";
import { type AnyManifest, type EffectResult, type Runtimes } from "@cordboard/contract";
import type { Logger } from "pino";
import type { EgressClient } from "../egress/egress-client.ts";
import type { NewCarrierItem, RunStore } from "../store/run-store.ts";
import { type Admission, createAdmission } from "./admission.ts";
import type { Carriers } from "./carriers.ts";
import { createCompiledFlows, type CompiledFlows } from "./compiled-flows.ts";
import { newId } from "./ids.ts";
import { createLookUp } from "./look-up.ts";
import { maskLine } from "../masking.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { createOperations } from "./operations.ts";
import { createOutboxWorker, receipt } from "./outbox-worker.ts";
import { createPerform } from "./perform.ts";
import type { FlowCatalog, Runtime, SecretResolver } from "./ports.ts";
import { createReaper } from "./reaper.ts";
import { createReplies } from "./replies.ts";
import { createStarts } from "./starts.ts";
import { createStepWriter, type Work, type Written } from "./step-writer.ts";
import { createTimerWorker } from "./timer-worker.ts";
import { createTries } from "./try-runs.ts";

/*
 * The durable runtime. Everything that happens to a run goes one way:
 *
 *   webhook · API · timer · effect result ──► deliver ──► step writer (read, engine, one transaction) ──► answer
 *                                                              │ after the commit
 *                                                              ├─► outbox worker performs effects, and delivers what came of them
 *                                                              ├─► timer worker looks at what is due
 *                                                              └─► owed replies are answered
 */
export interface RuntimeOptions {
  store: RunStore;
  catalog: FlowCatalog;
  components: { registry: ReadonlyMap<string, AnyManifest>; runtimes: Runtimes };
  carriers: Carriers;
  urls: CarrierUrls;
  guard: DestinationGuard;
  egress: EgressClient;
  secrets: SecretResolver;
  /** Turns a media id into a URL for the carrier. */
  mediaUrl: (idOrUrl: string) => string;
  log: Logger;
  /** This is the only process on its database (embedded store). */
  alone: boolean;
}

/**
 * What an event came to, for the request that carried it. `body`: the XML, empty when none was asked for, or a way to
 * wait for it while the run owes it (at most `TIMING.replyWithinMs` and a commit).
 */
export type Delivered =
  | { kind: "answered"; runId: string; body: string | (() => Promise<string>); repeat: boolean }
  | Exclude<Written, { kind: "applied" | "repeat" }>;

export interface RunningRuntime extends Runtime {
  metrics: Metrics;
  flows: CompiledFlows;
  deliver: (work: Work) => Promise<Delivered>;
  /** Begins a run as its flow's concurrency setting allows. */
  begin: Admission["begin"];
  /** A callback under an effect's token proves that the effect happened: told to the run before the news it brings. */
  prove: (effectId: string, proof: Proof) => Promise<void>;
  /** Stops workers and waits for what is under way. */
  stop: (graceMs: number) => Promise<void>;
}

const QUEUE_SWEEP_MS = 5_000;

export function createRuntime(options: RuntimeOptions): RunningRuntime {
  const { store, carriers, urls, guard, log } = options;
  const metrics = createMetrics();
  const flows = createCompiledFlows(options.catalog, options.components);
  const failed = (where: string) => (error: unknown, id?: string) => {
    metrics.faults.inc({ where });
    log.error({ err: error, where, id }, "something of ours failed; it is tried again");
  };

  const writer = createStepWriter({
    store,
    flows,
    guard,
    engine: {
      newId,
      random: Math.random,
      urls: { step: urls.step, document: urls.document, media: options.mediaUrl },
      onFault: (error, nodeId) => {
        metrics.faults.inc({ where: "engine" });
        log.error({ err: error, nodeId, code: "engine_fault" }, "a step threw; its run has failed");
      },
    },
    committed: (work, written) => committed(work, written),
    warn: (code, details) => log.warn({ code, ...details }, "a document was changed before it went out"),
  });
  const write = (work: Work): Promise<Written> => writer.add(work);

  const replies = createReplies(store, async ({ key, runId, callUuid }) => {
    await write({ runId, event: { type: "hold", callUuid }, guard: { kind: "owed", key } });
  });

  const note = async (runId: string, lines: NewCarrierItem[]): Promise<void> => {
    const run = await store.run(runId);
    if (run)
      await store.appendLog(
        runId,
        lines.map((line) => maskLine(run, line)),
      );
  };
  const outbox = createOutboxWorker({
    store,
    owner: randomUUID(),
    perform: createPerform({ store, flows, carriers, urls, guard, egress: options.egress, secrets: options.secrets }),
    tell: async (effect, result, to, { from, fence }, lines) => {
      const event = { type: "effect", effectId: effect.id, event: { type: "effect", effectId: effect.id, result } } as const;
      const guarded = { kind: "effect", effectId: effect.id, from, to, ...(fence !== undefined && { fence }) } as const;
      const written = await write({ runId: effect.runId, event, guard: guarded, log: lines });
      // The run is told by whoever came first; what was said to the carrier is kept all the same.
      if (written.kind === "stale") await note(effect.runId, lines);
      else if (!effect.test) metrics.effects.inc({ kind: effect.effect.kind, state: to.state });
    },
    note,
    lookUp: createLookUp(store, carriers),
    failed: failed("outbox"),
    alone: options.alone,
  });
  const timers = createTimerWorker({ store, deliver: write, failed: failed("timers") });
  const reaper = createReaper({ store, deliver: write, failed: failed("reaper") });

  function committed(work: Work, { advance, filled }: Written & { kind: "applied" }): void {
    replies.filled(filled);
    if (advance.effects.length > 0) outbox.poke();
    if (advance.timers.set.length > 0) timers.poke();
    if (work.event.type === "timer") metrics.timers.inc();
    const { run } = advance;
    if (run.test) return;
    const over = run.endedAt !== null && advance.journal.some((e) => e.kind === "run" && e.run.status === run.status);
    if (over && run.contact.number !== null) admission.next(run.flowId, run.contact.number).catch(failed("admission"));
    if (work.birth) metrics.runs.inc({ trigger: run.trigger.kind, status: "started" });
    if (over) metrics.runs.inc({ trigger: run.trigger.kind, status: run.status });
  }

  const deliver = async (work: Work): Promise<Delivered> => {
    const written = await write(work);
    if (written.kind === "applied") {
      const { inbox, runId } = work;
      const owed = { key: inbox?.key ?? "", runId, callUuid: inbox?.callUuid ?? null, at: written.at };
      return { kind: "answered", runId, body: written.reply ?? (() => replies.wait(owed)), repeat: false };
    }
    if (written.kind !== "repeat") return written;
    const { row } = written;
    return { kind: "answered", runId: row.runId, body: row.reply ?? (() => replies.wait(row)), repeat: true };
  };

  const prove = async (effectId: string, proof: Proof): Promise<void> => {
    const effect = await store.effect(effectId);
    if (!effect || (effect.state !== "begun" && effect.state !== "uncertain")) return;
    const result: EffectResult = { ok: true, data: proof };
    const to = receipt(result, "callback");
    if (effect.reported) {
      await store.updateEffect(effectId, ["uncertain"], to);
      return;
    }
    const event = { type: "effect", effectId, event: { type: "effect", effectId, result } } as const;
    await write({ runId: effect.runId, event, guard: { kind: "effect", effectId, from: ["begun", "uncertain"], to } });
  };

  const admission = createAdmission({ store, flows, deliver });
  // The next run begins after the commit that ends the one before; a process that dies between the two leaves it waiting.
  const sweep = (): void => void admission.sweep().catch(failed("admission"));
  sweep();
  const sweeping = setInterval(sweep, QUEUE_SWEEP_MS);
  const starts = createStarts({ store, flows, begin: admission.begin });
  const operations = createOperations({ store, write, carriers, urls, outbox, reaped: reaper.reap, timers, idle: writer.idle });
  return {
    metrics,
    flows,
    deliver,
    begin: admission.begin,
    prove,
    ...starts,
    ...operations,
    tryFlow: createTries({ store, carriers, urls, startRun: starts.startRun }),
    stop: async (graceMs) => {
      clearInterval(sweeping);
      reaper.stop();
      await timers.stop();
      await outbox.stop(graceMs);
      await writer.idle();
    },
  };
}
