import type { LedgerRow } from "@cordboard/simulator";
import type { Attempt } from "../world/record.ts";
import type { EffectState, Evidence, RunHistory, StepVisit } from "./evidence.ts";

/*
 * What three witnesses say of a small world in which nothing went wrong, though much was tried: a call with a text inside
 * whose answer came twice, a text that was held up, a request that waited, and a text that the carrier lost.
 */
const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();

const attempt = (key: string, path: string, more: Partial<Attempt> = {}): Attempt => ({
  at: Date.parse(at(0)),
  key,
  subject: key.split(":")[0] ?? key,
  role: "event",
  path,
  replica: "replica 1",
  ms: 3,
  status: 200,
  hash: `hash of ${key}`,
  ...more,
});

const effect = (id: string, kind: string, target: string, state: EffectState["state"] = "done"): EffectState => ({
  id,
  kind,
  target,
  state,
  createdAt: at(2),
  settledAt: state === "uncertain" ? null : at(3),
});

const step = (seq: number, name: string, exit: string | null, entered: number, left: number | null): StepVisit => ({
  seq,
  thread: "main",
  name,
  exit,
  enteredAt: at(entered),
  leftAt: left === null ? null : at(left),
});

const run = (id: string, flowId: string, more: Partial<RunHistory>): RunHistory => ({
  id,
  flowId,
  status: "completed",
  reason: null,
  waitingFor: [],
  startedAt: at(0),
  endedAt: at(9),
  calls: [],
  webhooks: [],
  steps: [],
  effects: [],
  ...more,
});

const textRow = (seq: number, dst: string, token: string, text: string, more: Partial<LedgerRow> = {}): LedgerRow => ({
  seq,
  at: at(3),
  method: "POST",
  path: "/v1/Account/MA/Message/",
  body: { dst, text, url: `http://us/carrier/messages/e/${token}` },
  status: 202,
  ...more,
});

const ANSWER = "/carrier/voice/n/number/answer";
const HANGUP = "/carrier/voice/n/number/hangup";
const HOLD = "/carrier/voice/hold/sealed";

/** Fresh each time, so that a test may spoil it. */
export const soundEvidence = (): Evidence => ({
  attempts: [
    attempt("call-1:answer", ANSWER, { role: "start" }),
    attempt("call-1:answer", "/carrier/voice/n/number/fallback", { role: "start", replica: "replica 2" }),
    attempt("step-1:action", "/carrier/voice/s/step-1/action", { subject: "call-1", held: true, hash: "hold" }),
    attempt("step-1:action", HOLD, { subject: "call-1" }),
    attempt("call-1:hangup", HANGUP),
    // All lines were busy at first.
    attempt("call-3:answer", ANSWER, { role: "start", turnedAway: true, hash: "busy" }),
    attempt("call-3:hangup", HANGUP),
    // Nobody took this call, so there is nothing to hang up.
    attempt("call-2:answer", ANSWER, { role: "start", status: null, error: "ECONNREFUSED" }),
    attempt("call-2:hangup", HANGUP),
    attempt("text-1", "/carrier/messages/n/number", { role: "start", status: 503 }),
    attempt("text-1", "/carrier/messages/n/number", { role: "start" }),
    attempt("start:key-1", "/api/flows/f-wait/runs", { subject: "key-1", role: "start", status: 409, hash: "busy" }),
    attempt("start:key-1", "/api/flows/f-wait/runs", { subject: "key-1", role: "start", status: 201, runId: "run-wait" }),
  ],
  ledger: [
    textRow(1, "+12120000001", "token-1", "#call-1:1000 your code", { fault: "acceptThenDrop" }),
    textRow(2, "+12120000002", "token-2", "#text-1:reply", { status: 429, fault: "status429" }),
    textRow(3, "12120000002", "token-2", "#text-1:reply"),
    textRow(4, "+12120000003", "token-3", "#key-1:notify", { status: 0, fault: "drop" }),
  ],
  runs: [
    run("run-call", "f-desk", {
      calls: ["call-1"],
      webhooks: [
        { path: ANSWER, key: "call-1:answer" },
        { path: HOLD, key: null },
        { path: HANGUP, key: "call-1:hangup" },
      ],
      steps: [step(1, "Start", "incoming_call", 0, 0), step(2, "Text", "sent", 1, 3), step(3, "Menu", "hung_up", 3, 9)],
      effects: [effect("e-1", "send_message", "+12120000001"), effect("e-hangup", "hangup_call", "call-1")],
    }),
    run("run-text", "f-texts", {
      webhooks: [{ path: "/carrier/messages/n/number", key: "text-1" }],
      steps: [step(1, "Start", "incoming_message", 0, 0), step(2, "Reply", "sent", 0, 3)],
      effects: [effect("e-2", "send_message", "+12120000002")],
    }),
    run("run-wait", "f-wait", {
      steps: [step(1, "Start", "api_request", 0, 0), step(2, "Pause", "done", 0, 3.2), step(3, "Notify", "failed", 3.2, 9)],
      effects: [effect("e-3", "send_message", "+12120000003", "uncertain")],
    }),
  ],
  listedUncertain: ["e-3"],
  readAt: Date.parse(at(60)),
  expect: {
    lookUp: true,
    lists: false,
    waits: { Pause: 3_000 },
    latestTimerMs: 1_000,
    cords: {
      "f-desk": { "Start.incoming_call": "Text", "Text.sent": "Menu" },
      "f-texts": { "Start.incoming_message": "Reply" },
      "f-wait": { "Start.api_request": "Pause", "Pause.done": "Notify" },
    },
  },
});
