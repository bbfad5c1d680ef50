import { expect, test } from "@playwright/test";
import { type CallView, type MessageView, startSimulatorServer, type SimulatorServer } from "@cordboard/simulator";
import { assign, flow, loaded, numbersConnected, publish } from "../steps/flows.ts";
import { RENTED } from "../steps/outside.ts";
import { AUTH_ID, AUTH_TOKEN, Product, until } from "../steps/product.ts";
import { Relay } from "../steps/relay.ts";
import { contextOf, effectsOf, ended, path, runWith } from "../steps/runs.ts";

/*
 * The carrier's API is gone, while its network still brings calls and texts. What is to be sent is queued, live calls are
 * held, and when the API is back everything is done once and goes on. What happens outside goes to the simulator itself,
 * not over the wire that is down.
 */
const DESK = "+14155550194";

let outside: SimulatorServer;
let relay: Relay;
let product: Product;
let autoresponder: string;
let clickToCall: string;
let people = 0;

/** A caller asks for a text, and is told whether it was sent. */
const TEXT_ME = flow(
  "Text me",
  {
    Menu: ["ivr_menu", { prompt: [{ speak: "Press 1 and we text you our address." }], choices: [{ name: "address", key: "1" }] }],
    Address: ["send_message", { from: DESK, to: ["{{ contact.number }}"], text: "We are at 1 Brass Street." }],
    Sent: ["play_audio", { prompt: [{ speak: "It is on its way." }] }],
    Not_Sent: ["play_audio", { prompt: [{ speak: "It is 1 Brass Street." }] }],
  },
  ["Start.incoming_call -> Menu", "Menu.address -> Address", "Address.sent -> Sent", "Address.failed -> Not_Sent"],
);

test.beforeAll(async () => {
  outside = await startSimulatorServer({ port: 0, authId: AUTH_ID, authToken: AUTH_TOKEN });
  for (const number of RENTED) outside.simulator.sim.addNumber({ number, kind: "rented" });
  relay = await Relay.to(outside.url);
  product = await Product.start({ PLIVO_API_BASE: relay.url });
  await assign(product, DESK, await publish(product, TEXT_ME));
  await numbersConnected(product);
  autoresponder = (await loaded(product, "SMS autoresponder")).number;
  clickToCall = (await loaded(product, "Click to call")).id;
});
test.afterAll(async () => {
  await product.stop();
  await relay.down();
  await outside.close();
});
test.afterEach(async () => {
  outside.simulator.sim.clearFaults();
  await relay.up();
});

const newPerson = (): string => `+1212555${String(8000 + ++people)}`;
const sentTo = (person: string): MessageView[] =>
  outside.simulator.sim.messages().filter((one) => one.direction === "outbound" && one.to === person);
const callsTo = (person: string): unknown[] =>
  outside.simulator.sim
    .ledger()
    .filter((row) => row.method === "POST" && row.path.endsWith("/Call/") && JSON.stringify(row.body).includes(person.slice(1)));
const hears = (callUuid: string, words: string): Promise<CallView> =>
  until(
    `"${words}" is heard`,
    async () => {
      const view = outside.simulator.sim.callView(callUuid);
      return view.transcript.some(({ element, text }) => element === "Speak" && text?.includes(words)) && view;
    },
    45,
  );

test("texts are queued, and answered once each when the carrier is back; a restart in between changes nothing", async () => {
  const writers = Array.from({ length: 20 }, newPerson);
  await relay.down();
  for (const from of writers) outside.simulator.sim.text({ from, to: autoresponder, text: "HELP" });
  const runs = await Promise.all(writers.map((person) => runWith(product, person)));
  for (const { id } of runs) {
    const [effect] = await until("it is tried and put off", async () => {
      const effects = await effectsOf(product, id);
      // Between its tries it waits again.
      return (effects[0]?.attempts ?? 0) > 0 && effects[0]?.state === "pending" && effects;
    });
    expect(effect).toMatchObject({ kind: "send_message", state: "pending" });
  }
  // Not a kill, which may come within a try and leave a doubt: `npm run chaos` has those.
  await product.shutDown();
  await product.boot();
  expect(await product.api("GET", "/api/effects?state=uncertain")).toMatchObject({ items: [] });
  await relay.up();
  for (const [i, { id }] of runs.entries()) {
    expect((await ended(product, id, 45)).status).toBe("completed");
    expect(await path(product, id)).toEqual(["Start:incoming_message", "Which_Word:help", "Reply_Help:sent"]);
    expect(sentTo(writers[i] ?? "")).toHaveLength(1);
  }
});

test("a live call is held while its text waits, and goes on when the carrier is back", async () => {
  const caller = newPerson();
  const { callUuid } = outside.simulator.sim.call({ from: caller, to: DESK });
  await hears(callUuid, "Press 1");
  await relay.down();
  outside.simulator.sim.press(callUuid, "1");
  // Held: it waits, and asks again.
  await until("the call is held", async () => {
    const { state, transcript } = outside.simulator.sim.callView(callUuid);
    return state === "in-progress" && transcript.some(({ element }) => element === "Wait");
  });
  expect(sentTo(caller)).toEqual([]);
  await relay.up();
  await hears(callUuid, "It is on its way.");
  expect(sentTo(caller)).toHaveLength(1);
  outside.simulator.sim.hangUp(callUuid);
  const run = await ended(product, (await runWith(product, callUuid)).id);
  expect((await path(product, run.id)).slice(0, 3)).toEqual(["Start:incoming_call", "Menu:address", "Address:sent"]);
});

test("a call that is to be placed rings once, when the carrier is back", async () => {
  const [agent, customer] = [newPerson(), newPerson()];
  const { sim } = outside.simulator;
  sim.addNumber({ number: agent, kind: "phone", script: { answerAfterSeconds: 1, steps: [], text: [] } });
  sim.addNumber({
    number: customer,
    kind: "phone",
    script: { answerAfterSeconds: 1, steps: [{ afterSeconds: 2, hangup: true }], text: [] },
  });
  await relay.down();
  const { runId } = await product.api<{ runId: string }>("POST", `/api/flows/${clickToCall}/runs`, { params: { agent, customer } });
  await until("it is tried and put off", async () => ((await effectsOf(product, runId))[0]?.attempts ?? 0) >= 2);
  expect(callsTo(agent)).toEqual([]);
  await relay.up();
  const run = await ended(product, runId, 45);
  expect(await path(product, run.id)).toEqual([
    "Start:api_request",
    "Call_Agent:answered",
    "Tell_Agent:completed",
    "Ring_Customer:completed",
  ]);
  expect(callsTo(agent)).toHaveLength(1);
});

test("while the carrier says that it is too much, texts keep the distance it asks for, and none is lost or sent twice", async () => {
  const writers = Array.from({ length: 10 }, newPerson);
  const before = outside.simulator.sim.ledger().at(-1)?.seq ?? 0;
  outside.simulator.sim.setFaults({ status429: { on: "rest", method: "POST", path: "/Message/", count: 15, value: 2 } });
  for (const from of writers) outside.simulator.sim.text({ from, to: autoresponder, text: "HELP" });
  for (const person of writers) {
    await ended(product, (await runWith(product, person)).id, 45);
    expect(sentTo(person)).toHaveLength(1);
    const tries = outside.simulator.sim
      .ledger(before)
      .filter((row) => row.path.endsWith("/Message/") && JSON.stringify(row.body).includes(person.slice(1)));
    for (const [i, row] of tries.entries()) {
      const earlier = tries[i - 1];
      if (earlier) expect(Date.parse(row.at) - Date.parse(earlier.at)).toBeGreaterThanOrEqual(1_950);
    }
  }
});

test("an outage that outlasts the step's patience: it leaves by failed, and is not sent behind its back", async () => {
  const person = newPerson();
  await relay.down();
  outside.simulator.sim.text({ from: person, to: autoresponder, text: "HELP" });
  const { id } = await runWith(product, person);
  await until("it is tried and put off", async () => ((await effectsOf(product, id))[0]?.attempts ?? 0) > 0);
  // A text expires after three hours; its step waits for ten minutes more.
  await product.api("POST", "/api/test/clock", { advanceMs: (3 * 60 + 11) * 60_000 });
  await ended(product, id, 45);
  expect(await path(product, id)).toContain("Reply_Help:failed");
  expect((await contextOf(product, id)).variables["Reply_Help"]).toMatchObject({
    error: { code: expect.stringMatching(/^(?:carrier_unreachable|message_expired)$/) },
  });
  await relay.up();
  await product.api("POST", "/api/test/clock", { advanceMs: 60_000 });
  expect(sentTo(person)).toEqual([]);
});
