import { randomUUID } from "node:crypto";
import { fromXml } from "@cordboard/plivo";
import { afterAll, beforeAll, expect, it } from "vitest";
import { call, flow, NUMBER_TOKEN, OURS, pathIn, startWorld, until, type World } from "../test-world.ts";

/*
 * What callers and texters may bring that nobody meant, through the carrier's own doors: each is answered, each run leaves by a
 * declared exit and is over.
 */
const LINE = flow(
  {
    Code: ["get_input", { prompt: [{ speak: "Your code?" }], input: "both", maxDigits: 6, attempts: 2, validate: { kind: "number" } }],
    Read: ["play_audio", { prompt: [{ speak: "It is {{ Code.value }}." }] }],
    Sorry: ["play_audio", { prompt: [{ speak: "We heard: {{ Code.digits }}{{ Code.speech }}." }] }],
    Ask: ["ask_by_message", { text: "Your code?", attempts: 2, validate: { kind: "number" } }],
    Thanks: ["end", { result: "thanks" }],
    Enough: ["end", { result: "enough" }],
  },
  [
    "Start.incoming_call -> Code",
    "Code.received -> Read",
    "Code.no_input -> Sorry",
    "Code.invalid -> Sorry",
    "Start.incoming_message -> Ask",
    "Ask.replied -> Thanks",
    "Ask.failed -> Enough",
  ],
);
const ODD = "\u0000\u0007<&>\"'\u202E\uFFFE ]]> {{ secrets.KEY }} {% raw %} '; DROP TABLE runs; -- \u{1F468}\u200D\u{1F469} e\u0301";

let world: World;
beforeAll(async () => {
  world = await startWorld();
  world.publish(LINE);
});
afterAll(() => world.close());

const voice = (kind: string) => `/carrier/voice/n/${NUMBER_TOKEN}/${kind}`;
const OVER = { Event: "Hangup", CallStatus: "completed", HangupCauseCode: "4000", HangupSource: "Caller", Duration: "3" };
const ring = (uuid: string) => world.post(voice("answer"), call({ CallStatus: "ringing" }, uuid));
const runOf = async (uuid: string) => {
  const run = await world.store.run((await world.store.byLeg(uuid))?.runId ?? "");
  if (!run) throw new Error("no run");
  return run;
};

it.each([
  ["ten thousand digits", { InputType: "dtmf", Digits: "9".repeat(10_000) }, "invalid"],
  ["no digits", { InputType: "dtmf", Digits: "" }, "no_input"],
  ["empty speech", { InputType: "speech", Speech: "", SpeechConfidenceScore: "" }, "no_input"],
  ["speech of odd bytes", { InputType: "speech", Speech: ODD, SpeechConfidenceScore: "0.4" }, "invalid"],
  ["speech of 4,000 words", { InputType: "speech", Speech: "one ".repeat(4_000), SpeechConfidenceScore: "0.4" }, "invalid"],
])("%s, each time it is asked: the call goes on by a declared exit", async (_what, fields, exit) => {
  const uuid = randomUUID();
  let { body } = await ring(uuid);
  for (let asked = 0; asked < 2; asked++) {
    const answer = await world.post(pathIn(body, "action"), call(fields, uuid));
    expect(answer).toMatchObject({ status: 200, type: "application/xml; charset=utf-8" });
    body = answer.body;
  }
  expect(fromXml(body, { mode: "strict" }).problems).toEqual([]);
  expect(body).toMatch(/<Hangup\/><\/Response>$/);
  await world.post(voice("hangup"), call(OVER, uuid));
  const run = await runOf(uuid);
  expect(run.status).toBe("completed");
  expect((await world.store.steps(run.id))[1]).toMatchObject({ node: { name: "Code" }, exit });
});

it.each([ODD, "١٢٣٤", "12a"])("keys that no telephone has (%j) are refused by code, and the question stays open", async (Digits) => {
  const uuid = randomUUID();
  const action = pathIn((await ring(uuid)).body, "action");
  const refused = await world.post(action, call({ InputType: "dtmf", Digits }, uuid));
  expect(refused).toMatchObject({ status: 400, body: expect.stringContaining("Digits") });
  expect((await world.post(action, call({ InputType: "dtmf", Digits: "1234" }, uuid))).body).toContain("It is 1234.");
});

it("texts of any bytes, each brought again and again, are answers that don't fit", async () => {
  for (const [i, text] of [ODD, "9".repeat(10_000), "", "\uFFFD"].entries()) {
    const from = `1415555012${i}`;
    const bring = async (words: string): Promise<void> => {
      const fields = { MessageUUID: randomUUID(), From: from, To: OURS.slice(1), Type: "sms", Text: words, Units: "1" };
      const answers = await Promise.all([1, 2, 3].map(() => world.post(`/carrier/messages/n/${NUMBER_TOKEN}`, fields)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    };
    await bring("Hello");
    const runs = () => world.store.listRuns({ contact: `+${from}`, limit: 5 });
    const { id } = await until(async () => (await runs()).items[0]);
    await bring(text);
    await bring(text);
    const run = await until(async () => {
      const now = await world.store.run(id);
      return now?.status !== "running" && now;
    });
    expect(run).toMatchObject({ status: "completed", result: "enough" });
    expect((await runs()).items).toHaveLength(1);
  }
});

it("callbacks of a call that is over, in any order and twice, change nothing", async () => {
  const uuid = randomUUID();
  const menu = (await ring(uuid)).body;
  const hangup = () => world.post(voice("hangup"), call(OVER, uuid));
  await hangup();
  const { steps } = await runOf(uuid);
  const late = [
    await world.post(pathIn(menu, "action"), call({ InputType: "dtmf", Digits: "12" }, uuid)),
    await world.post(pathIn(menu, "redirect"), call({}, uuid)),
    await hangup(),
    await world.post(pathIn(menu, "action"), call({ InputType: "dtmf", Digits: "34" }, uuid)),
  ];
  expect(late.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(await runOf(uuid)).toMatchObject({ status: "completed", steps, hangup: { by: "caller" } });
});
