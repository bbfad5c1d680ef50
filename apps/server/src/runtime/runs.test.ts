import { randomUUID } from "node:crypto";
import { type JsonObject, TIMING } from "@cordboard/contract";
import type { NumberInput } from "@cordboard/simulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, CALLER, flow, NUMBER_TOKEN, OURS, startWorld, until, type World } from "../test-world.ts";
import type { FlowPin } from "./ports.ts";

type PhoneScriptInput = NonNullable<NumberInput["script"]>;

const NUMBER = `/carrier/voice/n/${NUMBER_TOKEN}`;
let world: World;
let now: number;
beforeEach(async () => {
  now = Date.now();
  const began = now;
  world = await startWorld({ clock: () => Date.now() - began + now });
});
afterEach(() => world.close());

const api = (pin: FlowPin, more: object = {}) => world.runtime.startRun({ pin, trigger: { kind: "api", params: {}, to: CALLER }, ...more });
const ended = (runId: string) =>
  until(async () => {
    const run = await world.store.run(runId);
    return run && run.status !== "running" && run;
  });
const WAIT = (start: JsonObject = {}) =>
  flow(
    { Pause: ["wait", { seconds: 3_600 }], Done: ["end", { result: "waited" }] },
    ["Start.api_request -> Pause", "Pause.done -> Done", "Start.incoming_message -> Pause"],
    start,
  );

describe("time", () => {
  it("fires a timer when database time says so, once, also after a restart", async () => {
    const { runId } = await api(world.publish(WAIT()));
    await world.restart();
    expect(await world.runtime.advanceClock({ advanceMs: 3_599_000 })).toMatchObject({ fired: 0 });
    expect((await world.store.run(runId))?.status).toBe("running");
    expect(await world.runtime.advanceClock({ advanceMs: 2_000 })).toMatchObject({ fired: 1 });
    expect(await world.store.run(runId)).toMatchObject({ status: "completed", result: "waited" });
    expect(await world.runtime.advanceClock({ now: (await world.store.now()) + 86_400_000 })).toMatchObject({ fired: 0 });
  });

  it("does not wait for a timer that fails again and again: it stays set, and fires when it can", async () => {
    await world.close();
    let broken = false;
    world = await startWorld({
      clock: () => now,
      wrap: (store) => ({
        ...store,
        commit: async (items) => (broken ? items.map(() => new Error("The disk is full.")) : store.commit(items)),
      }),
    });
    const { runId } = await api(world.publish(WAIT()));
    broken = true;
    expect(await world.runtime.advanceClock({ advanceMs: 3_600_000 })).toMatchObject({ fired: 0 });
    broken = false;
    expect(await world.runtime.advanceClock({ advanceMs: 0 })).toMatchObject({ fired: 1 });
    expect((await world.store.run(runId))?.status).toBe("completed");
  });

  it("fires by itself", async () => {
    const { runId } = await api(
      world.publish(flow({ Pause: ["wait", { seconds: 1 }], Done: ["end", {}] }, ["Start.api_request -> Pause", "Pause.done -> Done"])),
    );
    expect((await ended(runId)).status).toBe("completed");
  });

  it("ends a leg that the carrier forgot", async () => {
    world.publish(
      flow({ Menu: ["ivr_menu", { prompt: [{ speak: "?" }], choices: [{ name: "a", key: "1" }] }] }, ["Start.incoming_call -> Menu"]),
    );
    const uuid = randomUUID();
    await world.post(`${NUMBER}/answer`, call({}, uuid));
    const runId = (await world.store.byLeg(uuid))?.runId ?? "";
    await world.runtime.advanceClock({ advanceMs: (TIMING.callMaxSeconds + TIMING.legReaperSeconds + 1) * 1_000 });
    const run = await world.store.run(runId);
    expect(run?.status).toBe("completed");
    expect(run?.legs[0]?.hangup?.cause).toMatch(/hangup_not_reported|never reported/);
  });
});

describe("starting", () => {
  it("starts one run for one idempotency key, and refuses another request under it", async () => {
    const pin = world.publish(WAIT());
    const idempotency = { key: "k", digest: "a" };
    const runs = await Promise.all(Array.from({ length: 5 }, () => api(pin, { idempotency })));
    expect(new Set(runs.map((r) => r.runId)).size).toBe(1);
    await expect(api(pin, { idempotency: { key: "k", digest: "b" } })).rejects.toMatchObject({ code: "idempotency_key_reused" });
  });

  it("refuses what cannot start", async () => {
    await expect(api(world.publish(flow({ Bye: ["hangup", {}] }, ["Start.incoming_call -> Bye"])))).rejects.toMatchObject({
      code: "no_start_cord",
    });
    await expect(api({ flowId: "f", flowName: "F", version: 1, hash: "none" })).rejects.toMatchObject({ code: "flow_snapshot_missing" });
  });

  it("turns a call away whose exit has no cord, and keeps a record of it", async () => {
    world.publish(WAIT());
    const uuid = randomUUID();
    expect((await world.post(`${NUMBER}/answer`, call({ CallStatus: "ringing" }, uuid))).body).toContain('<Hangup reason="rejected"/>');
    const run = await world.store.run((await world.store.byLeg(uuid))?.runId ?? "");
    expect(run?.ending?.reason?.code ?? run?.reason?.code).toBe("no_start_cord");
  });

  it("keeps a waiting run on its version when the next one is published", async () => {
    const { runId } = await api(world.publish(WAIT()));
    world.publish(flow({ Other: ["end", { result: "other" }] }, ["Start.api_request -> Other"]));
    await world.runtime.advanceClock({ advanceMs: 3_600_000 });
    expect(await world.store.run(runId)).toMatchObject({ version: 1, result: "waited" });
  });
});

describe("several runs of one contact", () => {
  const busyCall = () => world.post(`${NUMBER}/answer`, call({ CallStatus: "ringing" }, randomUUID()));
  const text = () =>
    world.post(`/carrier/messages/n/${NUMBER_TOKEN}`, {
      MessageUUID: randomUUID(),
      From: CALLER.slice(1),
      To: OURS.slice(1),
      Type: "sms",
      Text: "Hi",
      Units: "1",
    });
  const open = async () => (await world.store.listRuns({ status: "running", limit: 10 })).items;

  it("may run side by side", async () => {
    const pin = world.publish(WAIT());
    await Promise.all([api(pin), api(pin)]);
    expect(await open()).toHaveLength(2);
  });

  it("are refused when the flow says so, at once or one after another", async () => {
    const pin = world.publish(WAIT({ concurrency: "reject" }));
    const results = await Promise.allSettled([api(pin), api(pin), api(pin)]);
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    await expect(api(pin)).rejects.toMatchObject({ code: "contact_busy" });
    expect((await busyCall()).body).toContain('<Hangup reason="busy"/>');
    expect((await text()).status).toBe(200);
    expect(await open()).toHaveLength(1);
  });

  it("replace each other", async () => {
    const pin = world.publish(WAIT({ concurrency: "replace" }));
    const first = await api(pin);
    const second = await api(pin);
    expect(await world.store.run(first.runId)).toMatchObject({ status: "stopped", reason: { code: "replaced" } });
    expect((await open()).map((r) => r.id)).toEqual([second.runId]);
  });

  it("wait for each other, also over a restart", async () => {
    const pin = world.publish(WAIT({ concurrency: "queue" }));
    const ids = [(await api(pin)).runId, (await api(pin)).runId, (await api(pin)).runId];
    const steps = async () => Promise.all(ids.map(async (id) => (await world.store.run(id))?.steps));
    expect(await steps()).toEqual([2, 0, 0]);
    await world.runtime.advanceClock({ advanceMs: 3_600_000 });
    await until(async () => (await steps())[1] === 2);
    expect(await steps()).toEqual([3, 2, 0]);
    await world.runtime.stopRun(ids[2] ?? "", "Ann");
    expect(await world.store.run(ids[2] ?? "")).toMatchObject({ status: "stopped" });
    const last = (await api(pin)).runId;
    await world.runtime.stop(0);
    await world.store.shiftClock({ advanceMs: 3_600_000 });
    await world.restart();
    await until(async () => (await world.store.run(last))?.steps === 2);
  });
});

describe("by hand", () => {
  it("a run is stopped, and its call hung up", async () => {
    world.publish(
      flow({ Menu: ["ivr_menu", { prompt: [{ speak: "?" }], choices: [{ name: "a", key: "1" }] }] }, ["Start.incoming_call -> Menu"]),
    );
    const { callUuid } = world.simulator.simulator.sim.call({ from: CALLER, to: OURS });
    const runId = await until(async () => (await world.store.byLeg(callUuid))?.runId);
    const run = await world.runtime.stopRun(runId, "Ann");
    expect(run.ending).toMatchObject({ status: "stopped" });
    expect(await ended(runId)).toMatchObject({
      status: "stopped",
      reason: { code: "stopped_by_user" },
      legs: [{ hangup: { source: "API Request" } }],
    });
    await expect(world.runtime.stopRun("none", "Ann")).rejects.toMatchObject({ code: "run_not_found" });
  });

  it("a waiting run is told something; a live call hears what follows", async () => {
    world.publish(
      flow(
        {
          Menu: ["ivr_menu", { prompt: [{ speak: "?" }], choices: [{ name: "a", key: "1" }] }],
          Yes: ["play_audio", { prompt: [{ speak: "Yes, one." }] }],
          More: ["wait", { seconds: 60 }],
        },
        ["Start.incoming_call -> Menu", "Menu.a -> Yes", "Yes.completed -> More"],
      ),
    );
    const { sim } = world.simulator.simulator;
    const { callUuid } = sim.call({ from: CALLER, to: OURS });
    const runId = await until(async () => (await world.store.byLeg(callUuid))?.runId);
    await until(async () => sim.callView(callUuid).transcript.some((line) => line.element === "GetDigits"));
    await world.runtime.injectEvent(runId, { type: "input", digits: "1" });
    await until(async () => JSON.stringify(sim.callView(callUuid).transcript).includes("Yes, one."));
    expect((await world.store.steps(runId)).map((s) => s.node.name)).toEqual(["Start", "Menu", "Yes", "More"]);
    sim.hangUp(callUuid);
    await ended(runId);
    await expect(world.runtime.injectEvent(runId, { type: "timer" })).rejects.toMatchObject({ code: "run_not_waiting" });
  });
});

describe("calls that a run places", () => {
  const OUT = flow(
    {
      Call: ["initiate_call", { from: OURS, to: ["{{ Start.http.params.to }}"] }],
      Hello: ["ivr_menu", { prompt: [{ speak: "Press 1." }], choices: [{ name: "ok", key: "1" }] }],
      Thanks: ["play_audio", { prompt: [{ speak: "Thank you." }] }],
      Bye: ["hangup", {}],
      Busy: ["end", { result: "busy" }],
    },
    ["Start.api_request -> Call", "Call.answered -> Hello", "Hello.ok -> Thanks", "Thanks.completed -> Bye", "Call.busy -> Busy"],
  );
  const dial = async (script: PhoneScriptInput) => {
    world.simulator.simulator.sim.addNumber({ number: CALLER, kind: "phone", script });
    const pin = world.publish(OUT);
    return world.runtime.startRun({ pin, trigger: { kind: "api", params: { to: CALLER }, to: CALLER } });
  };

  it("ring, are answered, talk and end", async () => {
    const { runId } = await dial({ answerAfterSeconds: 1, steps: [{ afterSeconds: 3, digits: "1" }] });
    const run = await ended(runId);
    expect(run).toMatchObject({ status: "completed", legs: [{ role: "outbound", status: "completed" }] });
    expect((await world.store.steps(runId)).map((s) => `${s.node.name}:${s.exit}`)).toEqual([
      "Start:api_request",
      "Call:answered",
      "Hello:ok",
      "Thanks:completed",
      "Bye:null",
    ]);
    expect(world.asked("Call")).toHaveLength(1);
  });

  it("end busy", async () => {
    const { runId } = await dial({ busy: true });
    expect((await ended(runId)).result).toBe("busy");
  });

  it("are placed once when the carrier's answer is lost", async () => {
    world.simulator.simulator.sim.setFaults({ acceptThenDrop: { count: 1 } });
    const { runId } = await dial({ answerAfterSeconds: 1, steps: [{ afterSeconds: 3, digits: "1" }] });
    expect((await ended(runId)).status).toBe("completed");
    expect(world.asked("Call")).toHaveLength(1);
    expect((await world.store.steps(runId)).map((s) => s.node.name)).toContain("Thanks");
  });

  it("are withdrawn when the run is stopped while they ring", async () => {
    const { runId } = await dial({ noAnswer: true });
    await until(async () => (await world.store.run(runId))?.legs[0]?.status === "ringing");
    await world.runtime.stopRun(runId, "Ann");
    expect(await ended(runId)).toMatchObject({ status: "stopped", legs: [{ status: "cancel" }] });
  });
});

describe("tries", () => {
  const MENU = flow({ Menu: ["ivr_menu", { prompt: [{ speak: "Press 1." }], choices: [{ name: "a", key: "1" }] }], Bye: ["hangup", {}] }, [
    "Start.incoming_call -> Menu",
    "Menu.a -> Bye",
  ]);

  it("call a draft from the simulator, several at once", async () => {
    const pin = { ...world.publish(MENU), version: null };
    const tried = await Promise.all([
      world.runtime.tryFlow({ as: "call", pin }),
      world.runtime.tryFlow({ as: "call", pin, from: "+14155550111" }),
    ]);
    for (const { runId, callUuid, from } of tried) {
      expect(await world.store.run(runId)).toMatchObject({ test: true, version: null, contact: { number: from }, legs: [{ callUuid }] });
    }
    const [first] = tried;
    const { sim } = world.simulator.simulator;
    await until(async () => sim.callView(first?.callUuid ?? "").transcript.some((line) => line.element === "GetDigits"));
    sim.press(first?.callUuid ?? "", "1");
    expect((await ended(first?.runId ?? "")).status).toBe("completed");
  });

  it("send a text, and start by API with mocks, from the middle, with variables", async () => {
    const echo = flow(
      {
        Pause: ["wait", { seconds: 60 }],
        Ask: ["http_request", { url: "https://example.invalid/" }],
        Done: ["end", { outputs: { heard: "{{ Ask.response.word }} {{ vars.tone }}" } }],
      },
      ["Start.incoming_message -> Pause", "Start.api_request -> Pause", "Ask.success -> Done"],
    );
    const pin = world.publish(echo);
    const text = await world.runtime.tryFlow({ as: "message", pin, text: "Hi there" });
    expect(await world.store.run(text.runId)).toMatchObject({ test: true, trigger: { kind: "message", message: { text: "Hi there" } } });
    const tried = await world.runtime.tryFlow({
      as: "api",
      pin,
      startNode: "ask",
      variables: { vars: { tone: "loud" } },
      mocks: { Ask: { ok: true, data: { status: 200, body: { word: "mocked" } } } },
    });
    expect((await ended(tried.runId)).outputs).toEqual({ heard: "mocked loud" });
    await expect(world.runtime.tryFlow({ as: "api", pin, startNode: "gone" })).rejects.toMatchObject({ code: "node_not_found" });
  });
});

it("hears STOP first and then sends nothing more", async () => {
  world.publish(
    flow({ Reply: ["send_message", { from: "{{ Start.message.to }}", to: ["{{ Start.message.from }}"], text: "Hello" }] }, [
      "Start.incoming_message -> Reply",
    ]),
  );
  const text = async (Text: string, intent = "") => {
    const MessageUUID = randomUUID();
    await world.post(`/carrier/messages/n/${NUMBER_TOKEN}`, {
      MessageUUID,
      From: CALLER.slice(1),
      To: OURS.slice(1),
      Type: "sms",
      Text,
      Units: "1",
      MessageIntent: intent,
    });
    await ended((await world.store.byMessage(MessageUUID))?.runId ?? "");
  };
  await text("Hi");
  expect(world.asked("Message")).toHaveLength(1);
  await text(" stop ", "optout");
  await text("Hi again");
  expect(world.asked("Message")).toHaveLength(1);
  await text("START");
  expect(world.asked("Message")).toHaveLength(2);
});
