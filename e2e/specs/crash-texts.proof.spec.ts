import { expect, test } from "@playwright/test";
import type { SimulatorServer } from "@cordboard/simulator";
import { loaded, numbersConnected } from "../steps/flows.ts";
import { asked, texts } from "../steps/ledger.ts";
import { powerCut, startOutside } from "../steps/outside.ts";
import { type Product, until } from "../steps/product.ts";
import { allRuns, contextOf, effectsOf, ended, path, runWith } from "../steps/runs.ts";

let product: Product;
let outside: SimulatorServer;
let autoresponder: string;
let people = 0;

test.beforeAll(async () => {
  ({ outside, product } = await startOutside());
  await numbersConnected(product);
  autoresponder = (await loaded(product, "SMS autoresponder")).number;
});
test.afterAll(async () => {
  await product.stop();
  await outside.close();
});
test.afterEach(() => outside.simulator.sim.clearFaults());

const newPerson = (): string => `+1212555${String(4000 + ++people)}`;

/** A text asks for a reply, and the carrier takes it but answers late; Cordboard is killed in between. */
async function killedBeforeReceipt(faults: Record<string, unknown>, killAfterMs: number): Promise<{ person: string; runId: string }> {
  const person = newPerson();
  outside.simulator.sim.setFaults({
    delayMs: { value: 3_000, when: "after", on: "rest", method: "POST", path: "/Message/", count: 1 },
    ...faults,
  });
  await product.sim("POST", "/messages", { from: person, to: autoresponder, text: "HELP" });
  await until("the carrier has accepted the reply", async () => (await texts(product, person)).length > 0);
  await powerCut(product, killAfterMs);
  return { person, runId: (await runWith(product, person)).id };
}

const timesAsked = async (person: string): Promise<number> =>
  (await asked(product)).filter((row) => row.startsWith(`text ${person}`)).length;

// First, while both clocks agree: the carrier's list is searched by time.
test("killed before its receipt, and no report comes: it is listed as uncertain until the carrier's own list settles it", async () => {
  const silence = { drop: { on: "webhooks", path: "/carrier/messages/e/" }, status5xx: { on: "rest", method: "GET", path: "/Message/" } };
  const { person, runId } = await killedBeforeReceipt(silence, 0);
  const listed = await until("it is listed", async () => (await effectsOf(product, runId, "uncertain"))[0]);
  expect(listed).toMatchObject({ kind: "send_message", target: person, attempts: 1, state: "uncertain" });
  outside.simulator.sim.setFaults({ status5xx: false });
  await product.api("POST", "/api/test/clock", { advanceMs: 11_000 });
  await ended(product, runId);
  expect(await path(product, runId)).toContain("Reply_Help:sent");
  expect(await effectsOf(product, runId, "uncertain")).toEqual([]);
  expect(await timesAsked(person)).toBe(1);
});

for (const killAfterMs of [0, 100]) {
  test(`killed ${killAfterMs} ms after the carrier accepted a text, before its receipt: sent once, and its delivery report settles it`, async () => {
    // The first report is lost, so that nothing can be known of the text before the kill.
    const { person, runId } = await killedBeforeReceipt({ drop: { on: "webhooks", path: "/carrier/messages/e/", count: 1 } }, killAfterMs);
    // The reports that found nobody at home come again after a minute.
    await outside.simulator.sim.setClock({ advanceMs: 61_000 });
    const run = await ended(product, runId);
    expect(run).toMatchObject({ status: "completed", messages: [expect.any(String), expect.any(String)] });
    expect(await path(product, runId)).toEqual(["Start:incoming_message", "Which_Word:help", "Reply_Help:sent"]);
    const [effect, ...others] = await effectsOf(product, runId);
    expect([effect?.state, effect?.attempts, others]).toEqual(["done", 1, []]);
    expect(await timesAsked(person)).toBe(1);
    expect(await texts(product, person)).toHaveLength(1);
  });
}

test("a text that the carrier lost is never repeated by itself: it is listed, its run leaves by failed, and a person decides", async () => {
  const person = newPerson();
  outside.simulator.sim.setFaults({ drop: { on: "rest", method: "POST", path: "/Message/", count: 1 } });
  await product.sim("POST", "/messages", { from: person, to: autoresponder, text: "HELP" });
  const run = await runWith(product, person);
  const listed = await until("it is listed", async () => (await effectsOf(product, run.id, "uncertain"))[0]);
  await powerCut(product, 0);
  expect(await effectsOf(product, run.id, "uncertain")).toHaveLength(1);

  await product.api("POST", "/api/test/clock", { advanceMs: 11 * 60_000 });
  await ended(product, run.id);
  expect(await path(product, run.id)).toContain("Reply_Help:failed");
  expect((await contextOf(product, run.id)).variables["Reply_Help"]).toMatchObject({ error: { code: "uncertain" } });
  expect(await timesAsked(person)).toBe(1);
  expect(await texts(product, person)).toEqual([]);

  const resolved = await product.api<{ resolved: { as: string } }>("POST", `/api/effects/${listed.id}/resolve`, {
    as: "not_sent",
    resend: true,
  });
  expect(resolved.resolved).toMatchObject({ as: "not_sent" });
  await until("it is sent, because a person said so", async () => (await texts(product, person)).length === 1);
  expect(await timesAsked(person)).toBe(2);
});

test("a text whose webhook finds nobody at home is brought again by the carrier: one run, one reply", async () => {
  const person = newPerson();
  await product.kill();
  await product.sim("POST", "/messages", { from: person, to: autoresponder, text: "HELP" });
  await product.boot();
  await outside.simulator.sim.setClock({ advanceMs: 61_000 });
  await ended(product, (await runWith(product, person)).id);
  expect(await allRuns(product, `&contact=${encodeURIComponent(person)}`)).toHaveLength(1);
  expect(await timesAsked(person)).toBe(1);
});

test("a text that had to wait for the carrier is sent or given up, never both, however long Cordboard was away", async () => {
  const person = newPerson();
  outside.simulator.sim.setFaults({ status429: { on: "rest", method: "POST", path: "/Message/", count: 1, value: 60 } });
  await product.sim("POST", "/messages", { from: person, to: autoresponder, text: "HELP" });
  const run = await runWith(product, person);
  await until("the carrier has put it off", async () => (await effectsOf(product, run.id))[0]?.attempts === 1);
  // Both are due now: the next try of the text, and the end of the step's patience.
  await product.api("POST", "/api/test/clock", { advanceMs: 11 * 60_000 });
  await ended(product, run.id);
  const sent = (await texts(product, person)).length;
  const [, , last] = await path(product, run.id);
  expect([sent, last]).toEqual(sent === 1 ? [1, "Reply_Help:sent"] : [0, "Reply_Help:failed"]);
});
