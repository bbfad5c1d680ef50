import type { CarrierUrls, Charge, DestinationGuard, Proof } from "@cordboard/carrier";
import type { EffectResult, EffectState } from "@cordboard/contract";
import type { EngineDeps } from "@cordboard/engine";
import type { Logger } from "pino";
import type { CodeRunner } from "../code/code-runner.ts";
import type { Databases } from "../databases/databases.ts";
import type { EgressClient } from "../egress/egress-client.ts";
import { DISK_FULL, isDiskFull } from "../store/disk-full.ts";
import type { GuardStore } from "../store/guard-store.ts";
import type { NewCarrierItem, RunStore } from "../store/run-store.ts";
import { type Admission, createAdmission } from "./admission.ts";
import type { Carriers } from "./carriers.ts";
import type { CompiledFlows } from "./compiled-flows.ts";
import { type Conversations, createConversations } from "./conversations.ts";
import { createHeartbeat } from "./heartbeat.ts";
import type { Host } from "./host.ts";
import { createLoadShedding, type LoadShedding } from "./load-shedding.ts";
import { createLookUp } from "./look-up.ts";
import { hiddenIn, maskLine } from "../masking.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { createOperations } from "./operations.ts";
import { createOutboxWorker } from "./outbox-worker.ts";
import { createPerform } from "./perform.ts";
import { createPassTexts } from "./pass-texts.ts";
import type { FlowCatalog, Runtime, SecretResolver, SubFlows } from "./ports.ts";
import { cancelPending, createQuarantine } from "./quarantine.ts";
import { createReaper } from "./reaper.ts";
import { createReplies } from "./replies.ts";
import { createReplyStorms } from "./reply-storms.ts";
import { createRunAgeLimit } from "./run-age.ts";
import { type Sending, wantOf } from "./sending.ts";
import { createBudget } from "./budget.ts";
import { createServices } from "./services.ts";
import { createStarts } from "./starts.ts";
import { createRunEffects } from "./run-effects.ts";
import type { StepMarks } from "./step-marks.ts";
import { createStepWriter, type Work, type Written } from "./step-writer.ts";
import { createTimerWorker } from "./timer-worker.ts";
import { receipt } from "./uncertain.ts";
import { createNodeTries } from "./try-node.ts";
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
  flows: CompiledFlows;
  carriers: Carriers;
  urls: CarrierUrls;
  guard: DestinationGuard;
  egress: EgressClient;
  secrets: SecretResolver;
  subFlows: SubFlows;
  /** Where authors' databases are asked. */
  databases: Databases;
  /** Which flow a number's texts begin. */
  catalog: Pick<FlowCatalog, "number" | "published">;
  /** Where authors' code runs. */
  code: Pick<CodeRunner, "run">;
  /** Turns a media id into a URL for the carrier. */
  mediaUrl: (idOrUrl: string) => string;
  /** Where a recording is heard; `at`: ms since the epoch, when the link was made. */
  recordingUrl: (recordingId: string, at: number) => string;
  /** Signs what is posted for "also post events to". */
  eventKey: Buffer;
  log: Logger;
  host: Host;
  /** The longest time, in ms, that the event loop stood still since the last call. Without it only writes are watched. */
  loopDelayMs?: () => number;
  /** What guards remember; without it each process guards itself only (a simulation). */
  guards?: GuardStore;
  /**
   * How long after an attempt began its absence in the carrier's lists begins to count as proof that it never left, ms. Longer
   * than those lists lag behind. Default 120 s.
   */
  settleMs?: number;
  /** How fast, how much and where to may go out; without it there is no limit. */
  sending?: Sending;
  /** Notes which step is being computed; without it no run is ever blamed for the end of the process. */
  marks?: StepMarks;
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
  host: Host;
  /** Refuses new starts while the process is behind. */
  shedding: LoadShedding;
  deliver: (work: Work) => Promise<Delivered>;
  /** Brings a text to the run that waits for it, or begins one. */
  receive: Conversations["receive"];
  /** Begins a run as its flow's concurrency setting, and the guard against reply storms, allow. */
  begin: Admission["begin"];
  /** A callback under an effect's token proves that the effect happened: told to the run before the news it brings. */
  prove: (effectId: string, proof: Proof) => Promise<void>;
  /** Counts what the carrier has charged against the limit of the day. */
  charge: (charge: Charge) => Promise<void>;
  /** Stops workers and waits for what is under way. */
  stop: (graceMs: number) => Promise<void>;
}

const SETTLE_MS = 120_000;
const QUEUE_SWEEP_MS = 5_000;
const FORGET_EVERY_MS = 10 * 60_000;

export function createRuntime(options: RuntimeOptions): RunningRuntime {
  const { store, flows, carriers, urls, guard, log, host } = options;
  const metrics = createMetrics();
  const failed = (where: string) => (error: unknown, id?: string) => {
    metrics.faults.inc({ where });
    if (isDiskFull(error)) log.error({ code: "disk_full", where, id }, DISK_FULL);
    else log.error({ err: error, where, id }, "something of ours failed; it is tried again");
  };

  const engine: EngineDeps = {
    newId: host.newId,
    random: host.random,
    urls: { step: urls.step, document: urls.document, media: options.mediaUrl, recording: options.recordingUrl },
    ...(options.sending && { callLimits: options.sending.callLimits }),
    onFault: (error, nodeId) => {
      metrics.faults.inc({ where: "engine" });
      log.error({ err: error, nodeId, code: "engine_fault" }, "a step threw; its run has failed");
    },
  };
  const writer = createStepWriter({
    store,
    flows,
    guard,
    engine,
    soon: host.soon,
    marks: options.marks,
    committed: (work, written) => committed(work, written),
    warn: (code, details) => log.warn({ code, ...details }, "a document was changed before it went out"),
  });
  const shedding = createLoadShedding({ host, loopDelayMs: options.loopDelayMs ?? (() => 0), metrics });
  const { guards, marks, sending } = options;
  const owner = host.newId();
  const heartbeat = createHeartbeat({ store, owner, host, failed: failed("heartbeat") });
  const quarantine =
    guards &&
    marks &&
    createQuarantine({
      deaths: guards.deaths,
      marks,
      host,
      quarantined: ({ runId }) => {
        metrics.guarded.inc({ code: "quarantined" });
        log.error({ code: "quarantined", runId }, "a run took the process down three times; it was ended");
        cancelPending(store, runId).catch(failed("quarantine"));
      },
      failed: failed("quarantine"),
    });
  const plainWrite = async (work: Work): Promise<Written> => {
    const written = await shedding.watch(writer.add(work));
    return written.kind === "moved" ? shedding.watch(writer.add({ ...work, runId: written.runId, here: true })) : written;
  };
  const write = quarantine ? (work: Work): Promise<Written> => quarantine.pass(work, plainWrite) : plainWrite;

  const hold = async ({ key, runId, callUuid }: { key: string; runId: string; callUuid: string }): Promise<void> => {
    await write({ runId, event: { type: "hold", callUuid }, guard: { kind: "owed", key } });
  };
  const replies = createReplies(store, hold, host);

  const note = async (runId: string, lines: NewCarrierItem[]): Promise<void> => {
    const run = await store.run(runId);
    if (!run) return;
    const vault = [...run.vault, ...hiddenIn(await flows.get(run.hash), run, lines)];
    await store.appendLog(
      runId,
      lines.map((line) => maskLine({ vault }, line)),
    );
  };
  const budget = createBudget({ sending: sending ?? null, spending: guards?.spending ?? null, failed: failed("guards") });
  const services = createServices({
    egress: options.egress,
    secrets: options.secrets,
    code: options.code,
    databases: options.databases,
    reach: options.egress.reach,
    host,
  });
  const passTexts = createPassTexts({
    store,
    catalog: options.catalog,
    carriers,
    receive: (text) => conversations.receive(text),
    newRunId: host.newRunId,
  });
  const otherRuns = createRunEffects({ store, flows, subFlows: options.subFlows, write, passTexts });
  const outbox = createOutboxWorker({
    store,
    owner,
    perform: createPerform({ store, flows, carriers, urls, guard, services, otherRuns, eventKey: options.eventKey, host, budget }),
    tell: async (effect, result, to, { from, fence }, lines) => {
      const event = { type: "effect", effectId: effect.id, event: { type: "effect", effectId: effect.id, result } } as const;
      const guarded = { kind: "effect", effectId: effect.id, from, to, ...(fence !== undefined && { fence }) } as const;
      const written = await write({ runId: effect.runId, event, guard: guarded, log: lines });
      // The run is told by whoever came first; what was said to the carrier is kept all the same.
      if (written.kind === "stale") await note(effect.runId, lines);
      else if (!effect.test) metrics.effects.inc({ kind: effect.effect.kind, state: to.state });
    },
    note,
    putOff: async (effects, now) => {
      const wants = sending ? effects.flatMap((effect) => wantOf(effect, sending.limits()) ?? []) : [];
      return guards && wants.length > 0 ? guards.queue.take(wants, now) : new Map();
    },
    lookUp: createLookUp(store, carriers, host),
    settleMs: options.settleMs ?? SETTLE_MS,
    failed: failed("outbox"),
    alone: options.alone,
    host,
  });
  const timers = createTimerWorker({
    store,
    owner,
    deliver: write,
    failed: failed("timers"),
    host,
  });
  const reaper = createReaper({ store, deliver: write, failed: failed("reaper"), host });

  const ageLimit = createRunAgeLimit({ store, deliver: write, host, failed: failed("run_age") });

  function committed(work: Work, { advance, filled }: Written & { kind: "applied" }): void {
    replies.filled(filled);
    if (advance.effects.length > 0) outbox.poke();
    if (advance.timers.set.length > 0) timers.poke(Math.min(...advance.timers.set.map(({ dueAt }) => dueAt)));
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
    // Pending: it was begun before, and the lists didn't show it then.
    const open: EffectState[] = ["begun", "uncertain", "pending"];
    if (!effect || effect.attempts === 0 || !open.includes(effect.state)) return;
    const result: EffectResult = { ok: true, data: proof };
    const to = receipt(result, "callback");
    if (effect.reported) {
      await store.updateEffect(effectId, ["uncertain"], to);
      return;
    }
    const event = { type: "effect", effectId, event: { type: "effect", effectId, result } } as const;
    await write({ runId: effect.runId, event, guard: { kind: "effect", effectId, from: open, to } });
  };

  const forget = async ({ chains, queue, spending }: GuardStore): Promise<void> => {
    const now = await store.now();
    await Promise.all([chains.sweep(), queue.sweep(now), spending.sweep(now)]);
  };
  const charge = async ({ subject, micros }: Charge): Promise<void> => {
    if (guards) await guards.spending.add({ subject, micros, at: await store.now() }).catch(failed("guards"));
  };

  const admission = createAdmission({ store, slots: guards?.slots ?? null, flows, deliver, host });
  const storms = guards && createReplyStorms(guards.chains);
  const stopForgetting = guards && host.every(FORGET_EVERY_MS, () => void forget(guards).catch(failed("guards")));
  const begin: Admission["begin"] = async (work) => {
    const { trigger, test } = work.birth;
    if (!storms || test || trigger.kind !== "message" || !(await storms.isStorm(trigger.message))) return admission.begin(work);
    metrics.guarded.inc({ code: "reply_storm" });
    return deliver({ ...work, endedAs: "reply_storm" });
  };
  const conversations = createConversations({
    store,
    slots: guards?.slots ?? null,
    storms: storms ?? null,
    flows,
    begin,
    deliver,
    host,
  });
  // The next run begins after the commit that ends the one before; a process that dies between the two leaves it waiting.
  const sweep = (): void => void admission.sweep().catch(failed("admission"));
  sweep();
  const stopSweeping = host.every(QUEUE_SWEEP_MS, sweep);
  const starts = createStarts({ store, flows, begin, newRunId: host.newRunId });
  const operations = createOperations({
    store,
    write,
    carriers,
    urls,
    outbox,
    reaped: async () => (await reaper.reap()) + (await ageLimit.sweep()),
    timers,
    idle: writer.idle,
  });
  return {
    metrics,
    flows,
    host,
    shedding,
    deliver,
    begin,
    receive: conversations.receive,
    prove,
    charge,
    ...starts,
    ...operations,
    tryFlow: createTries({ store, carriers, urls, startRun: starts.startRun, host }),
    tryNode: createNodeTries({ components: flows.components, engine, services, host }),
    stop: async (graceMs) => {
      stopSweeping();
      stopForgetting?.();
      shedding.stop();
      reaper.stop();
      ageLimit.stop();
      await timers.stop();
      await outbox.stop(graceMs);
      await writer.idle();
      quarantine?.stop();
      await heartbeat.stop();
    },
  };
}
