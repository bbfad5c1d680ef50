import type { FlowEnd, Leg } from "@cordboard/contract";
import { describe, expect, it } from "vitest";
import { inboundCall, toyFlow, ToyRun, withConfigs } from "./toys.ts";

/** The branch with the call has a run of another flow at work; the other one sends a text, and ends the split. */
const calling = () =>
  new ToyRun(
    withConfigs(toyFlow("Begin.call>Split", "Split.left>Sub", "Split.right>Send", "Split.joined>Ask", "Ask.hung_up>Pause"), {
      Split: { any: true },
    }),
    inboundCall,
  );
const effectOf = (run: ToyRun, kind: string) => {
  const found = run.effects.find((effect) => effect.kind === kind);
  if (!found) throw new Error(`There is no ${kind}.`);
  return found;
};
const result = (run: ToyRun, kind: string, ok = true) => {
  const { id } = effectOf(run, kind);
  const failed = { ok: false, uncertain: false, error: { code: "sub_flow_missing", message: "No." } } as const;
  return run.send({ type: "effect", effectId: id, event: { type: "effect", effectId: id, result: ok ? { ok: true, data: {} } : failed } });
};
/** The other run is over, with the call as it is there. */
const givenBack = (run: ToyRun, change: Partial<Leg> = {}) => {
  const { id } = effectOf(run, "start_run");
  const legs = run.state.legs.map((leg) => ({ ...leg, ...change }));
  const end: FlowEnd = {
    runId: "other",
    status: "stopped",
    reason: null,
    result: null,
    outputs: {},
    legs,
    current: "leg-a",
    verbs: [],
    busy: true,
    hangup: null,
    secrets: [],
  };
  return run.send({ type: "effect", effectId: id, event: { type: "flow_ended", effectId: id, end } });
};
/** The split is left while the other run has the call. */
const recalled = () => {
  const run = calling();
  result(run, "start_run");
  result(run, "send_message");
  return run;
};

describe("a call that another run has when its branch is stopped", () => {
  it("is asked back at once, and the path goes on when it is there", () => {
    const run = recalled();
    expect(run.effects.at(-1)).toMatchObject({ kind: "stop_run", giveBack: true });
    expect(Object.keys(run.state.threads)).toEqual(["main"]);
    expect(run.state).toMatchObject({ status: "running", threads: { main: { leg: null, wait: { what: "call_back", nodeId: "Ask" } } } });
    givenBack(run);
    expect(run.path.at(-1)).toBe("Ask");
    expect(run.heard).toEqual(["GetDigits", "Redirect"]);
    expect(run.last).toMatchObject({ taken: ["leg-a"], run: { threads: { main: { leg: "leg-a" } } } });
    // It is in the middle of the other run's document.
    expect(run.effects.at(-1)).toMatchObject({ kind: "transfer_call", callUuid: "leg-a" });
  });

  it("comes back when the other run was never begun", () => {
    const run = calling();
    result(run, "send_message");
    expect(run.wait.what).toBe("call_back");
    result(run, "start_run", false);
    expect(run.heard).toEqual(["GetDigits", "Redirect"]);
    expect(run.state).toMatchObject({ lent: {}, threads: { main: { leg: "leg-a" } } });
  });

  it("that is over when it comes back is no call any more", () => {
    const run = recalled();
    givenBack(run, { endedAt: "2026-01-01T00:01:00.000Z", status: "completed" });
    expect(run.state).toMatchObject({ status: "completed", reason: { code: "call_over" } });
  });

  it("and that doesn't come within a minute is gone without, until it does", () => {
    const run = recalled();
    const { timerId, until } = run.wait;
    expect(until - run.at).toBe(60_000);
    run.send({ type: "timer", timerId });
    expect(run.state.reason).toMatchObject({ code: "call_over" });
    givenBack(run);
    expect(run.effects.at(-1)).toMatchObject({ kind: "hangup_call", callUuid: "leg-a" });
  });
});

it("a call of another run that nobody waits for any more never takes the place of one that a path talks to", () => {
  const run = new ToyRun(
    withConfigs(toyFlow("Begin.call>Split", "Split.left>Ask", "Split.right>Sub", "Ask.got>Pause", "Split.joined>Ask2"), {
      Split: { any: true },
    }),
    inboundCall,
  );
  result(run, "start_run");
  // The other run, which was handed no call, has placed one. It ends when the split has just been left.
  run.send({ type: "timer", timerId: run.wait.timerId });
  expect(effectOf(run, "stop_run")).toMatchObject({ giveBack: false });
  const { id } = effectOf(run, "start_run");
  const leg: Leg = { ...run.state.legs[0]!, callUuid: "leg-b", role: "outbound", endedAt: null };
  const end: FlowEnd = {
    runId: "other",
    status: "completed",
    reason: null,
    result: null,
    outputs: {},
    legs: [leg],
    current: "leg-b",
    verbs: [],
    busy: false,
    hangup: null,
    secrets: [],
  };
  run.send({ type: "effect", effectId: id, event: { type: "flow_ended", effectId: id, end } });
  expect(run.state.threads.main.leg).toBe("leg-a");
  expect(run.effects.at(-1)).toMatchObject({ kind: "hangup_call", callUuid: "leg-b" });
});
