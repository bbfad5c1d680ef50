import { randomUUID } from "node:crypto";
import type { Trigger } from "@cordboard/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, CALLER, flow, NUMBER_TOKEN, OURS, startWorld, until, type World } from "../test-world.ts";

/* Two replicas on one store: the world's own runtime, and a second one beside it. */
let world: World;
let other: World["runtime"];
beforeEach(async () => {
  world = await startWorld();
  other = world.beside();
});
afterEach(async () => {
  await other.stop(1_000);
  await world.close();
});

const talk = (concurrency: string) =>
  flow(
    { Ask: ["wait", { seconds: 600 }], Menu: ["ivr_menu", { prompt: [{ speak: "Press 1." }], choices: [{ name: "a", key: "1" }] }] },
    ["Start.incoming_message -> Ask", "Start.api_request -> Ask", "Start.incoming_call -> Menu"],
    { concurrency },
  );
const runs = async () => (await world.store.listRuns({ limit: 100 })).items;
const live = async () => (await runs()).filter((run) => run.status === "running");
/** A text of the contact, on one of the replicas. */
const text = (on: World["runtime"], pin: ReturnType<World["publish"]>, uuid: string = randomUUID()) => {
  const message: (Trigger & { kind: "message" })["message"] = {
    uuid,
    from: CALLER,
    to: OURS,
    text: "Hi",
    type: "sms",
    media: [],
    units: 1,
    intent: "",
    receivedAt: "2026-01-01T00:00:00.000Z",
  };
  const trigger: Trigger = { kind: "message", message };
  const inbox = { key: uuid, digest: uuid, callUuid: null, xml: false };
  return on.begin({ runId: randomUUID(), event: { type: "started", trigger }, birth: { pin, trigger, test: false }, inbox });
};

describe.each(["reject", "queue", "replace"])("with %s", (concurrency) => {
  it("two texts of one contact at once, on two replicas, start one run", async () => {
    const pin = world.publish(talk(concurrency));
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all([text(world.runtime, pin), text(other, pin)]);
      const waiting = await world.store.queuedRuns(100);
      const begun = (await live()).filter((run) => !waiting.includes(run.id));
      expect(begun).toHaveLength(1);
      if (concurrency === "reject") expect(answers.map(({ kind }) => kind).toSorted()).toEqual(["answered", "busy"]);
      if (concurrency === "queue") expect(waiting).toHaveLength(1);
      // Until nobody is left.
      for (let left = await live(); left.length > 0; left = await live()) {
        await world.runtime.stopRun(left.at(-1)?.id ?? "", "a test");
        await until(async () => {
          const queued = await world.store.queuedRuns(100);
          const now = await live();
          return now.length === 0 || now.some((run) => !queued.includes(run.id));
        });
      }
    }
  });
});

it("the same text on both replicas at once starts one run, also when that run is the one in the way", async () => {
  const pin = world.publish(talk("reject"));
  const uuid = randomUUID();
  const answers = await Promise.all([text(world.runtime, pin, uuid), text(other, pin, uuid), text(world.runtime, pin, uuid)]);
  const [run, ...more] = await runs();
  expect(more).toEqual([]);
  expect(answers.map((answer) => answer.kind === "answered" && answer.runId)).toEqual([run?.id, run?.id, run?.id]);
  expect(await text(other, pin, uuid)).toMatchObject({ kind: "answered", runId: run?.id, repeat: true });
  expect(await text(other, pin)).toMatchObject({ kind: "busy" });
});

it("a call that is asked for again gets its document, and another one of the same caller hears busy", async () => {
  world.publish(talk("reject"));
  const path = `/carrier/voice/n/${NUMBER_TOKEN}/answer`;
  const uuid = randomUUID();
  const menu = await world.post(path, call({}, uuid));
  expect(menu.body).toContain("Press 1.");
  expect((await world.post(path, call({}, uuid))).body).toBe(menu.body);
  expect((await world.post(path, call({}, randomUUID()))).body).toContain('reason="busy"');
});

it("starts by API with one Idempotency-Key on two replicas at once are one run, and another body is refused", async () => {
  const pin = world.publish(talk("reject"));
  const start = (on: World["runtime"], digest: string) =>
    on.startRun({ pin, trigger: { kind: "api", params: {}, to: CALLER }, idempotency: { key: "order-1", digest } });
  const [first, second] = await Promise.all([start(world.runtime, "a"), start(other, "a")]);
  expect(second.runId).toBe(first.runId);
  expect(await runs()).toHaveLength(1);
  await expect(start(other, "b")).rejects.toMatchObject({ code: "idempotency_key_reused" });
});
