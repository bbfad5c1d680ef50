import { TIMING } from "@cordboard/contract";
import { describe, expect, it } from "vitest";
import { ToyRun, apiRequest, inboundCall, toyFlow, withConfigs } from "./toys.ts";

const dueAt = (run: ToyRun): number => run.last?.timers.set.find(({ id }) => id === run.state.reaperTimer)?.dueAt ?? 0;

describe("the reaper", () => {
  it("waits until the last words can have been heard", () => {
    const document = withConfigs(toyFlow("Begin.call>Say", "Say.done>Hang"), { Say: { text: "x".repeat(800) } });
    const run = new ToyRun(document, inboundCall);
    expect(dueAt(run) - run.at).toBe((TIMING.legReaperSeconds + 100) * 1_000);
  });

  it("says so, hangs up in case the call goes on, and keeps the reason that the run had", () => {
    const run = new ToyRun(toyFlow("Begin.call>Say"), inboundCall);
    run.send({ type: "timer", timerId: run.state.reaperTimer ?? "" });
    expect(run.state).toMatchObject({ status: "completed", reason: { code: "exit_has_no_cord" } });
    expect(run.state.legs).toMatchObject([{ hangup: { cause: "hangup_not_reported" } }]);
    expect(run.effects).toMatchObject([{ kind: "hangup_call", callUuid: "leg-a" }]);
    expect(run.last?.journal[0]).toMatchObject({ event: { type: "hangup", ignored: false } });
  });
});

describe("a failure", () => {
  it("of a text lets a live call hear what was said before and the goodbye", () => {
    const document = toyFlow("Begin.call>Say1", "Say1.done>Say2");
    const run = new ToyRun(withConfigs(document, { Say1: { text: "Hello" }, Say2: { text: "{{ x | no_such_filter }}" } }), inboundCall);
    expect(run.last?.reply).toMatchObject({ verbs: [{ body: "Hello" }, { body: "Goodbye." }, { element: "Hangup" }] });
    expect(run.state.ending).toMatchObject({ status: "failed", reason: { code: "template_failed" } });
  });

  it("in a circle repeats no prompt, and names the node", () => {
    const run = new ToyRun(toyFlow("Begin.call>Say1", "Say1.done>Say2", "Say2.done>Say1"), inboundCall);
    expect(run.heard).toEqual(["Speak", "Hangup"]);
    expect(run.state.ending?.reason?.message).toContain("Say2");
  });

  it("of a text that only shows when the step goes on leaves by failed", () => {
    // Readable at first; what came in the meantime makes the loop too long.
    const text = "{% for i in (1..Wait.digits) %}x{% endfor %}";
    const document = toyFlow("Begin.api>Wait:logic", "Wait.failed>Pass");
    const config = { enter: "await_call", told: { message_status: "ignore_with_outputs" }, text };
    const run = new ToyRun(withConfigs(document, { Wait: config }), apiRequest);
    const effectId = run.effects[0]?.id ?? "";
    const delivered = { type: "message_status", effectId, messageUuid: "m1", status: "delivered", errorCode: "" } as const;
    run.send({ type: "effect", effectId, event: delivered });
    expect(run.path).toEqual(["Begin", "Wait"]);
    run.send({ type: "effect", effectId, event: delivered });
    expect(run.path).toEqual(["Begin", "Wait", "Pass"]);
    expect(run.state.variables["Wait"]).toMatchObject({ error: { code: "template_failed" } });
  });

  it("of a variable that grew too large drops the question that comes behind it", () => {
    const big = "x".repeat(60_000);
    const cords = Array.from({ length: 19 }, (_, i) => `Set${i}:logic.a>Set${i + 1}:logic`);
    const document = toyFlow("Begin.call>Set0:logic", ...cords, "Set19.a>Ask");
    const names = document.nodes.filter((node) => node.name.startsWith("Set")).map((node) => node.name);
    const run = new ToyRun(
      withConfigs(document, Object.fromEntries(names.map((name) => [name, { enter: "exit_a", text: big }]))),
      inboundCall,
    );
    expect(run.state.ending?.reason?.code).toBe("context_too_large");
    expect(run.heard).toEqual(["Speak", "Hangup"]);
  });
});

describe("on_error", () => {
  it("is not followed for ever by a handler that fails itself", () => {
    const document = toyFlow("Begin.api>Send1:send", "Begin.on_error>Alert:send");
    const run = new ToyRun(document, apiRequest);
    for (let i = 0; i < 5 && run.state.status === "running"; i++) {
      const id = run.effects.at(-1)?.id ?? "";
      const error = { code: "opted_out", message: "No." };
      run.send({ type: "effect", effectId: id, event: { type: "effect", effectId: id, result: { ok: false, uncertain: false, error } } });
    }
    expect(run.path).toEqual(["Begin", "Send1", "Alert", "Alert"]);
    expect(run.state).toMatchObject({ status: "completed", reason: { code: "exit_has_no_cord" } });
  });

  it("serves again after something came from outside", () => {
    const document = toyFlow("Begin.api>Pause", "Begin.on_error>Pause", "Pause.next>Fail:logic");
    const run = new ToyRun(withConfigs(document, { Fail: { enter: "exit_failed" } }), apiRequest);
    for (let i = 0; i < 3; i++) run.send({ type: "timer", timerId: run.wait.timerId });
    expect(run.path).toEqual(["Begin", "Pause", "Fail", "Pause", "Fail", "Pause", "Fail", "Pause"]);
  });

  it("also serves the path of on_hangup", () => {
    const document = toyFlow("Begin.call>Ask", "Begin.on_hangup>Fail:logic", "Begin.on_error>Pass");
    const run = new ToyRun(withConfigs(document, { Fail: { enter: "exit_failed" } }), inboundCall);
    run.hangUp();
    expect(run.path).toEqual(["Begin", "Ask", "Fail", "Pass"]);
    expect(run.state.status).toBe("completed");
  });
});

it("an error of an earlier visit is forgotten when a later one succeeds", () => {
  const document = toyFlow("Begin.api>Send", "Send.failed>Pause", "Pause.next>Send", "Send.sent>Last:pause");
  const run = new ToyRun(document, apiRequest);
  const tell = (ok: boolean) => {
    const id = run.effects.at(-1)?.id ?? "";
    const result = ok ? ({ ok, data: {} } as const) : ({ ok, uncertain: false, error: { code: "opted_out", message: "No." } } as const);
    run.send({ type: "effect", effectId: id, event: { type: "effect", effectId: id, result } });
  };
  tell(false);
  expect(run.state.variables["Send"]).toEqual({ error: { code: "opted_out", message: "No." } });
  run.send({ type: "timer", timerId: run.wait.timerId });
  tell(true);
  expect(run.state.variables["Send"]).toEqual({});
});

describe("stopping", () => {
  it("also cuts last words short, and only once", () => {
    const run = new ToyRun(toyFlow("Begin.call>Say"), inboundCall);
    run.send({ type: "stop", by: "Ann" });
    expect(run.state.ending?.status).toBe("stopped");
    expect(run.effects).toMatchObject([{ kind: "hangup_call", callUuid: "leg-a" }]);
    run.send({ type: "stop", by: "Bob" });
    expect(run.effects).toHaveLength(1);
    run.hangUp("leg-a", "API Request");
    expect(run.state).toMatchObject({ status: "stopped", reason: { code: "stopped_by_user" } });
  });

  it("changes nothing when the run is over", () => {
    const run = new ToyRun(toyFlow("Begin.api>Pass"), apiRequest);
    run.send({ type: "stop", by: "Ann" });
    expect(run.state).toMatchObject({ status: "completed", reason: { code: "exit_has_no_cord" } });
    expect(run.last?.journal).toMatchObject([{ event: { ignored: true } }]);
  });

  it("gives up a call of which nobody can say whether it was placed", () => {
    const run = new ToyRun(toyFlow("Begin.api>Dial"), apiRequest);
    const id = run.effects[0]?.id ?? "";
    const error = { code: "uncertain", message: "?" };
    run.send({ type: "effect", effectId: id, event: { type: "effect", effectId: id, result: { ok: false, uncertain: true, error } } });
    run.send({ type: "stop", by: "Ann" });
    expect(run.effects.map((effect) => effect.kind)).toEqual(["place_call", "cancel_call"]);
  });
});

describe("waits", () => {
  it("of the carrier need a live call", () => {
    const document = toyFlow("Begin.api>Ask:logic");
    const run = new ToyRun(withConfigs(document, { Ask: { enter: "await_carrier" } }), apiRequest);
    expect(run.state).toMatchObject({ status: "completed", reason: { code: "call_over" } });
  });

  it("never go on without a deadline", () => {
    const document = toyFlow("Begin.api>Wait:logic");
    const run = new ToyRun(withConfigs(document, { Wait: { enter: "await_world", told: { timer: "stay" } } }), apiRequest);
    run.send({ type: "timer", timerId: run.wait.timerId });
    expect(run.state).toMatchObject({ status: "completed", reason: { code: "deadline_passed" } });
  });

  it("show in the journal what they ask for while they go on", () => {
    const document = toyFlow("Begin.api>Wait:logic");
    const run = new ToyRun(withConfigs(document, { Wait: { enter: "await_call", told: { effect: "stay_and_call" } } }), apiRequest);
    const id = run.effects[0]?.id ?? "";
    run.send({ type: "effect", effectId: id, event: { type: "effect", effectId: id, result: { ok: true, data: {} } } });
    expect(run.last?.journal).toMatchObject([{ step: { effects: [{}, {}, {}].map(() => expect.any(String)) } }]);
  });
});

describe("documents", () => {
  it("end in a Hangup also behind a scheduled one", () => {
    const document = withConfigs(toyFlow("Begin.call>Later:voice"), { Later: { enter: "schedule" } });
    const run = new ToyRun({ ...document, edges: document.edges }, inboundCall);
    expect(run.last?.reply).toMatchObject({ verbs: [{ attributes: { schedule: 60 } }, { element: "Speak" }, { element: "Hangup" }] });
  });

  it("that can be heard answer the call", () => {
    const run = new ToyRun(toyFlow("Begin.call>Ask"), inboundCall);
    expect(run.state.legs).toMatchObject([{ status: "in-progress", answeredAt: new Date(run.at).toISOString() }]);
    const waiting = new ToyRun(toyFlow("Begin.call>Send"), inboundCall);
    waiting.send({ type: "hold", callUuid: "leg-a" });
    expect(waiting.state.legs).toMatchObject([{ status: "ringing", answeredAt: null }]);
  });
});
