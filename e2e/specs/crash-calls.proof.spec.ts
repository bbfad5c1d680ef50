import { expect, test } from "@playwright/test";
import type { SimulatorServer } from "@cordboard/simulator";
import { CarrierTap } from "../steps/carrier-tap.ts";
import { loaded, numbersConnected } from "../steps/flows.ts";
import { asked } from "../steps/ledger.ts";
import { powerCut, startOutside } from "../steps/outside.ts";
import { Phone, script } from "../steps/phone.ts";
import { Product, until } from "../steps/product.ts";
import { allRuns, carrierLog, ended, path, runWith } from "../steps/runs.ts";

/*
 * The carrier runs on its own here, as it does in the world: it keeps the calls, brings its webhooks again, and counts
 * what it was asked for while Cordboard is gone.
 */
const ANN = "+14155550142";
const SALES = "+14155550111";

let product: Product;
let outside: SimulatorServer;
let door: CarrierTap;
let receptionist: string;
let clickToCall: string;
let callers = 0;

test.beforeAll(async () => {
  door = await CarrierTap.start();
  ({ outside, product } = await startOutside({ PUBLIC_URL: door.url }));
  door.leadTo(product.url);
  await numbersConnected(product);
  receptionist = (await loaded(product, "Virtual receptionist")).number;
  clickToCall = (await loaded(product, "Click to call")).id;
});
test.afterAll(async () => {
  await product.stop();
  await outside.close();
  await door.stop();
});

const newCaller = (): string => `+1212555${String(3000 + ++callers)}`;
const clock = (timeScale: number) => outside.simulator.sim.setClock({ timeScale });

for (const killAfterMs of [0, 15, 60]) {
  test(`kill -9 in the middle of four calls, ${killAfterMs} ms after a key: each goes on at its step to its end`, async () => {
    await script(product, ANN, { answerAfterSeconds: 1 });
    await script(product, SALES, { answerAfterSeconds: 1, steps: [{ afterSeconds: 8, hangup: true }] });

    await clock(20);
    const talking = await Phone.dial(product, newCaller(), receptionist);
    await talking.hears("Press 1 for sales");
    await talking.press("342");
    const ann = await until("Ann talks", async () => {
      const { calls } = await product.sim<{ calls: { callUuid: string; parentCallUuid: string | null; state: string }[] }>("GET", "/calls");
      return calls.find((one) => one.parentCallUuid === talking.callUuid && one.state === "in-progress");
    });
    await clock(1);
    const atMenu = await Phone.dial(product, newCaller(), receptionist);
    const atExtension = await Phone.dial(product, newCaller(), receptionist);
    const pressing = await Phone.dial(product, newCaller(), receptionist);
    await Promise.all([atMenu, atExtension, pressing].map((phone) => phone.hears("Press 1 for sales")));
    await atExtension.press("3");
    await atExtension.hears("enter the two digit extension");

    // Nobody outside runs out of patience meanwhile.
    await clock(0.01);
    await pressing.press("1");
    await powerCut(product, killAfterMs);

    await clock(1);
    await atMenu.press("3");
    await atMenu.hears("enter the two digit extension");
    await clock(20);
    await Promise.all([atMenu.press("42"), atExtension.press("42")]);
    for (const phone of [atMenu, atExtension]) {
      await phone.hears("Connecting you to Ann.");
      await phone.reaches("Dial");
      await phone.hangUp();
    }
    await new Phone(product, ann.callUuid).hangUp();
    await talking.hears("Thank you for calling. Goodbye.");
    await Promise.all([talking, atMenu, atExtension, pressing].map((phone) => phone.ended()));

    const toAnn = [
      "Start:incoming_call",
      "Main_Menu:extension",
      "Ask_Extension:received",
      "Which_Extension:ann",
      "Connecting_To_Ann:completed",
    ];
    for (const phone of [talking, atMenu, atExtension, pressing]) {
      const run = await ended(product, (await runWith(product, phone.callUuid)).id);
      expect(await allRuns(product, `&text=${phone.callUuid}`)).toHaveLength(1);
      expect(run.status).toBe("completed");
      const taken = await path(product, run.id);
      if (phone === pressing) expect(taken).toEqual(["Start:incoming_call", "Main_Menu:sales", "Ring_Sales:completed"]);
      else expect(taken.slice(0, 5)).toEqual(toAnn);
      if (phone === talking) expect(taken.slice(5)).toEqual(["Ring_Ann:completed"]);
    }
  });
}

test("killed between a call's acceptance and its receipt: the phone rings once, and the run goes on when it is answered", async () => {
  const [agent, customer] = [newCaller(), newCaller()];
  await script(product, agent, { answerAfterSeconds: 3 });
  await script(product, customer, { answerAfterSeconds: 1, steps: [{ afterSeconds: 2, hangup: true }] });
  await clock(1);
  outside.simulator.sim.setFaults({ delayMs: { value: 3_000, when: "after", on: "rest", method: "POST", path: "/Call/", count: 1 } });
  const { runId } = await product.api<{ runId: string }>("POST", `/api/flows/${clickToCall}/runs`, { params: { agent, customer } });
  await until("the carrier has accepted the call", async () => (await asked(product)).includes(`call ${agent}`));
  await powerCut(product, 0);
  const run = await ended(product, runId, 30);
  expect(run.status).toBe("completed");
  expect(await path(product, runId)).toEqual([
    "Start:api_request",
    "Call_Agent:answered",
    "Tell_Agent:completed",
    "Ring_Customer:completed",
  ]);
  expect((await asked(product)).filter((row) => row === `call ${agent}`)).toHaveLength(1);
  const log = await carrierLog(product, runId);
  expect(log.some((item) => item.kind === "webhook" && item.url?.includes("/carrier/voice/e/"))).toBe(true);
});

test("the built-in simulator is a carrier of its own, too: a call on it outlives the kill", async () => {
  const own = await Product.start();
  try {
    await numbersConnected(own);
    const phone = await Phone.dial(own, newCaller(), (await loaded(own, "Virtual receptionist")).number);
    await phone.hears("Press 1 for sales");
    await own.sim("POST", "/clock", { timeScale: 0.01 });
    await powerCut(own, 0);
    await phone.press("3");
    await phone.hears("enter the two digit extension");
    await phone.hangUp();
    const run = await ended(own, (await runWith(own, phone.callUuid)).id);
    expect(await path(own, run.id)).toEqual(["Start:incoming_call", "Main_Menu:extension", "Ask_Extension:hung_up"]);
  } finally {
    await own.stop();
  }
});
