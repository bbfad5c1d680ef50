import { describe, expect, it } from "vitest";
import { ANN, Bench, CALLER, OURS, at } from "../testing/bench.ts";

const text = { src: OURS, dst: ANN, text: "Hello" };
const status = async (bench: Bench): Promise<number | string> => {
  try {
    return (await bench.rest("POST", "Message/", text)).status;
  } catch (error) {
    return error instanceof TypeError ? "cut" : String(error);
  }
};

describe("faults of the REST API", () => {
  it("drop: the connection is cut and nothing is done, as often as counted", async () => {
    const bench = await new Bench().connect();
    bench.sim.setFaults({ drop: { count: 2 } });
    expect([await status(bench), await status(bench), await status(bench)]).toEqual(["cut", "cut", 202]);
    expect(bench.sim.messages()).toHaveLength(1);
    expect(
      bench.sim
        .ledger()
        .slice(-3)
        .map((row) => [row.status, row.fault]),
    ).toEqual([
      [0, "drop"],
      [0, "drop"],
      [202, undefined],
    ]);
    expect(bench.sim.faults()).toEqual([]);
  });

  it("acceptThenDrop: it is done, but nobody hears of it", async () => {
    const bench = await new Bench().connect();
    bench.sim.setFaults({ acceptThenDrop: { count: 1, path: "/Message/" } });
    expect((await bench.rest("GET", "Call/")).status).toBe(200);
    expect(await status(bench)).toBe("cut");
    await bench.seconds(3);
    const [message] = bench.sim.messages();
    expect(message?.state).toBe("delivered");
    expect(bench.sim.ledger().at(-1)).toMatchObject({
      method: "POST",
      status: 202,
      fault: "acceptThenDrop",
      messageUuid: message?.messageUuid,
      body: text,
    });
  });

  it("status429 and status5xx: refused, with Retry-After", async () => {
    const bench = await new Bench().connect();
    bench.sim.setFaults({ status429: { value: 7, count: 1 }, status5xx: { count: 1 } });
    const limited = await bench.rest("POST", "Message/", text);
    expect([limited.status, limited.headers.get("retry-after"), limited.body["error"]]).toEqual([429, "7", "request rate limit exceeded"]);
    expect([await status(bench), await status(bench)]).toEqual([503, 202]);
    expect(bench.sim.messages()).toHaveLength(1);
  });

  it("delayMs: before it is done, or after", async () => {
    const bench = await new Bench().connect();
    const late = async (when: string) => {
      bench.sim.setFaults({ delayMs: { value: 500, count: 1, when, on: "rest" } });
      const before = bench.sim.messages().length;
      const pending = status(bench);
      await bench.clock.advance(400);
      const done = bench.sim.messages().length - before;
      await bench.clock.advance(200);
      return [done, await pending];
    };
    expect(await late("before")).toEqual([0, 202]);
    expect(await late("after")).toEqual([1, 202]);
  });

  it("hit by rate, by method, and end when switched off", async () => {
    let next = 0;
    const bench = await new Bench({ random: () => (next += 0.25) % 1 }).connect();
    bench.sim.setFaults({ status5xx: 0.5 });
    const statuses = [];
    for (let i = 0; i < 8; i++) statuses.push(await status(bench));
    expect(statuses.filter((each) => each === 503)).toHaveLength(4);
    bench.sim.setFaults({ status5xx: { method: "DELETE" } });
    expect(await status(bench)).toBe(202);
    bench.sim.setFaults({ status5xx: false });
    expect(bench.sim.faults()).toEqual([]);
  });

  it("take one rate and count for all, numbers for short, and refuse what they do not know", () => {
    const { sim } = new Bench();
    sim.setFaults({ drop: true, duplicate: 3, delayMs: 250, rate: 0.5, count: 9 });
    expect(sim.faults()).toMatchObject([
      { kind: "drop", rate: 0.5, left: 9 },
      { kind: "delayMs", rate: 0.5, left: 9, value: 250 },
      { kind: "duplicate", rate: 0.5, left: 3 },
    ]);
    expect(() => sim.setFaults({ dorp: true })).toThrow();
    expect(() => sim.setFaults({ drop: { rate: 2 } })).toThrow();
    sim.clearFaults();
    expect(sim.faults()).toEqual([]);
  });
});

describe("faults of webhooks", () => {
  it("drop: the first try is lost, the retry arrives", async () => {
    const bench = await new Bench().on("/answer", "").connect();
    bench.sim.setFaults({ drop: { on: "webhooks", count: 1 } });
    await bench.callIn();
    expect(bench.at("/answer")).toEqual([]);
    await bench.seconds(2);
    expect(bench.only("/answer").at).toBe(1_000);
  });

  it("duplicate: the same request comes again, signed anew", async () => {
    const bench = await new Bench().on("/answer", "<Speak>once</Speak>").connect();
    bench.sim.setFaults({ duplicate: { count: 1, value: 2, path: "/answer" } });
    const uuid = await bench.callIn();
    const all = bench.at("/answer");
    expect(all).toHaveLength(3);
    expect(new Set(all.map((seen) => JSON.stringify(seen.params))).size).toBe(1);
    expect(new Set(all.map((seen) => seen.headers["X-Plivo-Signature-V3-Nonce"])).size).toBe(3);
    expect(bench.heard(uuid)).toEqual(["once"]);
  });

  it("delayMs: everything takes its time", async () => {
    const bench = await new Bench().on("/answer", "").connect();
    bench.sim.setFaults({ delayMs: { value: 700, on: "webhooks" } });
    bench.sim.call({ from: CALLER, to: OURS });
    await bench.seconds(5);
    expect(bench.seen.map((seen) => seen.at)).toEqual([700, 1_400]);
  });

  it("shuffleCallbacks: news arrives in another order, documents do not", async () => {
    let turn = 0;
    const bench = await new Bench({ random: () => [0.5, 0.9, 0.1][turn++ % 3] ?? 0 }).connect();
    bench.sim.setFaults({ shuffleCallbacks: { value: 10_000 } });
    await bench.rest("POST", "Message/", { ...text, url: at("/report") });
    await bench.seconds(20);
    expect(bench.at("/report").map((seen) => [seen.params["Status"], seen.params["Sequence"]])).toEqual([
      ["sent", "2"],
      ["delivered", "3"],
      ["queued", "1"],
    ]);
  });
});
