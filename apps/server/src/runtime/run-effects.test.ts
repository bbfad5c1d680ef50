import type { JsonObject, RunState } from "@cordboard/contract";
import { afterEach, describe, expect, it } from "vitest";
import { call, CALLER, flow, NUMBER_TOKEN, OURS, pathIn, startWorld, until, type World } from "../test-world.ts";

let world: World;
afterEach(() => world.close());

const ASK: JsonObject = { prompt: [{ speak: "Your PIN?" }], minDigits: 4, maxDigits: 4 };
const say = (text: string): [string, JsonObject] => ["play_audio", { prompt: [{ speak: text }] }];
const runFlow = (more: JsonObject = {}): [string, JsonObject] => [
  "run_flow",
  { flow: "PIN", results: [{ name: "verified" }, { name: "done" }], ...more },
];
const pin = (nodes: Parameters<typeof flow>[0], cords: string[], start: JsonObject = {}) => ({ ...flow(nodes, cords, start), name: "PIN" });

const asksForPin = pin(
  {
    Ask: ["get_input", ASK],
    Good: [
      "end",
      { result: "verified", outputs: { pin: "{{ Ask.digits }}", who: "{{ Start.call.from }}", for: "{{ Start.inputs.what }}" } },
    ],
  },
  ["Start.run_by_flow -> Ask", "Ask.received -> Good"],
);
const parent = flow({ Sub: runFlow({ inputs: { what: "order 7" } }), Thanks: say("Thank you {{ Sub.outputs.pin }}") }, [
  "Start.incoming_call -> Sub",
  "Sub.verified -> Thanks",
]);

/** What the call hears, whatever it takes: a slow machine puts it into a hold answer, or the hold loop, in between. */
async function heard(first: Promise<{ body: string }>): Promise<{ body: string }> {
  let { body } = await first;
  for (let turn = 0; turn < 30; turn++) {
    const [, next] = /^<Response><Wait length="\d"\/><Redirect>https?:\/\/[^/]+([^<#]+)/.exec(body) ?? [];
    if (next === undefined) break;
    await new Promise((done) => setTimeout(done, 100));
    ({ body } = await world.post(next, call()));
  }
  return { body };
}
const answer = () => heard(world.post(`/carrier/voice/n/${NUMBER_TOKEN}/answer`, call({ CallStatus: "ringing" })));
const press = (path: string, digits: string) => heard(world.post(path, call({ Digits: digits })));
const hangUp = () =>
  world.post(
    `/carrier/voice/n/${NUMBER_TOKEN}/hangup`,
    call({
      CallStatus: "completed",
      HangupCauseCode: "4000",
      HangupCauseName: "Normal Hangup",
      HangupSource: "Caller",
      Duration: "9",
      EndTime: "2026-03-02 14:31:00",
    }),
  );
const runs = async () => (await world.store.listRuns({ limit: 10 })).items;
const parentRun = async (): Promise<RunState> => {
  const [found] = (await runs()).filter((run) => run.parentRunId === null);
  if (!found) throw new Error("There is no run.");
  return found;
};
const childRun = async (): Promise<RunState | undefined> => (await runs()).find((run) => run.parentRunId !== null);
const over = (id: string) =>
  until(async () => {
    const run = await world.store.run(id);
    return run?.status !== "running" && run;
  });

describe("a flow that another one runs", () => {
  it("has the call meanwhile, and gives it back with its result", async () => {
    world = await startWorld();
    world.publishOther(asksForPin);
    world.publish(parent);
    const asked = await answer();
    // The first word of the other flow is the answer to the call's first request.
    expect(asked.body).toContain("Your PIN?");
    expect(await childRun()).toMatchObject({ flowName: "PIN", status: "running", contact: { number: CALLER }, number: OURS });
    expect((await parentRun()).threads.main.wait).toMatchObject({ what: "flow" });
    expect((await world.store.byLeg(call()["CallUUID"] ?? ""))?.runId).toBe((await childRun())?.id);

    const thanked = await press(pathIn(asked.body, "action"), "4711");
    // The run that waits is told within the same request.
    expect(thanked.body).toMatch(/Thank you 4711.*<Hangup/);
    const child = await childRun();
    expect(child).toMatchObject({ status: "completed", result: "verified" });
    expect((await parentRun()).variables["Sub"]).toEqual({
      run_id: child?.id,
      result: "verified",
      outputs: { pin: "4711", who: CALLER, for: "order 7" },
    });
    await hangUp();
    expect(await over((await parentRun()).id)).toMatchObject({ status: "completed", legs: [{ status: "completed" }] });
  });

  it("is told of a hang-up first; the one that waits is when it is over", async () => {
    world = await startWorld();
    world.publishOther(
      pin({ Ask: ["get_input", ASK], Note: ["set_variables", { variables: [{ name: "a", type: "text", value: "b" }] }] }, [
        "Start.run_by_flow -> Ask",
        "Start.on_hangup -> Note",
      ]),
    );
    world.publish(flow({ Sub: runFlow(), Gone: ["end", { result: "gone" }] }, ["Start.incoming_call -> Sub", "Sub.hung_up -> Gone"]));
    await answer();
    await hangUp();
    const run = await over((await parentRun()).id);
    expect(await childRun()).toMatchObject({ status: "completed", reason: { code: "exit_has_no_cord" }, hangup: { by: "caller" } });
    expect(run).toMatchObject({ status: "completed", result: "gone", hangup: { by: "caller" }, legs: [{ status: "completed" }] });
  });

  it("that does no more than wait keeps the call in a hold loop of its own", async () => {
    world = await startWorld();
    world.publishOther(
      pin({ Web: ["http_request", { url: "http://127.0.0.1:9/never" }], Say: say("No answer") }, [
        "Start.run_by_flow -> Web",
        "Web.failed -> Say",
      ]),
    );
    world.publish(flow({ Sub: runFlow(), Bye: say("Bye") }, ["Start.incoming_call -> Sub", "Sub.done -> Bye"]));
    expect((await answer()).body).toMatch(/No answer.*Bye.*<Hangup/);
  });

  it("is stopped when it takes too long, and the call comes back", async () => {
    world = await startWorld();
    world.publishOther(asksForPin);
    world.publish(
      flow({ Sub: runFlow({ timeoutSeconds: 60 }), Late: say("Too late {{ Sub.error.code }}") }, [
        "Start.incoming_call -> Sub",
        "Sub.failed -> Late",
      ]),
    );
    const asked = await answer();
    await world.runtime.advanceClock({ advanceMs: 61_000 });
    expect(await over((await childRun())?.id ?? "")).toMatchObject({ status: "stopped" });
    // What the call answers to the old question is too late: it hears what comes next.
    const late = await press(pathIn(asked.body, "action"), "4711");
    expect(late.body).toMatch(/Too late sub_flow_timeout.*<Hangup/);
    const effects = (await world.store.listEffects({ kind: "transfer_call", limit: 10 })).items;
    expect(effects).toHaveLength(1);
  });

  it("gives the call back at once when its branch is stopped", async () => {
    world = await startWorld();
    world.publishOther(asksForPin);
    const branches = [{ name: "pin" }, { name: "agent" }];
    world.publish(
      flow(
        {
          Split: ["parallel", { branches, keepsCall: "pin", join: "any", timeoutSeconds: 600 }],
          Sub: runFlow(),
          Pause: ["wait", { seconds: 60 }],
          Next: say("Your agent is there"),
        },
        ["Start.incoming_call -> Split", "Split.pin -> Sub", "Split.agent -> Pause", "Split.joined -> Next"],
      ),
    );
    const asked = await answer();
    expect(asked.body).toContain("Your PIN?");
    await world.runtime.advanceClock({ advanceMs: 61_000 });
    expect(await over((await childRun())?.id ?? "")).toMatchObject({ status: "stopped" });
    const next = await press(pathIn(asked.body, "action"), "4711");
    expect(next.body).toMatch(/Your agent is there.*<Hangup/);
    expect(await parentRun()).toMatchObject({ ending: { status: "completed", reason: { code: "exit_has_no_cord" } } });
    await hangUp();
    expect(await over((await parentRun()).id)).toMatchObject({ status: "completed", legs: [{ status: "completed" }] });
  });

  it("that isn't there fails, and the call goes on here", async () => {
    world = await startWorld();
    world.publish(
      flow({ Sub: runFlow(), Sorry: say("Sorry {{ Sub.error.code }}") }, ["Start.incoming_call -> Sub", "Sub.failed -> Sorry"]),
    );
    const said = await answer();
    expect(said.body).toMatch(/Sorry sub_flow_missing.*<Hangup/);
  });

  it.each([
    ["sub_flow_not_callable", pin({ Ask: ["get_input", ASK] }, ["Start.incoming_call -> Ask"])],
    [
      "sub_flow_input_missing",
      pin({ Ask: ["get_input", ASK] }, ["Start.run_by_flow -> Ask"], { payload: [{ name: "order", required: true }] }),
    ],
    [
      "sub_flow_input_invalid",
      pin({ Ask: ["get_input", ASK] }, ["Start.run_by_flow -> Ask"], { payload: [{ name: "what", type: "number" }] }),
    ],
  ])("is refused with %s", async (code, other) => {
    world = await startWorld();
    world.publishOther(other);
    world.publish(
      flow({ Sub: runFlow({ inputs: { what: "text" } }), Sorry: say("Sorry {{ Sub.error.code }}") }, [
        "Start.incoming_call -> Sub",
        "Sub.failed -> Sorry",
      ]),
    );
    expect((await answer()).body).toContain(`Sorry ${code}`);
  });

  it("may run others, but not deeper than eight", async () => {
    world = await startWorld();
    world.publishOther(
      pin({ Sub: runFlow({ results: [{ name: "done" }] }), Deep: ["end", { result: "{{ Sub.error.code }}" }] }, [
        "Start.run_by_flow -> Sub",
        "Sub.failed -> Deep",
      ]),
    );
    world.publish(flow({ Sub: runFlow({ wait: false }) }, ["Start.api_request -> Sub"]));
    const { runId } = await world.runtime.startRun({
      pin: world.publish(flow({ Sub: runFlow({ wait: false }) }, ["Start.api_request -> Sub"])),
      trigger: { kind: "api", params: {} },
    });
    await over(runId);
    const all = await until(async () => {
      const found = await runs();
      return found.length === 8 && found.every(({ status }) => status === "completed") && found;
    });
    expect(all.map(({ result }) => result)).toContain("sub_flow_too_deep");
  });

  it("side by side leaves the call here", async () => {
    world = await startWorld();
    world.publishOther(pin({ Wait: ["wait", { seconds: 3600 }] }, ["Start.run_by_flow -> Wait"]));
    world.publish(flow({ Sub: runFlow({ wait: false }), Hi: say("Hi") }, ["Start.incoming_call -> Sub", "Sub.started -> Hi"]));
    expect((await answer()).body).toMatch(/Hi.*<Hangup/);
    expect(await childRun()).toMatchObject({ status: "running", legs: [] });
    await hangUp();
    await over((await parentRun()).id);
    expect(await childRun()).toMatchObject({ status: "running" });
  });

  it("is stopped with the run that waits for it, and hangs up", async () => {
    world = await startWorld();
    world.publishOther(asksForPin);
    world.publish(parent);
    await answer();
    await world.runtime.stopRun((await parentRun()).id, "Ann");
    const child = await until(async () => {
      const run = await childRun();
      return run?.ending?.status === "stopped" && run;
    });
    expect((await parentRun()).status).toBe("stopped");
    const hangups = (await world.store.listEffects({ kind: "hangup_call", limit: 10 })).items;
    expect(hangups.map(({ runId }) => runId)).toEqual([child.id]);
  });

  it("places a call that the waiting flow goes on with", async () => {
    world = await startWorld({ timeScale: 20 });
    world.publishOther(
      pin({ Reach: ["initiate_call", { from: OURS, to: ["+14155550142"] }], Hello: say("Hello"), Good: ["end", { result: "verified" }] }, [
        "Start.run_by_flow -> Reach",
        "Reach.answered -> Hello",
        "Hello.completed -> Good",
      ]),
    );
    const pinned = world.publish(
      flow({ Sub: runFlow(), Ask: ["get_input", ASK], Done: ["end", { result: "{{ Ask.digits }}" }] }, [
        "Start.api_request -> Sub",
        "Sub.verified -> Ask",
        "Ask.received -> Done",
      ]),
    );
    world.simulator.simulator.sim.addNumber({
      number: "+14155550142",
      kind: "phone",
      script: { answerAfterSeconds: 1, steps: [{ afterSeconds: 8, digits: "4711" }] },
    });
    const { runId } = await world.runtime.startRun({ pin: pinned, trigger: { kind: "api", params: {} } });
    const run = await over(runId);
    expect(run).toMatchObject({ status: "completed", result: "4711", legs: [{ to: "+14155550142", status: "completed" }] });
    expect(await childRun()).toMatchObject({ status: "completed", result: "verified" });
  });
});

describe("a transfer", () => {
  it("to another flow goes on there with the call and all that was known", async () => {
    world = await startWorld();
    world.publishOther(pin({ Say: say("Hello {{ Set.tier }} {{ vars.tier }} from {{ Start.call.from }}") }, ["Start.run_by_flow -> Say"]));
    world.publish(
      flow(
        {
          Set: ["set_variables", { variables: [{ name: "tier", type: "text", value: "gold" }] }],
          Over: ["transfer_call", { to: "flow", flow: "PIN" }],
        },
        ["Start.incoming_call -> Set", "Set.done -> Over"],
      ),
    );
    expect((await answer()).body).toMatch(/Hello gold gold from \+14155550100.*<Hangup/);
    expect(await over((await parentRun()).id)).toMatchObject({ status: "completed", reason: null });
    expect(await childRun()).toMatchObject({ ending: { status: "completed" } });
    await hangUp();
    expect(await over((await childRun())?.id ?? "")).toMatchObject({ legs: [{ status: "completed" }] });
  });

  it("to an address sends the call there and waits for its end", async () => {
    world = await startWorld();
    world.publish(flow({ Over: ["transfer_call", { to: "url", url: "https://example.com/answer" }] }, ["Start.incoming_call -> Over"]));
    expect((await answer()).body).toContain("<Redirect>https://example.com/answer</Redirect>");
    expect(await parentRun()).toMatchObject({ status: "running", threads: { main: { wait: { what: "transferred" } } } });
    await hangUp();
    expect(await over((await parentRun()).id)).toMatchObject({ status: "completed", hangup: { by: "caller" } });
  });
});
