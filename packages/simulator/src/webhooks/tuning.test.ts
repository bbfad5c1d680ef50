import { describe, expect, it } from "vitest";
import { Bench, at } from "../testing/bench.ts";
import { parseTuning } from "./tuning.ts";

describe("parseTuning", () => {
  it("reads the fragment and takes it off", () => {
    const { url, tuning } = parseTuning("https://h.example/a?x=1#ct=500&rt=3000&tt=9000&rc=3&rp=ct,5xx&er=mumbai");
    expect(url).toBe("https://h.example/a?x=1");
    expect(tuning).toEqual({ connectTimeoutMs: 500, readTimeoutMs: 3_000, totalMs: 9_000, retries: 3, retryOn: new Set(["5xx", "ct"]) });
  });

  it("has the documented defaults, for nonsense too", () => {
    const defaults = { connectTimeoutMs: 2_000, readTimeoutMs: 40_000, totalMs: 55_000, retries: 1, retryOn: new Set(["ct", "rt"]) };
    expect(parseTuning("https://h.example/a").tuning).toEqual(defaults);
    expect(parseTuning("https://h.example/a#section-2&ct=-1&rt=x&rc=").tuning).toEqual(defaults);
  });

  it("keeps values in their ranges", () => {
    expect(parseTuning("https://h.example/a#ct=1&rt=99999&rc=99").tuning).toMatchObject({
      connectTimeoutMs: 100,
      readTimeoutMs: 40_000,
      retries: 5,
    });
  });
});

describe("retries of voice webhooks", () => {
  const answeredAt = async (fragment: string, reply: Parameters<Bench["on"]>[1]) => {
    const bench = await new Bench().on("/answer", reply).connect({ answer_url: at(`/answer${fragment}`) });
    const uuid = await bench.callIn();
    await bench.seconds(130);
    return { times: bench.at("/answer").map((seen) => seen.at), ending: bench.ending(uuid), bench };
  };

  it("follow the policy of the URL, one second apart, and the fragment is never sent", async () => {
    const { times, ending, bench } = await answeredAt("#rc=3&rp=5xx", { status: 500 });
    expect(times).toEqual([0, 1_000, 2_000, 3_000]);
    expect(ending).toBe("7011 Error completed");
    expect(bench.seen.every((seen) => !seen.url.includes("#"))).toBe(true);
    const nonces = bench.at("/answer").map((seen) => seen.headers["X-Plivo-Signature-V3-Nonce"]);
    expect(new Set(nonces).size).toBe(4);
    expect(nonces.every((nonce) => /^\d{20}$/.test(nonce ?? ""))).toBe(true);
  });

  it("happen once after a failed connection, and not at all after a 5xx, by default", async () => {
    expect((await answeredAt("", new Error("ECONNREFUSED"))).times).toEqual([0, 1_000]);
    expect((await answeredAt("", { status: 500 })).times).toEqual([0]);
    expect((await answeredAt("#rc=2&rp=4xx", { status: 404 })).times).toEqual([0, 1_000, 2_000]);
    expect((await answeredAt("#rc=1&rp=all", { status: 302 })).times).toEqual([0, 1_000]);
    expect((await answeredAt("#rc=0", new Error("ECONNREFUSED"))).times).toEqual([0]);
  });

  it("wait for an answer as long as the read timeout, and in all no longer than the total", async () => {
    expect((await answeredAt("#rt=3000&rc=2", { hang: true })).times).toEqual([0, 4_000, 8_000]);
    expect((await answeredAt("#rc=5", { hang: true })).times).toEqual([0, 41_000]);
  });

  it("stop when the second try holds", async () => {
    const { times, ending } = await answeredAt("#rc=3", [new Error("ECONNRESET"), "<Speak>Hello</Speak>"]);
    expect(times).toEqual([0, 1_000]);
    expect(ending).toBe("4010 Plivo completed");
  });

  it("carry the first nonce again if the platform does that", async () => {
    const bench = await new Bench({ choices: { retryReusesNonce: true } })
      .on("/answer", { status: 500 })
      .connect({ answer_url: at("/answer#rp=all&rc=1") });
    await bench.callIn();
    await bench.seconds(5);
    const nonces = bench.at("/answer").map((seen) => seen.headers["X-Plivo-Signature-V3-Nonce"]);
    expect(nonces).toHaveLength(2);
    expect(nonces[0]).toBe(nonces[1]);
  });
});
