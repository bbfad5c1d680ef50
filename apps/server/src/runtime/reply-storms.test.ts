import { randomUUID } from "node:crypto";
import { createPlivoClient } from "@cordboard/plivo";
import { afterEach, beforeEach, expect, it } from "vitest";
import { AUTH_ID, AUTH_TOKEN, CALLER, flow, NUMBER_TOKEN, OURS, startWorld, until, type World } from "../test-world.ts";

const OTHER = "+14155550188";
const ECHO = flow(
  { Reply: ["send_message", { from: "{{Start.message.to}}", to: ["{{Start.message.from}}"], text: "Thank you for your message." }] },
  ["Start.incoming_message -> Reply"],
);

let world: World;
beforeEach(async () => {
  world = await startWorld({ timeScale: 1_000 });
  world.publish(ECHO);
});
afterEach(() => world.close());

const text = (from: string, to: string) =>
  world.post(`/carrier/messages/n/${NUMBER_TOKEN}`, {
    MessageUUID: randomUUID(),
    From: from.slice(1),
    To: to.slice(1),
    Type: "sms",
    Text: "Hi",
    Units: "1",
  });
const storms = async () =>
  (await world.store.listRuns({ limit: 100, status: "failed" })).items.filter((run) => run.reason?.code === "reply_storm");

it("stops two flows of ours that answer each other after a bounded number of texts, and says why", async () => {
  // A second number of ours, with the same flow behind it.
  world.simulator.simulator.sim.addNumber({ number: OTHER, kind: "rented" });
  const client = createPlivoClient({ authId: AUTH_ID, authToken: AUTH_TOKEN, baseUrl: world.simulator.url });
  const { appId } = await client.numbers.get(OURS);
  await client.numbers.update(OTHER, { appId });

  await text(OTHER, OURS);
  const [storm] = await until(async () => ((await storms()).length > 0 ? storms() : null));
  expect(storm).toMatchObject({ status: "failed", reason: { message: expect.stringContaining("two machines") }, outputs: {} });
  expect(world.asked("Message")).toHaveLength(31);
  // Nothing was answered, so nothing more comes.
  await new Promise((done) => setTimeout(done, 500));
  expect(world.asked("Message")).toHaveLength(31);
  expect(await world.store.steps(storm?.id ?? "")).toEqual([]);
  expect(await world.runtime.metrics.registry.metrics()).toContain('cordboard_runs_guarded_total{code="reply_storm"} 1');

  // Others are answered as ever.
  await text(CALLER, OURS);
  await until(async () => world.asked("Message").length === 32);
});

it("takes a text that is brought again as the one that was answered already", async () => {
  const uuid = randomUUID();
  const bring = () =>
    world.post(`/carrier/messages/n/${NUMBER_TOKEN}`, {
      MessageUUID: uuid,
      From: CALLER.slice(1),
      To: OURS.slice(1),
      Type: "sms",
      Text: "Hi",
      Units: "1",
    });
  for (let i = 0; i < 40; i++) expect((await bring()).status).toBe(200);
  expect(await storms()).toEqual([]);
  expect((await world.store.listRuns({ limit: 10 })).items).toHaveLength(1);
});
