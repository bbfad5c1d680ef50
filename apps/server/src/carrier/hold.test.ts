import { randomUUID } from "node:crypto";
import { carrierUrls } from "@cordboard/carrier";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
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
/** `gone`, `silent`: the whole database, not only its commits. `lost`: it commits, and the answer never arrives. */
let broken: "no" | "throws" | "hangs" | "lost" | "gone" | "silent" = "no";
/** As a driver does that waits for an answer in vain. */
const never = () => new Promise<never>((_, reject) => setTimeout(() => reject(new Error("Query read timeout")), 4_000));
function unreachable<T extends object>(real: T): T {
  return new Proxy(real, {
    get: (target, name: keyof T & string) => {
      const own = target[name];
      if (name === "subscribe" || typeof own !== "function" || !(broken === "gone" || broken === "silent")) return own;
      return () => (broken === "silent" ? never() : Promise.reject(new Error("connect ECONNREFUSED")));
    },
  });
}
beforeAll(async () => {
  const wrap = (store: RunStore): RunStore =>
    unreachable({
      ...store,
      commit: async (items) => {
        if (broken === "throws") throw new Error("database or disk is full");
        if (broken === "hangs") await new Promise((done) => setTimeout(done, 6_000));
        const outcomes = await store.commit(items);
        if (broken === "lost") throw new Error("Connection terminated unexpectedly");
        return outcomes;
      },
    });
  world = await startWorld({ wrap, wrapCatalog: unreachable });
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
        held.replace(/.(?=.{9}$)/, (c) => (c === "A" ? "B" : "A")),
        call({}, uuid),
      )
    ).body,
  ).toContain("<Hangup/>");
  const holds = createHoldAnswers(world.masterKey, carrierUrls(world.publicUrl));
  const sealed =
    heldPath(holds.again({ path: "/n/x/answer", params: {}, turn: 0 }, 0))
      .split("/")
      .at(-1) ?? "";
  expect([holds.open(sealed, 600_000)?.turn, holds.open(sealed, 600_001)]).toEqual([1, null]);
});

it("apologises after twenty turns", () => {
  const holds = createHoldAnswers(world.masterKey, carrierUrls("https://f.example.com"));
  let xml = holds.again({ path: "/n/x/answer", params: { CallUUID: uuid }, turn: 0 }, 0);
  for (let turn = 1; turn <= 20; turn++) {
    // Another replica has the same key.
    const other = createHoldAnswers(world.masterKey, carrierUrls("https://f.example.com"));
    const held = other.open(heldPath(xml).split("/").at(-1) ?? "", 0);
    expect(held).toMatchObject({ turn, params: { CallUUID: uuid } });
    xml = other.again({ path: held?.path ?? "", params: held?.params ?? {}, turn: held?.turn ?? 0 }, 0);
  }
  expect(xml).toMatch(/<Speak>We are sorry.*<\/Speak><Hangup\/>/);
});

it("asks again what is too long to travel, counts its turns, and never makes a longer address", async () => {
  const menu = await ring();
  const action = pathIn(menu.body, "action");
  broken = "throws";
  const said = call({ InputType: "speech", Speech: "x".repeat(2_000), SpeechConfidenceScore: "0.5" }, uuid);
  const held = heldPath((await world.post(action, said)).body);
  expect(held.length).toBeLessThan(600);
  broken = "no";
  const asked = await world.post(held, call({}, uuid));
  expect(asked.body).toContain("Press 1.");
  const run = await world.store.run((await world.store.byLeg(uuid))?.runId ?? "");
  expect(run?.status).toBe("running");

  const holds = createHoldAnswers(world.masterKey, carrierUrls(world.publicUrl));
  const params = { CallUUID: uuid, "SIP-H-X": "x".repeat(5_000) };
  const sealed = (xml: string) => holds.open(heldPath(xml).split("/").at(-1) ?? "", 0);
  expect(sealed(holds.again({ path: "/n/x/answer", params, turn: 3 }, 0))).toMatchObject({ path: "/n/x/answer", params: null, turn: 4 });
  expect(sealed(holds.again({ path: "/s/t/action", params, turn: 3 }, 0))).toMatchObject({ path: "/s/t/redirect", params: null });
});

it("finds a commit whose answer was lost by its key, for calls and for texts", async () => {
  broken = "lost";
  const held = heldPath((await ring()).body);
  expect(held).not.toBe("");
  const text = { MessageUUID: randomUUID(), From: "14155550177", To: "14155550199", Type: "sms", Text: "Hi", Units: "1" };
  const path = `/carrier/messages/n/${NUMBER_TOKEN}`;
  expect((await world.post(path, text)).status).toBe(503);
  broken = "no";
  const back = await world.post(held, call({}, uuid));
  expect(back.body).toBe((await ring()).body);
  expect(back.body).toContain("Press 1.");
  expect((await world.post(path, text)).status).toBe(200);
  const { items } = await world.store.listRuns({ limit: 100 });
  expect(items.filter((run) => run.legs.some((leg) => leg.callUuid === uuid))).toHaveLength(1);
  expect(items.filter((run) => run.contact.number === "+14155550177")).toHaveLength(1);
});

describe.each(["gone", "silent"] as const)("with the whole database %s", (state) => {
  it("answers every request for a document with XML within 2 s, and nothing else with 200", async () => {
    const menu = await ring();
    const held = heldPath(
      createHoldAnswers(world.masterKey, carrierUrls(world.publicUrl)).again(
        { path: `/n/${NUMBER_TOKEN}/answer`, params: call({}, uuid), turn: 0 },
        Date.now(),
      ),
    );
    const [action, redirect] = [pathIn(menu.body, "action"), pathIn(menu.body, "redirect")];
    const callback = action.replace(/action$/, "callback");
    const token = action.split("/")[4] ?? "";
    const ask = async (path: string, params: Record<string, string>) => {
      const began = performance.now();
      const answer = await world.post(path, params);
      return { ...answer, ms: performance.now() - began };
    };
    broken = state;
    const voice = [
      ANSWER,
      ANSWER.replace("answer", "fallback"),
      "/carrier/voice/fallback/3",
      "/carrier/voice/n/unknown/answer",
      held,
      redirect,
      "/carrier/voice/e/unknown/answer",
    ];
    const spoken = await Promise.all([...voice.map((path) => ask(path, call({}, uuid))), ask(action, call({ Digits: "1" }, uuid))]);
    for (const { status, type, body, ms } of spoken) {
      expect({ status, type }).toEqual({ status: 200, type: "application/xml; charset=utf-8" });
      expect(body).toMatch(/^<Response><Wait length="2"\/><Redirect>[^<]*\/carrier\/voice\/hold\/[\w-]{50,1800}#/);
      expect(ms).toBeLessThan(3_000);
    }
    expect(await ask(`/carrier/voice/s/${token}/document/confirm`, call({}, uuid))).toMatchObject({ status: 200, body: "<Response/>" });

    const ended = call({ CallStatus: "completed", HangupCause: "NORMAL_CLEARING", HangupCauseCode: "4000" }, uuid);
    const text = { MessageUUID: randomUUID(), From: "14155550100", To: "14155550199", Type: "sms", Text: "Hi", Units: "1" };
    const told = await Promise.all([
      ask(ANSWER.replace("answer", "hangup"), ended),
      ask(callback, call({ DialAction: "answer", DialBLegUUID: randomUUID(), DialBLegStatus: "answer" }, uuid)),
      ask("/carrier/voice/e/unknown/hangup", ended),
      ask(`/carrier/messages/n/${NUMBER_TOKEN}`, text),
    ]);
    expect(told.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
    expect(Math.max(...told.map(({ ms }) => ms))).toBeLessThan(3_000);

    broken = "no";
    const pressed = heldPath(spoken.at(-1)?.body ?? "");
    expect((await world.post(pressed, call({}, uuid))).body).toContain("<Hangup/>");
    expect((await world.post(callback, ended)).status).not.toBe(503);
  });
});
