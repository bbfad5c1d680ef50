import { describe, expect, it } from "vitest";
import { ANN, Bench, at, parsed } from "../testing/bench.ts";

const HOLD = '<Speak loop="0">hold</Speak>';

describe("a transfer", () => {
  it("puts another document in place of the one that runs", async () => {
    const bench = await new Bench().on("/answer", HOLD).on("/moved", "<Speak>moved</Speak>").connect();
    const uuid = await bench.callIn();
    await bench.seconds(10);
    const answer = await bench.rest("POST", `Call/${uuid}/`, { legs: "aleg", aleg_url: at("/moved") });
    expect(answer).toMatchObject({ status: 202, body: { message: "call transferred" } });
    await bench.seconds(5);
    expect(parsed("redirect", bench.only("/moved"))).toMatchObject({ callUuid: uuid, status: "in-progress" });
    expect(bench.heard(uuid)).toEqual(["hold", "moved"]);
    expect(bench.ending(uuid)).toBe("4010 Plivo completed");
    expect(bench.paths()).toEqual(["/answer", "/moved", "/hangup"]);
  });

  it.each<[string, Parameters<Bench["on"]>[1], string]>([
    ["cannot be reached", { status: 500 }, "7013 Error completed"],
    ["is no document", "<Nonsense/>", "8013 Error completed"],
  ])("ends the call when its target %s", async (_, reply, ending) => {
    const bench = await new Bench().on("/answer", HOLD).on("/moved", reply).connect();
    const uuid = await bench.callIn();
    await bench.rest("POST", `Call/${uuid}/`, { aleg_url: at("/moved") });
    await bench.seconds(5);
    expect(bench.ending(uuid)).toBe(ending);
  });

  it("of A out of a Dial ends B and does not ask the action", async () => {
    const dial = `<Dial action="${at("/dialed")}"><Number>${ANN}</Number></Dial>`;
    const bench = await new Bench().on("/answer", dial).on("/moved", HOLD).connect();
    const uuid = await bench.callIn();
    await bench.seconds(1);
    const b = bench.ringing(ANN);
    bench.sim.answer(b);
    await bench.rest("POST", `Call/${uuid}/`, { legs: "aleg", aleg_url: at("/moved") });
    await bench.seconds(5);
    expect(bench.ending(b)).toBe("4000 Caller completed");
    expect(bench.paths()).toEqual(["/answer", "/moved"]);
  });

  it("of B alone lets A go on with its Dial's action", async () => {
    const dial = `<Dial action="${at("/dialed")}"><Number>${ANN}</Number></Dial>`;
    const bench = await new Bench().on("/answer", dial).on("/dialed", HOLD).on("/b", HOLD).connect();
    const uuid = await bench.callIn();
    await bench.seconds(1);
    const b = bench.ringing(ANN);
    bench.sim.answer(b);
    await bench.rest("POST", `Call/${uuid}/`, { legs: "bleg", bleg_url: at("/b") });
    await bench.seconds(5);
    expect(bench.only("/b").params["CallUUID"]).toBe(b);
    expect(parsed("action", bench.only("/dialed")).result).toMatchObject({ status: "completed" });
    bench.sim.hangUp(uuid);
    await bench.seconds(1);
    expect(bench.sim.callView(b).state).toBe("in-progress");
  });

  it("of both sends each its own way", async () => {
    const bench = await new Bench().on("/answer", `<Dial><Number>${ANN}</Number></Dial>`).on("/a", HOLD).on("/b", HOLD).connect();
    const uuid = await bench.callIn();
    await bench.seconds(1);
    const b = bench.ringing(ANN);
    bench.sim.answer(b);
    await bench.rest("POST", `Call/${uuid}/`, { legs: "both", aleg_url: at("/a"), bleg_url: at("/b") });
    await bench.seconds(5);
    expect(bench.heard(uuid)).toEqual(["hold"]);
    expect(bench.heard(b)).toEqual(["hold"]);
  });

  it("is refused for a call that is over, and without its URL", async () => {
    const bench = await new Bench().on("/answer", "<Hangup/>").connect();
    const uuid = await bench.callIn();
    expect((await bench.rest("POST", `Call/${uuid}/`, { aleg_url: at("/moved") })).status).toBe(404);
    const live = await new Bench().on("/answer", HOLD).connect();
    const refused = await live.rest("POST", `Call/${await live.callIn()}/`, { legs: "both", aleg_url: at("/moved") });
    expect(refused).toMatchObject({ status: 400, body: { error: "bleg_url parameter is missing" } });
  });
});

describe("hanging up by REST", () => {
  it("ends a live call, and cancels one that rings", async () => {
    const bench = await new Bench().on("/answer", HOLD).connect();
    const live = await bench.callIn();
    expect((await bench.rest("DELETE", `Call/${live}/`)).status).toBe(204);
    await bench.seconds(1);
    expect(bench.ending(live)).toBe("4000 API Request completed");
    const rings = await bench.callOut(ANN);
    expect((await bench.rest("DELETE", `Call/${rings}/`)).status).toBe(204);
    expect(bench.ending(rings)).toBe("1000 API Request cancel");
    expect((await bench.rest("DELETE", `Call/${rings}/`)).status).toBe(404);
  });

  it("cancels a request that nobody answered yet, and only that", async () => {
    const bench = await new Bench().on("/answer", HOLD).connect();
    const rings = await bench.callOut(ANN);
    expect((await bench.rest("DELETE", `Request/${rings}/`)).status).toBe(204);
    await bench.seconds(1);
    expect(parsed("hangup", bench.only("/hangup"))).toMatchObject({
      status: "cancel",
      hangup: { code: 1000, cause: "Canceled", source: "API Request" },
    });
    const answered = await bench.callOut(ANN);
    bench.sim.answer(answered);
    expect((await bench.rest("DELETE", `Request/${answered}/`)).status).toBe(404);
  });
});
