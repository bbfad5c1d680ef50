import type { Step } from "@cordboard/contract";
import { z } from "zod";
import { mocks } from "./flows.ts";
import { flag, id, json, jsonObject, pageQuery, source, time } from "./common.ts";

export const runStatus = z.enum(["running", "completed", "failed", "stopped"]);
const codeAndMessage = z.strictObject({ code: z.string(), message: z.string() });

export const leg = z
  .strictObject({
    callUuid: z.string(),
    role: z.enum(["inbound", "outbound", "forwarded"]),
    from: z.string(),
    to: z.string(),
    status: z.string(),
    startedAt: time,
    answeredAt: time.nullable(),
    endedAt: time.nullable(),
    hangup: z.strictObject({ code: z.number().nullable(), cause: z.string(), source: z.string() }).nullable(),
  })
  .meta({ id: "Leg" });

export const run = z
  .strictObject({
    id,
    flowId: id,
    flowName: z.string(),
    version: z.int().nullable(),
    /** Content hash of the flow text the run is pinned to. */
    hash: z.string(),
    test: z.boolean(),
    trigger: z.enum(["call", "message", "api", "flow"]),
    status: runStatus,
    reason: codeAndMessage.nullable(),
    waitingFor: z.array(z.strictObject({ thread: z.string(), nodeId: z.string(), kind: z.string(), until: time })),
    contact: z.string().nullable(),
    number: z.string().nullable(),
    legs: z.array(leg),
    messages: z.array(z.string()),
    recordings: z.array(z.string()),
    parentRunId: z.string().nullable(),
    batchId: z.string().nullable(),
    startedAt: time,
    endedAt: time.nullable(),
    /** The result of the End that it came to. */
    result: z.string().nullable(),
    outputs: jsonObject,
    /** Last journal seq. */
    seq: z.int(),
    steps: z.int(),
  })
  .meta({ id: "Run" });
export type Run = z.output<typeof run>;

export const runsQuery = z.strictObject({
  ...pageQuery,
  flow: z.string().max(64).optional(),
  status: runStatus.optional(),
  contact: z.string().max(256).optional(),
  number: z.string().max(256).optional(),
  /** Started at or after / before. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Found in the contact, the number, the flow's name, the reason, a run or call id. */
  text: z.string().max(200).optional(),
  test: flag.optional(),
  batch: z.string().max(64).optional(),
});
export type RunsQuery = z.output<typeof runsQuery>;

export const step: z.ZodType<Step> = z
  .strictObject({
    seq: z.int(),
    thread: z.string(),
    node: z.strictObject({ id: z.string(), name: z.string(), type: z.string() }),
    exit: z.string().nullable(),
    enteredAt: time,
    leftAt: time.nullable(),
    inputs: jsonObject,
    outputs: jsonObject,
    error: codeAndMessage.nullable(),
    effects: z.array(z.string()),
  })
  .meta({ id: "Step" });

export const context = z
  .strictObject({ variables: z.record(z.string(), json), contact: jsonObject, flow: jsonObject })
  .meta({ id: "Context" });
export type Context = z.output<typeof context>;

export const carrierItem = z
  .strictObject({
    seq: z.int(),
    stepSeq: z.int().nullable(),
    at: time,
    direction: z.enum(["in", "out"]),
    kind: z.enum(["webhook", "xml", "request", "response"]),
    method: z.string().nullable(),
    url: z.string().nullable(),
    status: z.int().nullable(),
    body: z.string(),
  })
  .meta({ id: "CarrierItem" });
export type CarrierItem = z.output<typeof carrierItem>;

const journalEvent = z.strictObject({ type: z.string(), summary: z.string(), ignored: z.boolean(), data: jsonObject });
export const journalEntry = z
  .discriminatedUnion("kind", [
    z.strictObject({ seq: z.int(), at: time, kind: z.literal("step"), step }),
    z.strictObject({ seq: z.int(), at: time, kind: z.literal("event"), event: journalEvent }),
    z.strictObject({
      seq: z.int(),
      at: time,
      kind: z.literal("run"),
      run: z.strictObject({ status: runStatus, reason: codeAndMessage.nullable() }),
    }),
  ])
  .meta({ id: "JournalEntry" });
export type JournalItem = z.output<typeof journalEntry>;
export const journalQuery = z.strictObject({
  after: z.coerce.number<number | string>().int().min(0).default(0),
  limit: z.coerce.number<number | string>().int().min(1).max(1000).default(500),
});

/** Steps and carrier items are read in order, in larger pages than lists. */
export const partsQuery = z.strictObject({ ...pageQuery, limit: z.coerce.number<number | string>().int().min(1).max(1000).default(200) });

export const replayRun = z.strictObject({ source, mocks: mocks.optional() });
/** A step that took another way than in the recorded run. */
const difference = z.strictObject({ step: z.int(), recorded: z.string().nullable(), replayed: z.string().nullable() });
export const replayed = z
  .strictObject({
    source,
    hash: z.string(),
    status: runStatus,
    reason: codeAndMessage.nullable(),
    steps: z.array(step),
    variables: z.record(z.string(), json),
    differences: z.array(difference),
    /** Recorded events that found nothing to wait for them. */
    unusedEvents: z.int(),
  })
  .meta({ id: "Replay" });
export type Replay = z.output<typeof replayed>;

const parties = { from: z.string(), to: z.string() };
/** The parts of a flow test that only the server knows of a run. */
export const scenario = z
  .strictObject({
    /** When it began. */
    now: time,
    start: z.union([
      z.strictObject({ call: z.strictObject(parties) }),
      z.strictObject({ message: z.strictObject({ ...parties, text: z.string(), media: z.array(z.string()).optional() }) }),
      z.strictObject({ api: z.strictObject({ params: jsonObject, to: z.string().optional(), from: z.string().optional() }) }),
    ]),
    /** Name of the node that it began at, when that was not the entry. */
    startAt: z.string().nullable(),
    /** The last answer to each node that asked a web server or a database. */
    mocks,
  })
  .meta({ id: "Scenario" });
export type Scenario = z.output<typeof scenario>;

/** What an operator may tell a waiting run. */
export const operatorEvent = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("input"), digits: z.string().max(99).optional(), speech: z.string().max(1000).optional() }),
    z.strictObject({ type: z.literal("silence") }),
    z.strictObject({ type: z.literal("timer") }),
  ])
  .meta({ id: "OperatorEvent" });
export type OperatorEvent = z.output<typeof operatorEvent>;
export const accepted = z.strictObject({ accepted: z.literal(true) });

export const effect = z
  .strictObject({
    id,
    runId: id,
    flowId: id,
    stepSeq: z.int(),
    nodeId: z.string(),
    kind: z.string(),
    state: z.enum(["pending", "begun", "done", "failed", "uncertain", "cancelled"]),
    attempts: z.int(),
    /** Who it goes to: a number, a call or an address. */
    target: z.string(),
    /** Our number that it comes from, if it does. */
    from: z.string().nullable(),
    /** The text of a message, the method of a web request; empty when there is nothing to say. */
    content: z.string(),
    /** The step was told how it ended, or that nobody knows: what comes later changes the effect, never the path. */
    told: z.boolean(),
    test: z.boolean(),
    /** While it is pending: the effect to the same recipient that it waits for, which is on its way or in doubt. */
    waitsFor: id.nullable(),
    createdAt: time,
    begunAt: time.nullable(),
    settledAt: time.nullable(),
    error: codeAndMessage.nullable(),
    /** Set once an operator has decided. */
    resolved: z.strictObject({ as: z.enum(["sent", "not_sent"]), by: z.string(), at: time }).nullable(),
  })
  .meta({ id: "Effect" });
export type EffectItem = z.output<typeof effect>;
export const effectsQuery = z.strictObject({ ...pageQuery, state: effect.shape.state.optional(), run: z.string().max(64).optional() });
export const resolveEffect = z.strictObject({ as: z.enum(["sent", "not_sent"]), resend: z.boolean().optional() });
