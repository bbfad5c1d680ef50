import { type Leg, LIMITS } from "@cordboard/contract";
import { describe, expect, it } from "vitest";
import { ToyRun, apiRequest, inboundCall, toyFlow, withConfigs } from "./toys.ts";

const outbound = (callUuid: string, change: Partial<Leg> = {}): Leg => ({
  callUuid,
  role: "outbound",
  from: "+14155550100",
  to: "+14155550101",
  status: "in-progress",
  startedAt: "2026-01-01T00:00:00.000Z",
  answeredAt: "2026-01-01T00:00:05.000Z",
  endedAt: null,
  hangup: null,
  ...change,
});
const progress = (run: ToyRun, what: "ringing" | "answered" | "ended", leg: Leg) => {
  const id = run.effects.find((effect) => effect.kind === "place_call")?.id ?? "";
  const asking = what === "answered" ? { asking: leg.callUuid } : {};
  return run.send({ type: "effect", effectId: id, event: { type: "call_progress", effectId: id, progress: what, leg }, ...asking });
};
const input = { type: "input", inputType: "dtmf", digits: "1", speech: "", confidence: null } as const;
const result = (run: ToyRun, id: string, ok = true) =>
  run.send({
    type: "effect",
    effectId: id,
    event: {
      type: "effect",
      effectId: id,
      result: ok ? { ok: true, data: {} } : { ok: false, uncertain: false, error: { code: "carrier_refused", message: "No." } },
    },
  });
const leg = (run: ToyRun, callUuid: string) => run.state.legs.find((one) => one.callUuid === callUuid);

describe("events that come again or too late", () => {
  it("a second start begins nothing", () => {
    const run = new ToyRun(toyFlow("Begin.call>Ask"), inboundCall);
    const { token } = run.wait;
    run.send({ type: "started", trigger: inboundCall });
    expect(run.path).toEqual(["Begin", "Ask"]);
    expect(run.wait.token).toBe(token);
    expect(run.last?.journal).toMatchObject([{ event: { ignored: true } }]);
  });

  it("a call that was answered twice has one document", () => {
    const run = new ToyRun(toyFlow("Begin.api>Dial", "Dial.answered>Ask"), apiRequest);
    progress(run, "answered", outbound("leg-b"));
    expect(run.heard).toEqual(["GetDigits", "Redirect"]);
    progress(run, "answered", outbound("leg-b"));
    expect(run.last?.reply.kind).toBe("none");
    expect(run.state.openReply).toBeNull();
  });

  it("a hang-up that is reported twice is told once", () => {
    const run = new ToyRun(toyFlow("Begin.api>Dial", "Dial.answered>Ask", "Ask.hung_up>Pause"), apiRequest);
    progress(run, "answered", outbound("leg-b"));
    const over = outbound("leg-b", { status: "completed", hangup: { code: 4000, cause: "Normal Hangup", source: "Callee" } });
    progress(run, "ended", over);
    progress(run, "ended", over);
    expect(run.path).toEqual(["Begin", "Dial", "Ask", "Pause"]);
    expect(run.last?.journal).toMatchObject([{ event: { type: "hangup_again", ignored: true } }]);
  });

  it("a leg's status never goes back, and what is known of its end is kept", () => {
    const run = new ToyRun(toyFlow("Begin.api>Dial", "Dial.answered>Ask"), apiRequest);
    progress(run, "answered", outbound("leg-b"));
    progress(run, "ringing", outbound("leg-b", { status: "ringing", answeredAt: null }));
    expect(leg(run, "leg-b")).toMatchObject({ status: "in-progress", answeredAt: "2026-01-01T00:00:05.000Z" });
    run.hangUp("leg-b", "Callee");
    progress(run, "ringing", outbound("leg-b", { status: "ringing", answeredAt: null }));
    expect(leg(run, "leg-b")).toMatchObject({ status: "completed", hangup: { cause: "Normal Hangup" } });
  });

  it("a request to a hung-up call's wait is answered with a Hangup and leaves nothing owed", () => {
    const document = toyFlow("Begin.call>Ask:voice", "Ask.a>Pause");
    const run = new ToyRun(
      withConfigs(document, { Ask: { enter: "await_carrier", told: { hangup: "stay", input: "exit_a" } } }),
      inboundCall,
    );
    const { token } = run.wait;
    run.hangUp();
    run.send({ type: "step", token, request: "action", callUuid: "leg-a", event: input });
    expect(run.path).toEqual(["Begin", "Ask", "Pause"]);
    expect(run.heard).toEqual(["Hangup"]);
    expect(run.state.openReply).toBeNull();
  });

  it("a request of another call than the path's does not answer for it", () => {
    const run = new ToyRun(toyFlow("Begin.call>Ask", "Ask.got>Say"), inboundCall);
    run.send({ type: "step", token: run.wait.token, request: "action", callUuid: "leg-x", event: input });
    expect(run.path).toEqual(["Begin", "Ask"]);
  });

  it("the word that an answer is owed for too long takes nothing away when it was given meanwhile", () => {
    const run = new ToyRun(toyFlow("Begin.call>Ask"), inboundCall);
    run.send({ type: "hold", callUuid: "leg-a" });
    expect(run.last?.reply.kind).toBe("none");
    expect(run.state.holds).toEqual({});
  });

  it("hanging up that worked needs no word, one that failed does", () => {
    const run = new ToyRun(toyFlow("Begin.call>Ask"), inboundCall);
    run.send({ type: "stop", by: "Ann" });
    const id = run.effects.find((effect) => effect.kind === "hangup_call")?.id ?? "";
    result(run, id);
    expect(run.last?.journal).toEqual([]);
    const other = new ToyRun(toyFlow("Begin.call>Ask"), inboundCall);
    other.send({ type: "stop", by: "Ann" });
    result(other, other.effects[0]?.id ?? "", false);
    expect(other.last?.journal).toMatchObject([{ event: { summary: "The carrier did not end the call: No." } }]);
  });

  it("never writes a caller's keys into the journal", () => {
    const run = new ToyRun(toyFlow("Begin.call>Secret", "Secret.got>Hang"), inboundCall);
    const { token } = run.wait;
    run.hangUp();
    run.send({ type: "step", token, request: "action", callUuid: "leg-a", event: { ...input, digits: "482913" } });
    expect(JSON.stringify(run.history.map((a) => a.journal))).not.toContain("482913");
  });
});

describe("a call whose document is over", () => {
  const forwarded = () => {
    const document = toyFlow("Begin.call>Forward:voice", "Forward.a>Say", "Say.done>Ask");
    return new ToyRun(withConfigs(document, { Forward: { enter: "await_carrier", told: { timer: "exit_a" } } }), inboundCall);
  };

  it("has what it should hear next kept as its last answer", () => {
    const run = forwarded();
    run.send({ type: "timer", timerId: run.wait.timerId });
    expect(run.last?.reply).toMatchObject({ kind: "voice", callUuid: "leg-a" });
    expect(run.heard).toEqual(["Speak", "GetDigits", "Redirect"]);
  });

  it("gets that answer, not the old question, when it comes back", () => {
    const run = forwarded();
    const { token } = run.wait;
    run.send({ type: "timer", timerId: run.wait.timerId });
    run.redirect(token);
    expect(run.last?.reply.kind).toBe("none");
    run.press("1");
    expect(run.path).toEqual(["Begin", "Forward", "Say", "Ask"]);
  });

  it("has the Hangup kept as its last answer when the run ends meanwhile", () => {
    const run = new ToyRun(toyFlow("Begin.call>Ask"), inboundCall);
    run.send({ type: "timer", timerId: run.wait.timerId });
    expect(run.last?.reply).toEqual({ kind: "voice", callUuid: "leg-a", verbs: [{ element: "Hangup" }] });
    expect(run.effects).toMatchObject([{ kind: "hangup_call", callUuid: "leg-a" }]);
  });

  it("is told no answer when its step has no use for the one it brings", () => {
    const document = toyFlow("Begin.call>Ask:voice", "Ask.b>Say");
    const run = new ToyRun(withConfigs(document, { Ask: { enter: "await_carrier", told: { silence: "exit_b" } } }), inboundCall);
    run.press("1");
    expect(run.path).toEqual(["Begin", "Ask", "Say"]);
  });

  it("never hears a question whose wait is over", () => {
    // The question was ready, but the call was still in the hold loop when the time to answer was over.
    const document = toyFlow("Begin.call>Send", "Send.sent>Ask:voice", "Ask.a>Say", "Say.done>Last:ask");
    const run = new ToyRun(withConfigs(document, { Ask: { enter: "await_carrier", told: { timer: "exit_a" } } }), inboundCall);
    run.send({ type: "hold", callUuid: "leg-a" });
    result(run, run.effects[0]?.id ?? "");
    run.send({ type: "timer", timerId: run.wait.timerId });
    run.redirect(run.state.holds["leg-a"]);
    expect(run.heard).toEqual(["Speak", "GetDigits", "Redirect"]);
    expect(run.last?.reply).toMatchObject({ verbs: [{}, { attributes: { action: `https://t/s/${run.wait.token}/action` } }, {}] });
  });
});

it("what was gathered for one call is not for the next", () => {
  const document = toyFlow("Begin.call>Send", "Send.sent>Both:logic", "Both.a>Ask");
  const config = { enter: "await_at_once", text: "For A.", told: { timer: "await_call", call_progress: "to_the_answered_leg" } };
  const run = new ToyRun(withConfigs(document, { Both: config }), inboundCall);
  run.send({ type: "hold", callUuid: "leg-a" });
  result(run, run.effects[0]?.id ?? "");
  run.send({ type: "timer", timerId: run.wait.timerId });
  progress(run, "answered", outbound("leg-b"));
  expect(run.last?.reply).toMatchObject({ callUuid: "leg-b" });
  expect(run.heard).toEqual(["Speak", "GetDigits", "Redirect"]);
});

describe("forwarded calls", () => {
  const dialLeg = (run: ToyRun, token: string, action: "answer" | "hangup" | "digits", code = 4000) =>
    run.send({
      type: "step",
      token,
      request: "callback",
      callUuid: "leg-a",
      event: {
        type: "dial_leg",
        action,
        bLegUuid: "leg-b",
        from: "+14155550101",
        to: "+14155550142",
        durationSeconds: action === "hangup" ? 12 : null,
        hangup: action === "hangup" ? { code, cause: "Cause", source: "Callee" } : null,
        digits: "",
      },
    });

  it("stay answered when keys are noticed", () => {
    const run = new ToyRun(toyFlow("Begin.call>Ask"), inboundCall);
    const { token } = run.wait;
    dialLeg(run, token, "answer");
    dialLeg(run, token, "digits");
    expect(leg(run, "leg-b")).toMatchObject({ status: "in-progress" });
  });

  it("are waited for after the caller's hang-up, so that their length is known", () => {
    const run = new ToyRun(toyFlow("Begin.call>Ask"), inboundCall);
    const { token } = run.wait;
    dialLeg(run, token, "answer");
    run.send({ type: "stop", by: "Ann" });
    run.hangUp("leg-a", "API Request");
    expect(run.state.status).toBe("running");
    dialLeg(run, token, "hangup");
    expect(run.state.status).toBe("stopped");
    expect(leg(run, "leg-b")).toMatchObject({ status: "completed", durationSeconds: 12 });
  });

  it("end as their cause says when nobody answered, and are no leg of a run that is over", () => {
    const run = new ToyRun(toyFlow("Begin.call>Ask"), inboundCall);
    const { token } = run.wait;
    dialLeg(run, token, "hangup", 3010);
    expect(leg(run, "leg-b")).toMatchObject({ status: "busy", answeredAt: null });
    const over = new ToyRun(toyFlow("Begin.call>Ask"), inboundCall);
    const before = over.wait.token;
    over.hangUp();
    dialLeg(over, before, "answer");
    expect(over.state.legs).toHaveLength(1);
  });
});

it("a long run forgets effects that can change nothing any more", () => {
  const run = new ToyRun(toyFlow("Begin.api>Send", "Send.sent>Send"), apiRequest);
  for (let i = 0; i < 400; i++) result(run, run.last?.effects[0]?.effect.id ?? "");
  expect(run.state.steps).toBe(402);
  expect(Object.keys(run.state.effects).length).toBeLessThanOrEqual(300);
});

it("a step's inputs never outgrow a journal entry", () => {
  const document = toyFlow("Begin.api>Pass");
  const run = new ToyRun(withConfigs(document, { Pass: { a: "x".repeat(40_000), b: ["y".repeat(40_000), "z"], c: { d: 1 } } }), apiRequest);
  const entry = run.history[0]?.journal.find((one) => one.kind === "step" && one.step.node.name === "Pass");
  expect(JSON.stringify(entry).length).toBeLessThan(LIMITS.templateOutputBytes + 1_000);
  expect(entry).toMatchObject({ step: { inputs: { a: "x".repeat(40_000) } } });
  expect(JSON.stringify(entry)).toMatch(/more characters/);
});
