import { describe, expect, it } from "vitest";
import { ANN, Bench, CALLER, OURS } from "../testing/bench.ts";

async function ask(bench: Bench, method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const text = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
  const response = await bench.simulator.fetch(`http://sim/sim/${path}`, { method, ...(text !== undefined && { body: text }) });
  const answer = await response.text();
  return { status: response.status, body: answer === "" ? null : JSON.parse(answer) };
}

describe("/sim", () => {
  it("rents numbers and describes phones", async () => {
    const bench = new Bench();
    expect(await ask(bench, "POST", "numbers", { number: "1 (415) 555-0199", kind: "rented" })).toEqual({
      status: 200,
      body: { number: OURS, kind: "rented", type: "local", voice: true, sms: true, mms: true, appId: null },
    });
    const phone = { number: ANN, kind: "phone", script: { answerAfterSeconds: 2, steps: [{ afterSeconds: 1, digits: "1" }] } };
    expect((await ask(bench, "POST", "numbers", phone)).body).toMatchObject({
      number: ANN,
      kind: "phone",
      script: { answerAfterSeconds: 2, text: [] },
    });
    expect((await ask(bench, "GET", "numbers")).body).toMatchObject({ numbers: [{ number: OURS }, { number: ANN }] });
    expect((await ask(bench, "DELETE", "numbers/14155550142")).status).toBe(204);
    expect((await ask(bench, "DELETE", "numbers/14155550142")).status).toBe(404);
  });

  it("keeps the application of a number that is described again", async () => {
    const bench = await new Bench().connect();
    await ask(bench, "POST", "numbers", { number: OURS, kind: "rented", sms: false });
    expect(bench.sim.numbers()).toMatchObject([{ sms: false, appId: expect.stringMatching(/^\d{17}$/) }]);
  });

  it("runs a call by hand", async () => {
    const bench = await new Bench()
      .on("/answer", `<GetDigits action="https://app.example.com/keys" numDigits="1"><Speak>Press 1 please</Speak></GetDigits>`)
      .on("/keys", `<Dial><Number>${ANN}</Number></Dial>`)
      .connect();
    const { callUuid } = (await ask(bench, "POST", "calls", { from: CALLER, to: OURS })).body as { callUuid: string };
    await bench.seconds(1);
    expect((await ask(bench, "POST", `calls/${callUuid}/digits`, { digits: "1" })).body).toMatchObject({ callUuid, state: "in-progress" });
    await bench.seconds(1);
    const ringing = (await ask(bench, "GET", `calls?number=${encodeURIComponent(ANN)}&state=ringing`)).body as {
      calls: { callUuid: string }[];
    };
    expect(ringing.calls).toMatchObject([{ parentCallUuid: callUuid, to: ANN, state: "ringing" }]);
    const b = ringing.calls[0]?.callUuid ?? "";
    expect((await ask(bench, "POST", `calls/${b}/answer`)).status).toBe(200);
    expect((await ask(bench, "POST", `calls/${b}/speech`, { text: "Hello?" })).status).toBe(200);
    expect((await ask(bench, "POST", `calls/${b}/hangup`)).body).toMatchObject({
      state: "ended",
      hangup: { code: 4000, name: "Normal Hangup", source: "Callee" },
    });
    await bench.seconds(1);
    const { body } = await ask(bench, "GET", `calls/${callUuid}`);
    expect(body).toMatchObject({
      state: "ended",
      hangup: { code: 4010 },
      from: CALLER,
      to: OURS,
      direction: "inbound",
      parentCallUuid: null,
    });
    const { transcript } = body as { transcript: { element: string; request?: { kind: string; status: number } }[] };
    expect(transcript.map((entry) => entry.request?.kind ?? entry.element)).toEqual([
      "Ringing",
      "answer",
      "Answered",
      "GetDigits",
      "Speak",
      "Pressed",
      "action",
      "Dial",
      "Heard",
      "Ended",
      "hangup",
    ]);
    expect(transcript[1]).toMatchObject({
      element: "Answer",
      attrs: {},
      request: { url: "https://app.example.com/answer", params: { CallUUID: callUuid }, status: 200 },
    });
  });

  it("rejects for a phone that rings", async () => {
    const bench = await new Bench().connect();
    const uuid = await bench.callOut(ANN);
    expect((await ask(bench, "POST", `calls/${uuid}/reject`)).body).toMatchObject({ state: "ended", hangup: { code: 3020 } });
  });

  it("sends texts and lists them both ways", async () => {
    const bench = await new Bench().connect();
    const { body } = await ask(bench, "POST", "messages", { from: ANN, to: OURS, text: "Hi" });
    expect(body).toEqual({ messageUuid: expect.any(String) });
    await bench.rest("POST", "Message/", { src: OURS, dst: ANN, text: "Hello" });
    expect((await ask(bench, "GET", "messages")).body).toMatchObject({
      messages: [
        { direction: "inbound", text: "Hi" },
        { direction: "outbound", text: "Hello", from: OURS, to: ANN },
      ],
    });
  });

  it("moves the clock", async () => {
    const bench = await new Bench().on("/answer", '<Wait length="5"/><Speak>Hello</Speak><Wait length="3600"/>').connect();
    const uuid = await bench.callIn();
    const before = ((await ask(bench, "GET", "clock")).body as { now: string }).now;
    const after = ((await ask(bench, "POST", "clock", { advanceMs: 60_000 })).body as { now: string }).now;
    expect(Date.parse(after) - Date.parse(before)).toBe(60_000);
    expect(bench.heard(uuid)).toEqual(["Hello"]);
    expect((await ask(bench, "POST", "clock", { timeScale: 60 })).body).toMatchObject({ timeScale: 60 });
    await bench.seconds(60);
    expect(bench.ending(uuid)).toBe("4010 Plivo completed");
  });

  it("forgets calls, phones and faults at a reset, in silence, but not the account and the ledger", async () => {
    const bench = await new Bench().on("/answer", '<GetDigits action="https://app.example.com/keys" timeout="60"/>').connect();
    await bench.callIn();
    bench.sim.setFaults({ status5xx: true, duplicate: true });
    bench.sim.addNumber({ number: ANN, kind: "phone" });
    const rows = bench.sim.ledger().length;
    expect((await ask(bench, "POST", "reset")).status).toBe(204);
    await bench.seconds(200);
    expect(bench.paths()).toEqual(["/answer"]);
    expect([bench.sim.calls(), bench.sim.messages(), bench.sim.faults()]).toEqual([[], [], []]);
    expect(bench.sim.numbers()).toMatchObject([{ number: OURS, kind: "rented", appId: expect.any(String) }]);
    expect(bench.sim.ledger()).toHaveLength(rows);
    await bench.callIn();
    expect(bench.paths()).toEqual(["/answer", "/answer"]);
    await ask(bench, "POST", "reset", { everything: true });
    expect(bench.sim.numbers()).toEqual([]);
  });

  it("keeps a ledger of every REST request", async () => {
    const bench = await new Bench().connect();
    const first = (await ask(bench, "GET", "ledger")).body as { rows: { seq: number }[] };
    expect(first.rows).toMatchObject([
      { seq: 1, method: "POST", path: expect.stringMatching(/\/Application\/$/), status: 201, body: { app_name: "bench" } },
      { seq: 2, method: "POST", status: 202 },
    ]);
    const uuid = await bench.callOut(ANN);
    await bench.rest("GET", "Nonsense/");
    expect((await ask(bench, "GET", "ledger?after=2")).body).toMatchObject({
      rows: [
        { seq: 3, callUuid: uuid, status: 201, body: { to: ANN } },
        { seq: 4, status: 404 },
      ],
    });
    expect((await ask(bench, "GET", "ledger?after=99")).body).toEqual({ rows: [] });
  });

  it.each<[string, string, unknown, number, string]>([
    ["POST", "numbers", "{", 400, "invalid_json"],
    ["POST", "numbers", { number: OURS }, 400, "invalid_request"],
    ["POST", "numbers", { number: "hello", kind: "rented" }, 400, "invalid_number"],
    ["POST", "numbers", { number: OURS, kind: "phone" }, 409, "number_is_rented"],
    ["POST", "numbers", { number: ANN, kind: "phone", script: { answerAfter: 2 } }, 400, "invalid_request"],
    ["POST", "calls", { from: "x", to: OURS }, 400, "invalid_request"],
    ["POST", "calls", { from: CALLER, to: ANN }, 404, "number_not_rented"],
    ["POST", "messages", { from: CALLER, to: ANN, text: "x" }, 404, "number_not_rented"],
    ["GET", "calls/nothing", undefined, 404, "call_not_found"],
    ["GET", "calls?state=dead", undefined, 400, "invalid_request"],
    ["POST", "calls/nothing/digits", { digits: "1" }, 404, "call_not_found"],
    ["POST", "clock", { timeScale: 0 }, 400, "invalid_request"],
    ["POST", "faults", { nonsense: 1 }, 400, "invalid_request"],
    ["GET", "ledger?after=x", undefined, 400, "invalid_request"],
    ["GET", "nothing", undefined, 404, "not_found"],
    ["PATCH", "numbers", {}, 405, "method_not_allowed"],
  ])("%s %s %o is refused with %i %s", async (method, path, body, status, code) => {
    const bench = await new Bench().connect();
    expect(await ask(bench, method, path, body)).toMatchObject({ status, body: { error: { code, message: expect.any(String) } } });
    expect(bench.faults).toEqual([]);
  });

  it("refuses what does not fit the state of the call", async () => {
    const bench = await new Bench().on("/answer", '<Wait length="60"/>').connect();
    const inbound = await bench.callIn();
    expect((await ask(bench, "POST", `calls/${inbound}/answer`)).body).toMatchObject({ error: { code: "not_a_ringing_phone" } });
    expect((await ask(bench, "POST", `calls/${inbound}/digits`, { digits: "x" })).status).toBe(400);
    bench.sim.hangUp(inbound);
    for (const path of ["digits", "speech", "hangup", "answer", "reject"]) {
      expect(await ask(bench, "POST", `calls/${inbound}/${path}`, path === "digits" ? { digits: "1" } : { text: "x" })).toMatchObject({
        status: 409,
        body: { error: { code: "call_ended" } },
      });
    }
    const outbound = await bench.callOut(ANN);
    bench.sim.answer(outbound);
    expect((await ask(bench, "POST", `calls/${outbound}/answer`)).body).toMatchObject({ error: { code: "not_ringing" } });
  });

  it("tells what happens as it happens, numbered", async () => {
    const bench = await new Bench().on("/answer", "<Speak>Hello</Speak>").connect();
    const events: string[] = [];
    const seqs: number[] = [];
    const stop = bench.sim.onEvent((event) => {
      events.push(event.type === "transcript" ? event.entry.element : event.type === "call" ? event.call.state : event.type);
      seqs.push(event.seq);
    });
    await bench.callIn();
    await bench.seconds(2);
    expect(events).toEqual([
      "queued",
      "Ringing",
      "ringing",
      "Answer",
      "webhook",
      "Answer",
      "Answered",
      "in-progress",
      "Speak",
      "Ended",
      "ended",
      "Hangup",
      "webhook",
      "Hangup",
    ]);
    expect(seqs.every((seq, index) => index === 0 || seq === (seqs[index - 1] ?? 0) + 1)).toBe(true);
    stop();
    await bench.callIn();
    expect(events).toHaveLength(14);
  });
});
