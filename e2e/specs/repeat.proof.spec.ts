import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { addressesOf, addressIn, callFields, deliver, type Fields, newNonce, type Reply, textFields } from "../steps/as-carrier.ts";
import { loaded, numbersConnected } from "../steps/flows.ts";
import { asked } from "../steps/ledger.ts";
import { Product, until } from "../steps/product.ts";
import { allRuns, ended, path, runWith, stepsOf } from "../steps/runs.ts";

const TIMES = 20;

let product: Product;
let receptionist: { id: string; number: string };
let autoresponder: { id: string; number: string };
let at: Awaited<ReturnType<typeof addressesOf>>;

test.beforeAll(async () => {
  product = await Product.start({ SIMULATOR_TIME_SCALE: "20" });
  await numbersConnected(product);
  receptionist = await loaded(product, "Virtual receptionist");
  autoresponder = await loaded(product, "SMS autoresponder");
  at = await addressesOf(product, receptionist.number);
});
test.afterAll(() => product.stop());

async function oneAfterAnother(ask: () => Promise<Reply>): Promise<Reply[]> {
  const replies = [];
  for (let i = 0; i < TIMES; i++) replies.push(await ask());
  return replies;
}
const allAtOnce = (ask: () => Promise<Reply>): Promise<Reply[]> => Promise.all(Array.from({ length: TIMES }, ask));

/** All 20 are the same 200 to the last byte; answers it. */
function same(replies: Reply[]): string {
  expect(replies).toHaveLength(TIMES);
  expect(new Set(replies.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
  expect(replies[0]?.status).toBe(200);
  return replies[0]?.body ?? "";
}

/** The carrier's own repeat, nonce and all; or a new try of it, signed again. */
const WAYS: [name: string, ask: (url: string, fields: Fields) => () => Promise<Reply>][] = [
  [
    "the very same request",
    (url, fields) => {
      const nonce = newNonce();
      return () => deliver(url, fields, nonce);
    },
  ],
  ["the same event signed again each time", (url, fields) => () => deliver(url, fields)],
];

for (const [what, way] of WAYS) {
  for (const [how, many] of [
    ["one after another", oneAfterAnother],
    ["all at once", allAtOnce],
  ] as const) {
    test(`${what} 20 times, ${how}: one step, identical bytes`, async () => {
      const callUuid = randomUUID();
      const menu = same(await many(way(at.answer, callFields(receptionist.number, {}, callUuid))));
      expect(menu).toContain("Press 1 for sales");
      const pressed = callFields(receptionist.number, { Digits: "3", Event: "Redirect", CallStatus: "in-progress" }, callUuid);
      const extension = same(await many(way(addressIn(menu, "action"), pressed)));
      expect(extension).toContain("enter the two digit extension");

      const run = await runWith(product, callUuid);
      expect(await allRuns(product, `&text=${callUuid}`)).toHaveLength(1);
      expect(await path(product, run.id)).toEqual(["Start:incoming_call", "Main_Menu:extension", "Ask_Extension"]);
      const hangup = callFields(receptionist.number, { Event: "Hangup", CallStatus: "completed", HangupCauseCode: "4000" }, callUuid);
      same(await many(way(at.hangup, hangup)));
      await ended(product, run.id);
      expect(await stepsOf(product, run.id)).toHaveLength(3);
    });
  }
}

test("answer and fallback are one request, and a repeat after a restart gets the bytes from before it", async () => {
  const callUuid = randomUUID();
  const fields = callFields(receptionist.number, {}, callUuid);
  const nonce = newNonce();
  const menu = await deliver(at.answer, fields, nonce);
  expect(await deliver(at.fallback, fields)).toEqual(menu);

  await product.kill();
  await product.boot();
  expect(same(await allAtOnce(() => deliver(at.answer, fields, nonce)))).toBe(menu.body);
  expect(await deliver(at.fallback, fields)).toEqual(menu);

  const run = await runWith(product, callUuid);
  expect(await allRuns(product, `&text=${callUuid}`)).toHaveLength(1);
  expect(await path(product, run.id)).toEqual(["Start:incoming_call", "Main_Menu"]);
  // The nonce is remembered over the restart as well.
  const other = await deliver(at.answer, callFields(receptionist.number, {}, randomUUID()), nonce);
  expect(other).toEqual({ status: 403, body: expect.stringContaining("nonce_reused") });
});

test("a call whose answer address cannot be reached begins at its fallback, once", async () => {
  const callUuid = randomUUID();
  const fields = callFields(receptionist.number, {}, callUuid);
  const byFallback = same(await allAtOnce(() => deliver(at.fallback, fields)));
  expect((await deliver(at.answer, fields)).body).toBe(byFallback);
  expect(await allRuns(product, `&text=${callUuid}`)).toHaveLength(1);
});

test("the same nonce with another digest is refused, whatever it is sent to", async () => {
  const callUuid = randomUUID();
  const menu = await deliver(at.answer, callFields(receptionist.number, {}, callUuid));
  const action = addressIn(menu.body, "action");
  const nonce = newNonce();
  const press = (digits: string): Fields =>
    callFields(receptionist.number, { Digits: digits, Event: "Redirect", CallStatus: "in-progress" }, callUuid);
  expect((await deliver(action, press("3"), nonce)).status).toBe(200);
  expect(await deliver(action, press("1"), nonce)).toEqual({ status: 403, body: expect.stringContaining("nonce_reused") });
  expect((await deliver(at.answer, press("3"), nonce)).status).toBe(403);
  expect(await path(product, (await runWith(product, callUuid)).id)).toEqual([
    "Start:incoming_call",
    "Main_Menu:extension",
    "Ask_Extension",
  ]);
});

test("the same text 20 times, again after a restart: one run, one reply", async () => {
  const { message } = await addressesOf(product, autoresponder.number);
  const fields = textFields(autoresponder.number, "HELP");
  same(await allAtOnce(() => deliver(message, fields)));
  const [run] = await until("its run", async () => {
    const runs = await allRuns(product, `&flow=${autoresponder.id}`);
    return runs.length > 0 && runs;
  });
  await ended(product, run?.id ?? "");
  const replies = async (): Promise<number> => (await asked(product)).filter((row) => row.startsWith("text +12125550100")).length;
  expect(await replies()).toBe(1);

  await product.kill();
  await product.boot();
  same(await oneAfterAnother(() => deliver(message, fields)));
  expect(await allRuns(product, `&flow=${autoresponder.id}`)).toHaveLength(1);
  expect(await replies()).toBe(1);
});
