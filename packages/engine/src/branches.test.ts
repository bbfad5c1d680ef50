import { describe, expect, it } from "vitest";
import { describeRun } from "./describe.ts";
import { apiRequest, inboundCall, ToyRun, toyFlow, withConfigs } from "./toys.ts";

/** Both branches wait: one asks the caller, the other sends a text. */
const both = () => toyFlow("Begin.call>Split", "Split.left>Ask", "Split.right>Send", "Ask.got>Say", "Split.joined>Say2");
const sent = (run: ToyRun, effect = run.effects.at(-1)) =>
  run.send({
    type: "effect",
    effectId: effect?.id ?? "",
    event: { type: "effect", effectId: effect?.id ?? "", result: { ok: true, data: {} } },
  });
const branchWait = (run: ToyRun, thread: string) => {
  const wait = run.state.threads[thread]?.wait;
  if (!wait) throw new Error(`${thread} waits for nothing; there are ${Object.keys(run.state.threads).join()}.`);
  return wait;
};
const press = (run: ToyRun, thread: string) =>
  run.send({
    type: "step",
    token: branchWait(run, thread).token,
    request: "action",
    callUuid: "leg-a",
    event: { type: "input", inputType: "dtmf", digits: "1", speech: "", confidence: null },
  });

describe("branches", () => {
  it("run beside the step, each in a thread of its own", () => {
    const run = new ToyRun(both(), inboundCall);
    expect(Object.keys(run.state.threads)).toEqual(["main", "Split.left", "Split.right"]);
    expect(describeRun(run.state).waitingFor).toMatchObject([
      { thread: "main", nodeId: "Split", kind: "branches" },
      { thread: "Split.left", nodeId: "Ask", kind: "digits" },
      { thread: "Split.right", nodeId: "Send", kind: "message_receipt" },
    ]);
    expect(run.heard).toEqual(["GetDigits", "Redirect"]);
    expect(run.effects).toHaveLength(1);
  });

  it("name their thread in each step of the journal", () => {
    const run = new ToyRun(both(), inboundCall);
    const steps = run.history.flatMap(({ journal }) =>
      journal.flatMap((e) => (e.kind === "step" ? [`${e.step.thread} ${e.step.node.name}`] : [])),
    );
    expect(steps).toEqual(["main Begin", "main Split", "Split.left Ask", "Split.right Send"]);
  });

  it("are joined when all are over; the call comes back to the step with what it has yet to hear", () => {
    const run = new ToyRun(both(), inboundCall);
    press(run, "Split.left");
    // The branch said something and was over; the call is held with it.
    expect(run.heard).toEqual(["Speak", "Redirect"]);
    expect(run.state.threads.main.leg).toBe("leg-a");
    expect(Object.keys(run.state.threads)).toEqual(["main", "Split.right"]);
    sent(run);
    expect(run.path).toEqual(["Begin", "Split", "Ask", "Send", "Say", "Say2"]);
    expect(run.state.variables["Split"]).toMatchObject({ left: { result: null }, right: { result: null } });
  });

  it("hand their End's result to the step, not to the run", () => {
    const run = new ToyRun(toyFlow("Begin.call>Split", "Split.left>Ask", "Split.right>Finish", "Split.joined>Say"), inboundCall);
    expect(run.state.variables["Split"]).toMatchObject({ right: { result: "fine", outputs: { value: 42 } } });
    expect(run.state).toMatchObject({ result: null, outputs: {}, status: "running" });
  });

  it("are stopped when the step goes on without them", () => {
    const run = new ToyRun(withConfigs(both(), { Split: { any: true } }), inboundCall);
    sent(run);
    expect(run.heard).toEqual(["Speak", "Speak", "Hangup"]);
    expect(Object.keys(run.state.threads)).toEqual(["main"]);
    const left = run.last?.journal.find((e) => e.kind === "step" && e.step.node.name === "Ask");
    expect(left).toMatchObject({ step: { exit: null, leftAt: expect.any(String) } });
    expect(run.last?.timers.cancel).toHaveLength(3);
  });

  it("that are stopped in the middle of a question give the call to what comes next at once", () => {
    const document = withConfigs(
      toyFlow("Begin.call>Split", "Split.left>Ask", "Split.right>Send", "Split.joined>Pause", "Pause.next>Say"),
      {
        Split: { any: true },
      },
    );
    const run = new ToyRun(document, inboundCall);
    const asked = branchWait(run, "Split.left").token;
    sent(run);
    expect(run.heard).toEqual(["Wait", "Redirect"]);
    const transfer = run.effects.at(-1);
    expect(transfer).toMatchObject({ kind: "transfer_call", callUuid: "leg-a" });
    // What the carrier then asks under, and what it still asks for the old question, is answered with what was heard last.
    for (const token of [transfer && "token" in transfer ? transfer.token : "", asked])
      expect(run.redirect(token).reply).toEqual({ kind: "none" });
    expect(run.redirect(run.state.holds["leg-a"]).reply).toMatchObject({ kind: "pending" });
  });

  it("are stopped when the time is over", () => {
    const run = new ToyRun(both(), inboundCall);
    run.send({ type: "timer", timerId: run.wait.timerId });
    expect(run.state.variables["Split"]).toEqual({ late: true });
    expect(run.path.at(-1)).toBe("Say2");
  });

  it("that are bare are over at once", () => {
    const run = new ToyRun(toyFlow("Begin.call>Split", "Split.joined>Say"), inboundCall);
    expect(run.path).toEqual(["Begin", "Split", "Say"]);
    expect(run.heard).toEqual(["Speak", "Speak", "Hangup"]);
  });

  it("wait until the prompts before them are heard, when they are to act", () => {
    const run = new ToyRun(toyFlow("Begin.call>Say", "Say.done>Split", "Split.right>Send", "Split.left>Ask"), inboundCall);
    expect(run.heard).toEqual(["Speak", "Redirect"]);
    expect(run.effects).toHaveLength(0);
    run.redirect();
    expect(run.heard).toEqual(["GetDigits", "Redirect"]);
    expect(run.effects).toHaveLength(1);
  });

  it("tell the branch of a hang-up; the others go on, and on_hangup runs when the main path is over", () => {
    const run = new ToyRun(
      toyFlow("Begin.call>Split", "Begin.on_hangup>Pass", "Split.left>Ask", "Split.right>Send", "Split.joined>Pass2"),
      inboundCall,
    );
    run.hangUp();
    expect(run.state.variables["Split"]).toMatchObject({ left: { reason: "hung_up" } });
    expect(run.state.status).toBe("running");
    sent(run);
    expect(run.path).toEqual(["Begin", "Split", "Ask", "Send", "Pass2", "Pass"]);
    expect(run.state.status).toBe("completed");
  });

  it("that lack the call end where they would need one", () => {
    const run = new ToyRun(toyFlow("Begin.call>Split", "Split.left>Ask", "Split.right>Say"), inboundCall);
    expect(run.state.variables["Split"]).toMatchObject({ right: { reason: "call_over" } });
  });

  it("end with the run when one of them fails", () => {
    const run = new ToyRun(toyFlow("Begin.call>Split", "Split.left>Ask", "Split.right>Boom"), inboundCall);
    expect(run.state.ending).toMatchObject({ status: "failed", reason: { code: "engine_fault" } });
    expect(run.heard).toEqual(["Speak", "Hangup"]);
    expect(Object.keys(run.state.threads)).toEqual(["main"]);
  });

  it("end with the run when it is stopped; calls that ring are given up", () => {
    const run = new ToyRun(toyFlow("Begin.api>Split", "Split.left>Dial", "Split.right>Pause"), apiRequest);
    run.send({ type: "stop", by: "Ann" });
    expect(run.effects.map(({ kind }) => kind)).toEqual(["place_call", "cancel_call"]);
    expect(run.state.status).toBe("stopped");
  });

  it("give up calls that ring when they are stopped", () => {
    const document = withConfigs(toyFlow("Begin.api>Split", "Split.left>Dial", "Split.right>Pause", "Split.joined>Pause2"), {
      Split: { any: true },
    });
    const run = new ToyRun(document, apiRequest);
    run.send({ type: "timer", timerId: branchWait(run, "Split.right").timerId });
    expect(run.effects.map(({ kind }) => kind)).toEqual(["place_call", "cancel_call"]);
    expect(run.state.status).toBe("running");
  });

  it("can't be more than a run may have", () => {
    const run = new ToyRun(toyFlow("Begin.api>Split", "Split.left>Split"), apiRequest);
    expect(run.state).toMatchObject({ status: "failed", reason: { code: "too_many_branches" } });
    expect(Object.keys(run.state.threads)).toEqual(["main"]);
  });
});

describe("what a node keeps", () => {
  it("makes an inner loop begin anew with each turn of the outer one", () => {
    const run = new ToyRun(
      toyFlow("Begin.api>Turns", "Turns.each>Turns2", "Turns2.each>Pass", "Pass.next>Turns2", "Turns2.done>Turns"),
      apiRequest,
    );
    expect(run.path.filter((name) => name === "Pass")).toHaveLength(4);
    expect(run.state.status).toBe("completed");
  });

  it("is forgotten when the loop around it takes its next turn, although the inner one was left in the middle", () => {
    const run = new ToyRun(toyFlow("Begin.api>Turns", "Turns.each>Turns2", "Turns2.each>Turns"), apiRequest);
    expect(run.path).toEqual(["Begin", "Turns", "Turns2", "Turns", "Turns2", "Turns"]);
    expect(run.state.variables["Turns2"]).toEqual({ made: 0 });
  });

  it("belongs to the path: two branches each have a turn of their own", () => {
    const run = new ToyRun(
      toyFlow("Begin.api>Split", "Split.left>Turns", "Split.right>Turns", "Turns.each>Pause", "Pause.next>Turns"),
      apiRequest,
    );
    for (let i = 0; i < 4; i++) {
      const [, branch] = Object.values(run.state.threads);
      run.send({ type: "timer", timerId: branch?.wait?.timerId ?? "" });
    }
    expect(run.path.filter((name) => name === "Pause")).toHaveLength(4);
    expect(run.state.status).toBe("completed");
  });
});
