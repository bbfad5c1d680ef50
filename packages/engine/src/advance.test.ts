import { describe, expect, it } from "vitest";
import { ToyRun, apiRequest, inboundCall, toyFlow } from "./toys.ts";

const outboundLeg = (callUuid: string) =>
  ({
    callUuid,
    role: "outbound",
    from: "+14155550100",
    to: "+14155550101",
    status: "in-progress",
    startedAt: "2026-01-01T00:00:00.000Z",
    answeredAt: "2026-01-01T00:00:05.000Z",
    endedAt: null,
    hangup: null,
  }) as const;

describe("a call", () => {
  it("gathers verbs over nodes into one answer that ends in a Redirect for silence", () => {
    const run = new ToyRun(toyFlow("Begin.call>Say1", "Say1.done>Say2", "Say2.done>Ask"), inboundCall);
    expect(run.heard).toEqual(["Speak", "Speak", "GetDigits", "Redirect"]);
    expect(run.state.status).toBe("running");
  });

  it("follows the exit of an input, also one named by the star key", () => {
    const document = toyFlow("Begin.call>Ask", "Ask.*>Say1", "Ask.got>Say2");
    const star = new ToyRun(document, inboundCall);
    star.press("*");
    expect(star.path).toEqual(["Begin", "Ask", "Say1"]);
    const other = new ToyRun(document, inboundCall);
    other.press("5");
    expect(other.path).toEqual(["Begin", "Ask", "Say2"]);
    expect(other.state.variables["Ask"]).toEqual({ digits: "5" });
  });

  it("says goodbye and hangs up at a bare exit, and ends when the leg has ended", () => {
    const run = new ToyRun(toyFlow("Begin.call>Say"), inboundCall);
    expect(run.heard).toEqual(["Speak", "Speak", "Hangup"]);
    expect(run.state.status).toBe("running");
    run.hangUp("leg-a", "Answer XML");
    expect(run.state).toMatchObject({ status: "completed", reason: { code: "exit_has_no_cord" } });
  });

  it("is rejected when the start exit is bare", () => {
    const run = new ToyRun(toyFlow("Begin.api>Pass"), inboundCall);
    expect(run.last?.reply).toMatchObject({ kind: "voice", verbs: [{ element: "Hangup", attributes: { reason: "rejected" } }] });
  });

  it("ends although the hang-up is never reported", () => {
    const run = new ToyRun(toyFlow("Begin.call>Hang"), inboundCall);
    const reaper = run.state.reaperTimer;
    expect(reaper).not.toBeNull();
    run.send({ type: "timer", timerId: reaper ?? "" });
    expect(run.state).toMatchObject({ status: "completed", reason: { code: "hangup_not_reported" } });
  });

  it("ignores digits that come after the hang-up", () => {
    const run = new ToyRun(toyFlow("Begin.call>Ask", "Ask.got>Say"), inboundCall);
    const { token } = run.wait;
    run.hangUp();
    run.send({
      type: "step",
      token,
      request: "action",
      callUuid: "leg-a",
      event: { type: "input", inputType: "dtmf", digits: "1", speech: "", confidence: null },
    });
    expect(run.state.status).toBe("completed");
    expect(run.path).toEqual(["Begin", "Ask"]);
    expect(run.last?.journal).toMatchObject([{ kind: "event", event: { ignored: true } }]);
  });
});

describe("the hang-up rule", () => {
  it("takes the optional hung_up exit first", () => {
    const run = new ToyRun(toyFlow("Begin.call>Ask", "Ask.hung_up>Pass", "Begin.on_hangup>Pause"), inboundCall);
    run.hangUp();
    expect(run.path).toEqual(["Begin", "Ask", "Pass", "Pause"]);
    expect(run.state.hangup).toEqual({ by: "caller" });
  });

  it("runs on_hangup once, last, and not after our own hang-up", () => {
    const document = toyFlow("Begin.call>Ask", "Ask.got>Hang", "Begin.on_hangup>Pass");
    const theirs = new ToyRun(document, inboundCall);
    theirs.hangUp();
    expect(theirs.path).toEqual(["Begin", "Ask", "Pass"]);
    expect(theirs.state.status).toBe("completed");
    const ours = new ToyRun(document, inboundCall);
    ours.press("1");
    ours.hangUp("leg-a", "Answer XML");
    expect(ours.path).toEqual(["Begin", "Ask", "Hang"]);
  });

  it("lets a path go on without a leg until a node needs one", () => {
    const run = new ToyRun(toyFlow("Begin.call>Ask", "Ask.hung_up>Pass", "Pass.next>Say"), inboundCall);
    run.hangUp();
    expect(run.path).toEqual(["Begin", "Ask", "Pass"]);
    expect(run.state).toMatchObject({ status: "completed", reason: { code: "call_over" } });
  });
});

describe("effects during a call", () => {
  it("wait for the prompts before them to end", () => {
    const run = new ToyRun(toyFlow("Begin.call>Say", "Say.done>Send", "Send.sent>Ask"), inboundCall);
    expect(run.heard).toEqual(["Speak", "Redirect"]);
    expect(run.effects).toEqual([]);
    run.redirect();
    expect(run.effects.map((e) => e.kind)).toEqual(["send_message"]);
    expect(run.last?.reply.kind).toBe("pending");
  });

  it("are never begun when the caller hangs up during those prompts", () => {
    const run = new ToyRun(toyFlow("Begin.call>Say", "Say.done>Send"), inboundCall);
    run.hangUp();
    expect(run.effects).toEqual([]);
    expect(run.path).toEqual(["Begin", "Say"]);
  });

  it("answer the waiting request with the transaction that has the result", () => {
    const run = new ToyRun(toyFlow("Begin.call>Send", "Send.sent>Ask"), inboundCall);
    expect(run.last?.reply).toEqual({ kind: "pending", callUuid: "leg-a" });
    const [effect] = run.effects;
    run.send({
      type: "effect",
      effectId: effect?.id ?? "",
      event: { type: "effect", effectId: effect?.id ?? "", result: { ok: true, data: { messageUuid: "m1" } } },
    });
    expect(run.last?.reply).toMatchObject({ kind: "voice", callUuid: "leg-a" });
    expect(run.heard).toEqual(["GetDigits", "Redirect"]);
    expect(run.state.messages).toEqual(["m1"]);
  });

  it("keep the caller in the hold loop, and hand the document over at its next turn", () => {
    const run = new ToyRun(toyFlow("Begin.call>Send", "Send.sent>Ask", "Ask.got>Say"), inboundCall);
    run.send({ type: "hold", callUuid: "leg-a" });
    expect(run.heard).toEqual(["Wait", "Redirect"]);
    const first = run.state.holds["leg-a"] ?? "";
    run.redirect(first);
    expect(run.last?.reply.kind).toBe("pending");
    run.send({ type: "hold", callUuid: "leg-a" });
    const second = run.state.holds["leg-a"] ?? "";
    expect(second).not.toBe(first);
    const [effect] = run.effects;
    run.send({
      type: "effect",
      effectId: effect?.id ?? "",
      event: { type: "effect", effectId: effect?.id ?? "", result: { ok: true, data: {} } },
    });
    expect(run.last?.reply).toEqual({ kind: "none" });
    run.redirect(second);
    expect(run.heard).toEqual(["GetDigits", "Redirect"]);
    run.press("4");
    expect(run.path).toEqual(["Begin", "Send", "Ask", "Say"]);
  });

  it("leave by on_error when a failed exit is bare", () => {
    const run = new ToyRun(toyFlow("Begin.api>Send", "Begin.on_error>Pass"), apiRequest);
    const [effect] = run.effects;
    run.send({
      type: "effect",
      effectId: effect?.id ?? "",
      event: {
        type: "effect",
        effectId: effect?.id ?? "",
        result: { ok: false, uncertain: true, error: { code: "uncertain", message: "?" } },
      },
    });
    expect(run.path).toEqual(["Begin", "Send", "Pass"]);
    expect(run.state.variables["Send"]).toEqual({ error: { code: "uncertain", message: "?" } });
  });
});

describe("outbound calls", () => {
  const answered = (run: ToyRun, callUuid = "leg-b") => {
    const id = run.effects.find((e) => e.kind === "place_call")?.id ?? "";
    return run.send({
      type: "effect",
      effectId: id,
      asking: callUuid,
      event: { type: "call_progress", effectId: id, progress: "answered", leg: outboundLeg(callUuid) },
    });
  };

  it("make the answered leg the current one and answer its request", () => {
    const run = new ToyRun(toyFlow("Begin.api>Dial", "Dial.answered>Ask"), apiRequest);
    answered(run);
    expect(run.last?.reply).toMatchObject({ kind: "voice", callUuid: "leg-b" });
    expect(run.heard).toEqual(["GetDigits", "Redirect"]);
    run.hangUp("leg-b", "Callee");
    expect(run.state).toMatchObject({ status: "completed", reason: { code: "hung_up" }, hangup: { by: "callee" } });
  });

  it("hold the former leg, and hang it up at the end", () => {
    const run = new ToyRun(toyFlow("Begin.call>Dial", "Dial.answered>Ask", "Ask.got>Hang"), inboundCall);
    run.send({ type: "hold", callUuid: "leg-a" });
    const held = run.state.holds["leg-a"] ?? "";
    answered(run);
    expect(run.heard).toEqual(["GetDigits", "Redirect"]);
    run.redirect(held);
    expect(run.heard).toEqual(["Wait", "Redirect"]);
    run.send({
      type: "step",
      token: run.wait.token,
      request: "action",
      callUuid: "leg-b",
      event: { type: "input", inputType: "dtmf", digits: "1", speech: "", confidence: null },
    });
    expect(run.heard).toEqual(["Hangup"]);
    expect(run.effects).toContainEqual(expect.objectContaining({ kind: "hangup_call", callUuid: "leg-a" }));
    run.hangUp("leg-b", "Answer XML");
    expect(run.state.status).toBe("running");
    run.hangUp("leg-a", "API Request");
    expect(run.state.status).toBe("completed");
  });

  it("hang up on a loser that answers", () => {
    const run = new ToyRun(toyFlow("Begin.api>Dial", "Dial.answered>Ask"), apiRequest);
    answered(run);
    answered(run, "leg-c");
    expect(run.last?.reply).toMatchObject({ kind: "voice", callUuid: "leg-c", verbs: [{ element: "Hangup" }] });
  });

  it("are cancelled when the run is stopped before they are answered", () => {
    const run = new ToyRun(toyFlow("Begin.api>Dial"), apiRequest);
    run.send({ type: "stop", by: "Ann" });
    expect(run.effects.map((e) => e.kind)).toEqual(["place_call", "cancel_call"]);
    expect(run.state).toMatchObject({ status: "stopped", reason: { code: "stopped_by_user" } });
  });
});

describe("sensitive values", () => {
  it("serve the run, are masked in its journal, also where another step repeats them, and are wiped at its end", () => {
    const document = toyFlow("Begin.call>Secret", "Secret.got>Say", "Say.done>Hang");
    const say = document.nodes.find((n) => n.name === "Say");
    if (say) say.config = { text: "You typed {{ Secret.pin }}." };
    const run = new ToyRun(document, inboundCall);
    run.press("482913");
    expect(run.last?.reply).toMatchObject({ verbs: [{ element: "Speak", body: "You typed 482913." }, { element: "Hangup" }] });
    expect(run.state.variables["Secret"]).toEqual({ pin: "482913" });
    expect(JSON.stringify(run.history.map((a) => a.journal))).not.toContain("482913");
    run.hangUp("leg-a", "Answer XML");
    expect(run.state.status).toBe("completed");
    expect(JSON.stringify(run.state)).not.toContain("482913");
  });
});

describe("budgets and faults", () => {
  it("stops a flow that turns in a circle", () => {
    const run = new ToyRun(toyFlow("Begin.api>Pass1", "Pass1.next>Pass2", "Pass2.next>Pass1"), apiRequest);
    expect(run.state).toMatchObject({ status: "failed", reason: { code: "loop_without_wait" } });
    expect(run.state.steps).toBe(500);
  });

  it("lets a circle with a wait in it turn", () => {
    const run = new ToyRun(toyFlow("Begin.api>Pause", "Pause.next>Pause"), apiRequest);
    for (let i = 0; i < 600; i++) run.send({ type: "timer", timerId: run.wait.timerId });
    expect(run.state.status).toBe("running");
    expect(run.state.steps).toBe(602);
  });

  it("fails the run with a code when a component throws, and hangs up", () => {
    const run = new ToyRun(toyFlow("Begin.call>Boom"), inboundCall);
    expect(run.state.ending).toMatchObject({ status: "failed", reason: { code: "engine_fault" } });
    expect(run.heard).toEqual(["Speak", "Hangup"]);
    expect(run.path).toEqual(["Begin", "Boom"]);
    expect(run.deps.faults).toHaveLength(1);
  });

  it("keeps the journal gapless and the tokens and timers accounted for", () => {
    const run = new ToyRun(toyFlow("Begin.call>Say", "Say.done>Send", "Send.sent>Ask", "Ask.got>Hang"), inboundCall);
    run.redirect();
    const id = run.effects[0]?.id ?? "";
    run.send({ type: "effect", effectId: id, event: { type: "effect", effectId: id, result: { ok: true, data: {} } } });
    run.press("1");
    run.hangUp("leg-a", "Answer XML");
    const seqs = run.history.flatMap((a) => a.journal.map((j) => j.seq));
    expect(seqs).toEqual(seqs.map((_, i) => i + 1));
    const set = run.history.flatMap((a) => a.timers.set.map((t) => t.id));
    const cancelled = run.history.flatMap((a) => a.timers.cancel);
    expect(set.toSorted()).toEqual(cancelled.toSorted());
  });
});
