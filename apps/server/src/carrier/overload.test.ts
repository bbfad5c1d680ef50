import { randomUUID } from "node:crypto";
import { carrierUrls } from "@cordboard/carrier";
import { afterAll, beforeAll, expect, it } from "vitest";
import { call, flow, NUMBER_TOKEN, pathIn, startWorld, until, type World } from "../test-world.ts";
import { createHoldAnswers } from "./hold.ts";

/* A store that works, but too slowly for what comes in: nothing is written until it is let go. */
let world: World;
let stuck: PromiseWithResolvers<void> | null = null;
beforeAll(async () => {
  world = await startWorld({
    wrap: (store) => ({
      ...store,
      commit: async (items) => {
        await stuck?.promise;
        return store.commit(items);
      },
    }),
  });
  world.publish(
    flow({ Menu: ["ivr_menu", { prompt: [{ speak: "Press 1." }], choices: [{ name: "a", key: "1" }] }], Bye: ["hangup", {}] }, [
      "Start.incoming_call -> Menu",
      "Menu.a -> Bye",
      "Start.incoming_message -> Bye",
    ]),
  );
});
afterAll(() => {
  stuck?.resolve();
  return world.close();
});

const ANSWER = `/carrier/voice/n/${NUMBER_TOKEN}/answer`;
const heldPath = (xml: string): string => /\/carrier\/voice\/hold\/[\w-]+/.exec(xml)?.[0] ?? "";
const ring = (uuid: string) => world.post(ANSWER, call({ CallStatus: "ringing" }, uuid));

it("puts new calls and texts off at once while it is behind, never an event of a running call, and takes them when it is not", async () => {
  const running = randomUUID();
  const menu = await ring(running);
  stuck = Promise.withResolvers();
  // A crowd, and quickly there on a busy machine, too: a store that has been silent for a second counts as away.
  const others = Array.from({ length: 120 }, () => randomUUID());
  let accepted = 0;
  const load = others.map(async (uuid) => {
    const answer = await ring(uuid);
    if (answer.body.includes("Press 1.")) accepted++;
  });
  const pressed = world.post(pathIn(menu.body, "action"), call({ Digits: "1" }, running));
  await until(async () => world.runtime.shedding.refuses("api"));

  const uuid = randomUUID();
  const [held, text] = await Promise.all([
    ring(uuid),
    world.post(`/carrier/messages/n/${NUMBER_TOKEN}`, {
      MessageUUID: randomUUID(),
      From: "14155550100",
      To: "14155550199",
      Type: "sms",
      Text: "Hi",
      Units: "1",
    }),
  ]);
  expect(held.body).toMatch(/^<Response><Wait length="2"\/><Redirect>/);
  expect(text).toMatchObject({ status: 503, body: expect.stringContaining("overloaded") });
  expect(await world.store.byLeg(uuid)).toBeNull();

  // A call that has rung long enough hears that we are busy.
  const holds = createHoldAnswers(world.masterKey, carrierUrls(world.publicUrl));
  const turn = (n: number) => {
    const params = call({ CallStatus: "ringing" }, uuid);
    return world.post(
      heldPath(holds.again({ path: ANSWER.replace("/carrier/voice", ""), params, turn: n - 1 }, Date.now())),
      call({}, uuid),
    );
  };
  expect(heldPath((await turn(4)).body)).not.toBe("");
  expect((await turn(5)).body).toBe('<Response><Hangup reason="busy"/></Response>');

  stuck.resolve();
  stuck = null;
  expect((await pressed).body).toContain("<Hangup/>");
  await Promise.all(load);
  expect(accepted).toBeGreaterThan(0);
  await until(async () => !world.runtime.shedding.refuses("api"));
  expect((await world.post(heldPath(held.body), call({}, uuid))).body).toContain("Press 1.");
  const metrics = await world.runtime.metrics.registry.metrics();
  expect(metrics).toMatch(/cordboard_starts_shed_total\{kind="call"\} [1-9]/);
  expect(metrics).toMatch(/cordboard_starts_shed_total\{kind="message"\} 1/);
  expect(metrics).toContain("cordboard_behind 0");
});
