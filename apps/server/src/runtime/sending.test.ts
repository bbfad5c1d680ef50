import { NO_SENDING_LIMITS, type SendingLimits } from "@cordboard/api";
import type { JsonObject } from "@cordboard/contract";
import { afterEach, expect, it } from "vitest";
import { CALLER, flow, OURS, startWorld, until, type World } from "../test-world.ts";

/* Everything runs twenty times as fast as it says: the carrier, the database's clock and the runtime's own timers. */
const SCALE = 20;
const text = (more: JsonObject = {}): [string, JsonObject] => [
  "send_message",
  { from: OURS, to: ["{{ Start.http.params.to }}"], text: "Hi", ...more },
];
const FLOW = (more?: JsonObject) =>
  flow({ Text: text(more), Sent: ["end", { result: "sent" }], Failed: ["end", { result: "failed" }] }, [
    "Start.api_request -> Text",
    "Text.sent -> Sent",
    "Text.failed -> Failed",
  ]);
const texts = (perSecond: number): SendingLimits["texts"] => ({
  ...NO_SENDING_LIMITS.texts,
  number: { perSecond, perMinute: null, perDay: null },
});

let world: World;
afterEach(() => world.close());

async function worldWith(limits: Partial<SendingLimits>): Promise<void> {
  const began = Date.now();
  world = await startWorld({
    timeScale: SCALE,
    scale: SCALE,
    clock: () => Math.floor(began + (Date.now() - began) * SCALE),
    limits: { ...NO_SENDING_LIMITS, ...limits },
  });
}

async function start(times: number, more?: JsonObject): Promise<string[]> {
  const pin = world.publish(FLOW(more));
  return Promise.all(
    Array.from({ length: times }, async () => {
      const { runId } = await world.runtime.startRun({ pin, trigger: { kind: "api", params: { to: CALLER }, to: CALLER } });
      return runId;
    }),
  );
}
const results = async (runIds: string[]): Promise<(string | null)[]> =>
  Promise.all(
    runIds.map((runId) =>
      until(async () => {
        const run = await world.store.run(runId);
        return run && run.status !== "running" && { result: run.result };
      }, 25_000).then(({ result }) => result),
    ),
  );
/** When each text reached the carrier, by its own clock, ms. */
const sentAt = (): number[] =>
  world.simulator.simulator.sim
    .ledger(0)
    .filter(({ method, path }) => method === "POST" && path.endsWith("/Message/"))
    .map(({ at }) => Date.parse(at))
    .toSorted((a, b) => a - b);

it("keeps five texts per second from one number, and drops none", async () => {
  await worldWith({ texts: texts(5) });
  expect(new Set(await results(await start(12)))).toEqual(new Set(["sent"]));
  const times = sentAt();
  expect(times).toHaveLength(12);
  // The turns are 200 ms apart; the way to the carrier of one text takes a little longer than that of another.
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000;
  expect(11 / seconds).toBeLessThan(5.6);
  for (const [i, at] of times.entries())
    expect(times.filter((other) => other >= at && other < at + 1_000).length, `from text ${i}`).toBeLessThan(9);
});

it("fails with 420 what would expire in the queue, and sends the others", async () => {
  await worldWith({ texts: texts(0.1) });
  const runIds = await start(6, { expirySeconds: 30 });
  const came = await results(runIds);
  const sent = came.filter((result) => result === "sent").length;
  // One each ten seconds, the last with more than five left.
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThan(4);
  expect(sentAt()).toHaveLength(sent);
  const failed = runIds.filter((_, i) => came[i] === "failed");
  expect(failed).toHaveLength(6 - sent);
  for (const runId of failed) {
    const [effect] = (await world.store.listEffects({ runId, limit: 1 })).items;
    expect(effect).toMatchObject({
      state: "failed",
      attempts: 0,
      result: { error: { code: "message_expired" }, data: { errorCode: "420" } },
    });
  }
});

it("sends nothing more on a day on which enough is spent", async () => {
  await worldWith({ spendPerDay: 0.001 });
  expect(await results(await start(1))).toEqual(["sent"]);
  await until(async () => (await world.guards.spending.onDayOf(await world.store.now())) > 1_000);
  const [runId = ""] = await start(1);
  expect(await results([runId])).toEqual(["failed"]);
  const [step] = (await world.store.steps(runId)).filter(({ node }) => node.name === "Text");
  expect(step?.error?.code).toBe("spend_limit_reached");
  expect(sentAt()).toHaveLength(1);
});

it("places no longer calls than the limit allows, by request and by Dial", async () => {
  await worldWith({ calls: { ...NO_SENDING_LIMITS.calls, maxSeconds: 90 } });
  const pin = world.publish(
    flow({ Call: ["initiate_call", { from: OURS, to: [CALLER], timeLimitSeconds: 600 }], Done: ["end", {}] }, [
      "Start.api_request -> Call",
      "Call.answered -> Done",
    ]),
  );
  await world.runtime.startRun({ pin, trigger: { kind: "api", params: {}, to: CALLER } });
  await until(async () => world.asked("Call").length > 0);
  expect(world.asked("Call")[0]?.body).toMatchObject({ time_limit: 90 });
});

const PRICES: SendingLimits["prices"] = [
  { prefix: "+", perMinute: 2, perText: 0.5 },
  { prefix: "+1", perMinute: 0.4, perText: 0.006 },
];

it("ends calls before they cost more than a call may, and doesn't place what costs more at once", async () => {
  await worldWith({ spendPerCall: 1, prices: PRICES });
  const call = (to: string) =>
    flow({ Call: ["initiate_call", { from: OURS, to: [to] }], Done: ["end", {}], Failed: ["end", { result: "failed" }] }, [
      "Start.api_request -> Call",
      "Call.answered -> Done",
      "Call.failed -> Failed",
    ]);
  const begin = async (to: string) =>
    (await world.runtime.startRun({ pin: world.publish(call(to)), trigger: { kind: "api", params: {}, to: CALLER } })).runId;
  await begin(CALLER);
  await until(async () => world.asked("Call").length > 0);
  expect(world.asked("Call")[0]?.body).toMatchObject({ time_limit: 120 });
  const dear = await begin("+442071838750");
  expect(await results([dear])).toEqual(["failed"]);
  const [step] = (await world.store.steps(dear)).filter(({ node }) => node.name === "Call");
  expect(step?.error?.code).toBe("price_limit_reached");
  expect(world.asked("Call")).toHaveLength(1);
});

it("counts what is sent by its price until the carrier says what it charged", async () => {
  await worldWith({ spendPerDay: 0.01, prices: PRICES });
  expect(await results(await start(1))).toEqual(["sent"]);
  expect(await results(await start(1))).toEqual(["failed"]);
  expect(sentAt()).toHaveLength(1);
});
