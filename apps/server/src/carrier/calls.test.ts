import { randomUUID } from "node:crypto";
import { newNonce } from "@cordboard/plivo";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { call, flow, NUMBER_TOKEN, pathIn, startWorld, type World } from "../test-world.ts";

const MENU = flow(
  {
    Menu: ["ivr_menu", { prompt: [{ speak: "Press 1 for sales." }], choices: [{ name: "sales", key: "1" }] }],
    Sales: ["play_audio", { prompt: [{ speak: "Sales is closed." }] }],
    Bye: ["hangup", {}],
  },
  ["Start.incoming_call -> Menu", "Menu.sales -> Sales", "Sales.completed -> Bye"],
);
const at = (kind: string): string => `/carrier/voice/n/${NUMBER_TOKEN}/${kind}`;

let world: World;
let uuid: string;
beforeAll(async () => {
  world = await startWorld();
  world.publish(MENU);
});
afterAll(() => world.close());
beforeEach(() => {
  uuid = randomUUID();
});
const ring = () => world.post(at("answer"), call({ CallStatus: "ringing", Event: "StartApp" }, uuid));
const runOf = async () => {
  const leg = await world.store.byLeg(uuid);
  const run = leg && (await world.store.run(leg.runId));
  if (!run) throw new Error("no run");
  return run;
};

it("answers a call, takes a key and hangs up", async () => {
  const menu = await ring();
  expect(menu).toMatchObject({ status: 200, type: "application/xml; charset=utf-8" });
  expect(menu.body).toContain("Press 1 for sales.");
  const sales = await world.post(pathIn(menu.body, "action"), call({ Digits: "1" }, uuid));
  expect(sales.body).toContain("Sales is closed.");
  expect(sales.body).toMatch(/<Hangup\/><\/Response>$/);
  await world.post(
    at("hangup"),
    call({ Event: "Hangup", CallStatus: "completed", HangupCauseCode: "4000", HangupSource: "Answer XML", Duration: "7" }, uuid),
  );
  const run = await runOf();
  expect(run).toMatchObject({ status: "completed", legs: [{ status: "completed", durationSeconds: 7 }] });
  expect((await world.store.steps(run.id)).map((s) => `${s.node.name}:${s.exit}`)).toEqual([
    "Start:incoming_call",
    "Menu:sales",
    "Sales:completed",
    "Bye:null",
  ]);
});

it("answers the same webhook twenty times with the same bytes, and takes one step", async () => {
  const menus = await Promise.all(Array.from({ length: 20 }, ring));
  expect(new Set(menus.map((m) => m.body)).size).toBe(1);
  const action = pathIn(menus[0]?.body ?? "", "action");
  const pressed = await Promise.all(Array.from({ length: 20 }, () => world.post(action, call({ Digits: "1" }, uuid))));
  expect(new Set(pressed.map((m) => `${m.status} ${m.body}`)).size).toBe(1);
  const run = await runOf();
  expect(await world.store.steps(run.id)).toHaveLength(4);
  expect((await world.store.recordedEvents(run.id)).map((e) => e.type)).toEqual(["started", "step"]);
  expect((await world.store.listRuns({ text: uuid, limit: 10 })).items).toHaveLength(1);
});

it("takes answer and fallback for one request", async () => {
  const answer = await ring();
  const fallback = await world.post(at("fallback"), call({ CallStatus: "ringing", Event: "StartApp" }, uuid));
  expect(fallback).toEqual(answer);
});

it("refuses a nonce that comes again with other keys", async () => {
  const menu = await ring();
  const action = pathIn(menu.body, "action");
  const nonce = newNonce();
  const press = (keys: string, given = {}) => world.post(action, call({ Digits: keys }, uuid), given);
  const sales = await press("1", { nonce });
  expect(await press("1", { nonce })).toEqual(sales);
  expect(await press("2", { nonce })).toMatchObject({ status: 403, body: expect.stringContaining("nonce_reused") });
  // A repeat of the carrier's has a nonce of its own, and that is used up too.
  const again = newNonce();
  expect(await press("1", { nonce: again })).toEqual(sales);
  expect(await press("2", { nonce: again })).toMatchObject({ status: 403 });
  expect((await world.store.recordedEvents((await runOf()).id)).map((e) => e.type)).toEqual(["started", "step"]);
});

it("answers a late key with what the leg heard last", async () => {
  const menu = await ring();
  const silence = await world.post(pathIn(menu.body, "redirect"), call({}, uuid));
  expect(silence.body).not.toBe(menu.body);
  const late = await world.post(pathIn(menu.body, "action"), call({ Digits: "1" }, uuid));
  expect(late).toMatchObject({ status: 200, body: silence.body });
  expect((await world.store.journal((await runOf()).id)).some((e) => e.kind === "event" && e.event.ignored)).toBe(true);
});

it("goes on at the same step after a restart, and answers a repeat from before it", async () => {
  const menu = await ring();
  await world.restart();
  expect((await ring()).body).toBe(menu.body);
  const sales = await world.post(pathIn(menu.body, "action"), call({ Digits: "1" }, uuid));
  expect(sales.body).toContain("Sales is closed.");
});

it("ends a run that talks too much for the carrier, with its code", async () => {
  const long = Array.from({ length: 50 }, () => ({ speak: "x".repeat(2_900) }));
  world.publish(flow({ Long: ["play_audio", { prompt: long }] }, ["Start.incoming_call -> Long"]));
  expect((await ring()).body).toContain("<Hangup/>");
  world.publish(MENU);
  expect(world.lines.some((line) => line["code"] === "answer_too_large")).toBe(true);
  const [run] = (await world.store.listRuns({ status: "failed", limit: 1 })).items;
  expect(run?.reason?.code).toBe("answer_too_large");
});

it("turns a call away when the number has no published flow, and one to an unknown number", async () => {
  const unknown = await world.post("/carrier/voice/n/another-number-token/answer", call({}, uuid));
  expect(unknown).toMatchObject({ status: 200, body: expect.stringContaining('<Hangup reason="rejected"/>') });
  expect(await world.store.byLeg(uuid)).toBeNull();
  expect(world.lines.some((line) => line["code"] === "number_without_flow")).toBe(true);
});

it("hangs up on a step that nobody knows", async () => {
  expect((await world.post("/carrier/voice/s/nobody-knows-this-token/action", call({ Digits: "1" }, uuid))).body).toContain("<Hangup/>");
  expect((await world.post("/carrier/voice/e/nobody-knows-this-token/ring", { ...call({}, uuid), Direction: "outbound" })).status).toBe(
    200,
  );
});

it("rings nobody who must not be called", async () => {
  const forward = flow(
    { Ring: ["call_forward", { to: ["+19005550100"] }], Sorry: ["play_audio", { prompt: [{ speak: "Not possible." }] }] },
    ["Start.incoming_call -> Ring", "Ring.failed -> Sorry"],
  );
  world.publish(forward);
  const ringing = await ring();
  world.publish(MENU);
  expect(ringing.body).not.toContain("<Dial");
  expect(world.lines.some((line) => line["code"] === "destination_not_allowed")).toBe(true);
  const next = await world.post(pathIn(ringing.body, "redirect"), call({}, uuid));
  expect(next.body).toContain("Not possible.");
});

it("keeps a sensitive input out of everything that people read, and nowhere when the run is over", async () => {
  world.publish(
    flow(
      {
        Pin: ["get_input", { prompt: [{ speak: "Your PIN?" }], sensitive: true, maxDigits: 4 }],
        Thanks: ["play_audio", { prompt: [{ speak: "Thank you for {{ Pin.digits }}." }] }],
      },
      ["Start.incoming_call -> Pin", "Pin.received -> Thanks"],
    ),
  );
  const asked = await ring();
  world.publish(MENU);
  const heard = await world.post(pathIn(asked.body, "action"), call({ Digits: "8642" }, uuid));
  expect(heard.body).toContain("Thank you for 8642.");
  const { id } = await runOf();
  const kept = [
    await world.store.journal(id),
    await world.store.steps(id),
    await world.store.carrierLog(id),
    await world.store.recordedEvents(id),
    world.lines,
  ];
  expect(JSON.stringify(kept)).not.toContain("8642");
  expect(JSON.stringify(kept)).toContain("•••••");
  const again = () => world.post(pathIn(asked.body, "action"), call({ Digits: "8642" }, uuid));
  expect(await again()).toEqual(heard);
  await world.post(`/carrier/voice/n/${NUMBER_TOKEN}/hangup`, call({ CallStatus: "completed", HangupCauseCode: "4000" }, uuid));
  expect((await world.store.run(id))?.status).toBe("completed");
  expect((await again()).body).toContain("Thank you for •••••.");
  expect(JSON.stringify([await world.store.run(id), await world.store.byLeg(uuid)])).not.toContain("8642");
});
