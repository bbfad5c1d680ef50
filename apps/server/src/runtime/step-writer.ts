import { type Advance, type RunCode, type RunEvent, type RunState, type Trigger, type JsonObject } from "@cordboard/contract";
import { type DestinationGuard, guardVerbs, type NewRunEvent } from "@cordboard/carrier";
import { advance, type CompiledFlow, type EngineDeps, newRun } from "@cordboard/engine";
import { toXml, XmlError } from "@cordboard/plivo";
import {
  type CommitItem,
  type Guard,
  type InboxRow,
  type LoadedRun,
  type NewCarrierItem,
  QUEUED,
  type RunStore,
} from "../store/run-store.ts";
import { type Batcher, createBatcher } from "./batcher.ts";
import type { CompiledFlows } from "./compiled-flows.ts";
import { endInstead } from "./end-instead.ts";
import type { Host } from "./host.ts";
import { bothVaults, hiddenIn, maskEvent, maskLine } from "../masking.ts";
import type { FlowPin } from "./ports.ts";
import { type StepMarks, subjectOf } from "./step-marks.ts";

/** How a run begins. */
export interface Birth {
  pin: FlowPin;
  trigger: Trigger;
  test: boolean;
  batchId?: string;
  parentRunId?: string;
  variables?: JsonObject;
  /** Only if no other run of the flow is under way with this contact; else `busy`. */
  alone?: { contact: string };
  /** Made now, begun later: when the run before it is over. */
  queued?: boolean;
}

/** One event on its way into a run. */
export interface Work {
  runId: string;
  event: NewRunEvent;
  /** The run begins with this event. */
  birth?: Birth;
  /** From outside: a repeat of `key` is answered with the stored bytes. `xml`: the leg `callUuid` is owed a document. */
  inbox?: { key: string; digest: string; callUuid: string | null; xml: boolean };
  /** Of our own: what must still be true. */
  guard?: Guard;
  nonce?: { value: string; digest: string };
  /** What came in, for the carrier log. */
  log?: NewCarrierItem[];
  /** The run is the one to tell, although it may have handed the call over. */
  here?: boolean;
  /** The event is not told to the run: it ends for this reason. */
  endedAs?: RunCode;
}

export type Written =
  | { kind: "applied"; advance: Advance; at: number; /** null: owed */ reply: string | null; filled: { callUuid: string; body: string }[] }
  | { kind: "repeat"; row: InboxRow }
  | { kind: "stale" }
  | { kind: "nonce_reused" }
  | { kind: "unknown_run" }
  /** The run has no use for it: it may be another's. */
  | { kind: "declined" }
  /** The call that this is about is another run's by now: tell that one. */
  | { kind: "moved"; runId: string }
  | { kind: "busy"; runIds: string[] };

/** What a leg hears that nothing is left to say to. */
export const HANGUP_XML = toXml([{ element: "Hangup" }]);
export const REJECT_XML = toXml([{ element: "Hangup", attributes: { reason: "rejected" } }]);
export const BUSY_XML = toXml([{ element: "Hangup", attributes: { reason: "busy" } }]);
export const EMPTY_XML = toXml([]);
/** What a leg hears whose run is ended because it can't go on. */
const SORRY_XML = toXml([{ element: "Speak", body: "We are sorry, something is wrong on our side." }, { element: "Hangup" }]);

export interface StepWriterOptions {
  store: RunStore;
  flows: CompiledFlows;
  engine: EngineDeps;
  guard: DestinationGuard;
  soon: Host["soon"];
  marks?: StepMarks | undefined;
  /** Told of each commit, after it. */
  committed: (work: Work, written: Written & { kind: "applied" }) => void;
  /** Told what the destination guard took out of a document, and of faults that ended a run. */
  warn: (code: string, details: Record<string, string | number>) => void;
}

/** A loser of the version check is tried again this often; with one process per run it never loses. */
const MAX_ATTEMPTS = 20;

/** Measured on both stores (reference: perf.md 2): larger batches or more of them at once gain nothing. */
const MAX_BATCH = 32;
const LANES = 3;

interface Prepared {
  work: Work;
  item: CommitItem;
  written: Written & { kind: "applied" };
}

/**
 * Events into runs, in batches: one read, pure steps in memory, one write with a version check. A loser of the check is
 * loaded again and retried. Rejects only for faults (a database that is gone, a flow text that is missing).
 */
export function createStepWriter(options: StepWriterOptions): Batcher<Work, Written> {
  const { store } = options;

  const run = async (works: Work[]): Promise<(Written | Error)[]> => {
    const results: (Written | Error | undefined)[] = works.map(() => undefined);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const open = works.flatMap((work, i) => (results[i] === undefined ? [{ work, i }] : []));
      if (open.length === 0) break;
      const loaded = await store.load({
        runIds: open.filter(({ work }) => !work.birth).map(({ work }) => work.runId),
        // A repeat of another event is found by the commit, which looks anyhow; of a birth it must not be taken for a second call.
        inboxKeys: open.flatMap(({ work }) => (work.birth && work.inbox ? [work.inbox.key] : [])),
      });
      const prepared = await Promise.all(open.map(({ work }) => prepare(options, work, loaded).catch(asError)));
      const toCommit: { entry: Prepared; i: number }[] = [];
      prepared.forEach((entry, at) => {
        const slot = open[at];
        if (!slot) return;
        if (entry instanceof Error || "kind" in entry) results[slot.i] = entry;
        else toCommit.push({ entry, i: slot.i });
      });
      const outcomes = toCommit.length > 0 ? await store.commit(toCommit.map(({ entry }) => entry.item)) : [];
      toCommit.forEach(({ entry, i }, at) => {
        const outcome = outcomes[at] ?? new Error("The store answered too few outcomes.");
        if (outcome instanceof Error) results[i] = outcome;
        else if (outcome.kind === "duplicate") results[i] = { kind: "repeat", row: outcome.row };
        else if (outcome.kind === "committed") {
          results[i] = entry.written;
          afterCommit(options, entry);
        } else if (outcome.kind !== "conflict") results[i] = outcome;
      });
    }
    return results.map((result) => result ?? new Error("Other events of this run always came first; the event was not applied."));
  };

  return createBatcher<Work, Written>({ orderOf, run, maxItems: MAX_BATCH, lanes: LANES, soon: options.soon });
}

/**
 * Repeats of the webhook that begins a run come with different run ids: they are told apart by their key. Runs that must
 * be alone with their contact begin one after another.
 */
function orderOf({ runId, birth, inbox }: Work): string {
  // A run that is begun by another one takes its call: nothing else of that run may be on its way at the same time.
  if (birth?.trigger.kind === "flow") return birth.trigger.by.runId;
  if (birth?.alone) return `${birth.pin.flowId} ${birth.alone.contact}`;
  return birth && inbox ? inbox.key : runId;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** What follows a commit can't undo it. */
function afterCommit({ committed, warn }: StepWriterOptions, { work, written }: Prepared): void {
  try {
    committed(work, written);
  } catch (error) {
    warn("after_commit_failed", { runId: work.runId, error: String(error) });
  }
}

type Loaded = Awaited<ReturnType<RunStore["load"]>>;

async function prepare(options: StepWriterOptions, work: Work, loaded: Loaded): Promise<Prepared | Written> {
  const row = work.inbox && loaded.inbox.get(work.inbox.key);
  if (row) return { kind: "repeat", row };
  const before = work.birth ? born(work, loaded.now) : loaded.runs.get(work.runId);
  if (!before) return { kind: "unknown_run" };
  if (work.birth?.alone) {
    const runIds = await options.store.liveRuns(work.birth.pin.flowId, work.birth.alone.contact);
    if (runIds.length > 0) return { kind: "busy", runIds };
  }
  const owner = await newOwner(options.store, work, before.state);
  if (owner !== null) return { kind: "moved", runId: owner };
  const flow = await options.flows.get(before.state.hash);
  const event: RunEvent = { ...work.event, at: loaded.now };
  const compute = (): Stepped => (work.birth?.queued ? queue(before.state, loaded.now) : step(options, flow, before.state, event, work));
  const stepped = options.marks ? options.marks.during(subjectOf(work), compute) : compute();

  if (stepped.advance.declined) return { kind: "declined" };

  const asked = work.inbox?.xml ? work.inbox.callUuid : null;
  const reply = await ownReply(options.store, stepped, asked);
  const filled = stepped.body === null ? [] : [{ callUuid: stepped.body.callUuid, body: stepped.body.xml }];
  const known = bothVaults(before.state, stepped.advance).vault;
  const secrets = { vault: [...new Set([...known, ...hiddenIn(flow, before.state, work.log ?? [])])] };
  const currentStep = before.state.steps || null;
  const came = (work.log ?? []).map((line) => ({ ...line, stepSeq: line.stepSeq ?? currentStep }));
  const log = [...came, ...documentLog(work, stepped, asked !== null ? reply : null)].map((line) => maskLine(secrets, line));
  const inbox = work.inbox && { key: work.inbox.key, digest: work.inbox.digest, callUuid: asked, reply };
  const item: CommitItem = {
    runId: work.runId,
    expectedVersion: before.version,
    event: maskEvent(secrets, event),
    advance: stepped.advance,
    inbox: inbox ?? null,
    guard: work.guard ?? null,
    replies: filled,
    log,
    nonce: work.nonce ?? null,
    secrets: secrets.vault,
  };
  return { work, item, written: { kind: "applied", advance: stepped.advance, at: loaded.now, reply, filled } };
}

/** A call that a run has handed over keeps its addresses: what comes there is for the run that has it now. */
async function newOwner(store: RunStore, { runId, event, here }: Work, { lent }: RunState): Promise<string | null> {
  const callUuid = here || lent === undefined ? null : callOf(event);
  if (callUuid === null || !lent?.[callUuid]) return null;
  const owner = (await store.byLeg(callUuid))?.runId ?? runId;
  return owner === runId ? null : owner;
}

/** The call whose life, or whose next document, an event is about. */
function callOf(event: NewRunEvent): string | null {
  switch (event.type) {
    case "step":
      return event.request === "callback" ? null : event.callUuid;
    case "effect":
      return event.event.type === "call_progress" ? event.event.leg.callUuid : null;
    case "leg":
      return event.passedOn ? null : event.callUuid;
    case "hold":
      return event.callUuid;
    default:
      return null;
  }
}

function born({ runId, birth }: Work, at: number): LoadedRun | undefined {
  if (!birth) return undefined;
  const { pin, trigger, test, batchId, parentRunId, variables } = birth;
  const state = newRun({
    id: runId,
    ...pin,
    test,
    trigger,
    at,
    batchId: batchId ?? null,
    parentRunId: parentRunId ?? null,
    ...(variables && { variables }),
  });
  return { state, version: 0 };
}

interface Stepped {
  advance: Advance;
  body: { callUuid: string; xml: string } | null;
}

/** The pure step, and the bytes of its document. What can't be said ends the run with a coded failure. */
function step(options: StepWriterOptions, flow: CompiledFlow, state: RunState, event: RunEvent, { endedAs, inbox }: Work): Stepped {
  if (endedAs) {
    const failed = endedAs !== "replaced";
    const end = { status: failed ? "failed" : "stopped", code: endedAs } as const;
    const asking = failed && inbox?.xml ? inbox.callUuid : null;
    return {
      advance: endInstead(flow, state, event.at, end, options.engine),
      body: asking === null ? null : { callUuid: asking, xml: SORRY_XML },
    };
  }
  const stepped = advance(flow, state, event, options.engine);
  if (stepped.reply.kind !== "voice") return { advance: stepped, body: null };
  const { callUuid } = stepped.reply;
  const { verbs, refused } = guardVerbs(stepped.reply.verbs, options.guard);
  if (refused.length > 0) options.warn("destination_not_allowed", { runId: state.id, refused: refused.length });
  try {
    return { advance: stepped, body: { callUuid, xml: toXml(verbs) } };
  } catch (error) {
    const code = error instanceof XmlError && error.code === "xml_too_large" ? "answer_too_large" : "engine_fault";
    options.warn(code, { runId: state.id, error: String(error) });
    return { advance: endInstead(flow, state, event.at, { status: "failed", code }, options.engine), body: { callUuid, xml: HANGUP_XML } };
  }
}

/** A run that is kept, and begins when the run before it is over. */
function queue(state: RunState, at: number): Stepped {
  const run = { ...state, seq: 1 };
  const event = { type: "queued", summary: "Waits until the run before it with the same contact is over.", ignored: false, data: {} };
  const timers = { set: [{ id: QUEUED, dueAt: Number.MAX_SAFE_INTEGER }], cancel: [] };
  const advance: Advance = {
    run,
    journal: [{ seq: 1, at, kind: "event", event }],
    effects: [],
    timers,
    tokens: [],
    legs: [],
    reply: { kind: "none" },
  };
  return { advance, body: null };
}

/** What the request that carried the event is answered; null while it is owed, empty when no document is asked for. */
async function ownReply(store: RunStore, { advance: { reply }, body }: Stepped, asked: string | null): Promise<string | null> {
  if (asked === null) return "";
  if (body?.callUuid === asked) return body.xml;
  if (reply.kind === "pending" && reply.callUuid === asked) return null;
  // A late event is ignored and answered with what the leg heard last.
  return (await store.byLeg(asked))?.lastReply ?? HANGUP_XML;
}

function documentLog(work: Work, { advance: { run }, body }: Stepped, reply: string | null): NewCarrierItem[] {
  const xml = body?.xml ?? reply;
  if (xml === null || xml === "") return [];
  const url = work.log?.[0]?.url ?? "";
  return [{ stepSeq: run.steps || null, direction: "out", kind: "xml", method: "POST", url, status: 200, body: xml }];
}
