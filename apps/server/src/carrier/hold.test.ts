import { randomUUID } from "node:crypto";
import { carrierUrls } from "@cordboard/carrier";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { RunStore } from "../store/run-store.ts";
import { call, flow, NUMBER_TOKEN, pathIn, startWorld, type World } from "../test-world.ts";
import { createHoldAnswers } from "./hold.ts";

const MENU = flow({ Menu: ["ivr_menu", { prompt: [{ speak: "Press 1." }], choices: [{ name: "a", key: "1" }] }], Bye: ["hangup", {}] }, [
  "Start.incoming_call -> Menu",
  "Menu.a -> Bye",
  "Start.incoming_message -> Bye",
]);
const ANSWER = `/carrier/voice/n/${NUMBER_TOKEN}/answer`;

let world: World;
let uuid: string;
let broken: "no" | "throws" | "hangs" = "no";
beforeAll(async () => {
  const wrap = (store: RunStore): RunStore => ({
    ...store,
    commit: async (items) => {
      if (broken === "throws") throw new Error("database or disk is full");
      if (broken === "hangs") await new Promise((done) => setTimeout(done, 6_000));
      return store.commit(items);
    },
  });
  world = await startWorld({ wrap });
  world.publish(MENU);
});
afterAll(() => world.close());
beforeEach(() => {
  broken = "no";
  uuid = randomUUID();
});
const heldPath = (xml: string): string => /\/carrier\/voice\/hold\/[\w-]+/.exec(xml)?.[0] ?? "";
const ring = () => world.post(ANSWER, call({ CallStatus: "ringing" }, uuid));

it("keeps a call waiting while nothing can be stored, and then takes it as if nothing had been", async () => {
  broken = "throws";
  const held = await ring();
  expect(held).toMatchObject({ status: 200, type: "application/xml; charset=utf-8" });
  expect(held.body).toMatch(/^<Response><Wait length="2"\/><Redirect>.*\/carrier\/voice\/hold\/[\w-]{50,1800}#/);
  const again = await world.post(heldPath(held.body), call({}, uuid));
  expect(heldPath(again.body)).not.toBe(heldPath(held.body));
  expect(await world.store.byLeg(uuid)).toBeNull();
  broken = "no";
  const menu = await world.post(heldPath(again.body), call({}, uuid));
  expect(menu.body).toContain("Press 1.");
  expect((await ring()).body).toBe(menu.body);

  broken = "throws";
  const action = pathIn(menu.body, "action");
  const pressed = await world.post(action, call({ Digits: "1" }, uuid));
  broken = "no";
  expect((await world.post(heldPath(pressed.body), call({}, uuid))).body).toContain("<Hangup/>");
  const run = await world.store.run((await world.store.byLeg(uuid))?.runId ?? "");
  expect((await world.store.steps(run?.id ?? "")).map((s) => s.exit)).toEqual(["incoming_call", "a", null]);
});

it("answers a call within seconds when the store hangs", { timeout: 15_000 }, async () => {
  broken = "hangs";
  const began = performance.now();
  expect((await ring()).body).toContain("<Wait");
  expect(performance.now() - began).toBeLessThan(3_000);
});

it("never answers 200 to a text or a report that is not stored", async () => {
  broken = "throws";
  const text = { MessageUUID: randomUUID(), From: "14155550100", To: "14155550199", Type: "sms", Text: "Hi", Units: "1" };
  expect(await world.post(`/carrier/messages/n/${NUMBER_TOKEN}`, text)).toMatchObject({
    status: 503,
    body: expect.stringContaining("try_again"),
  });
  broken = "no";
  expect((await world.post(`/carrier/messages/n/${NUMBER_TOKEN}`, text)).status).toBe(200);
  expect(await world.store.byMessage(text.MessageUUID)).not.toBeNull();
});

it("hangs up on a held call that is forged, another call's, or too old", async () => {
  expect((await world.post("/carrier/voice/hold/AAAA", call({}, uuid))).body).toContain("<Hangup/>");
  broken = "throws";
  const held = heldPath((await ring()).body);
  broken = "no";
  expect((await world.post(held, call({}, randomUUID()))).body).toContain("<Hangup/>");
  expect(
    (
      await world.post(
        held.replace(/.$/, (c) => (c === "A" ? "B" : "A")),
        call({}, uuid),
      )
    ).body,
  ).toContain("<Hangup/>");
  const holds = createHoldAnswers(world.masterKey, carrierUrls(world.publicUrl), world.publicUrl);
  const sealed =
    heldPath(holds.again({ path: "/n/x/answer", params: {}, turn: 0 }, 0))
      .split("/")
      .at(-1) ?? "";
  expect([holds.open(sealed, 600_000)?.turn, holds.open(sealed, 600_001)]).toEqual([1, null]);
});

it("apologises after twenty turns, and asks again what is too long to carry", () => {
  const holds = createHoldAnswers(world.masterKey, carrierUrls("https://f.example.com"), "https://f.example.com");
  expect(holds.again({ path: "/n/x/answer", params: {}, turn: 20 }, 0)).toMatch(/<Speak>We are sorry.*<\/Speak><Hangup\/>/);
  expect(holds.again({ path: "/n/x/answer", params: { a: "x".repeat(2_000) }, turn: 0 }, 0)).toContain(
    "<Redirect>https://f.example.com/carrier/voice/n/x/answer</Redirect>",
  );
});
