import { describe, expect, it } from "vitest";
import { ANN, BOB, Bench, OURS, at, parsed } from "../testing/bench.ts";

async function bench(options = {}): Promise<Bench> {
  return (await new Bench(options).connect()).on("/answer", '<Speak>Hello there!!</Speak><Wait length="60"/>');
}

describe("an outbound call", () => {
  it("rings, is answered, and only then asks the answer URL", async () => {
    const b = await bench();
    const uuid = await b.callOut(ANN);
    expect(b.paths()).toEqual(["/ring"]);
    expect(parsed("ring", b.only("/ring"))).toMatchObject({
      callUuid: uuid,
      requestUuid: uuid,
      aLegRequestUuid: uuid,
      event: "Ring",
      status: "ringing",
      direction: "outbound",
      from: OURS,
      to: ANN,
    });
    await b.seconds(9);
    b.sim.answer(uuid);
    await b.seconds(0);
    expect(parsed("answer", b.only("/answer"))).toMatchObject({
      event: "StartApp",
      status: "in-progress",
      direction: "outbound",
      requestUuid: uuid,
      aLegUuid: uuid,
    });
    await b.seconds(5);
    b.sim.hangUp(uuid);
    await b.seconds(0);
    expect(b.ending(uuid)).toBe("4000 Callee completed");
    expect(parsed("hangup", b.only("/hangup"))).toMatchObject({ durationSeconds: 5, status: "completed", hangup: { source: "Callee" } });
    expect(b.paths()).toEqual(["/ring", "/answer", "/hangup"]);
  });

  it.each<[string, Record<string, unknown>, string, string[]]>([
    ["busy", { busy: true }, "3010 Carrier busy", ["/hangup"]],
    ["rejected", { reject: true }, "3020 Callee busy", ["/ring", "/hangup"]],
    ["not answered", { noAnswer: true }, "6010 Plivo no-answer", ["/ring", "/hangup"]],
    ["answered and hung up", { steps: [{ afterSeconds: 4, hangup: true }] }, "4000 Callee completed", ["/ring", "/answer", "/hangup"]],
  ])("to a phone that is %s", async (_, script, ending, paths) => {
    const b = await bench();
    b.sim.addNumber({ number: ANN, kind: "phone", script });
    const uuid = await b.callOut(ANN, { ring_timeout: 30 });
    await b.seconds(60);
    expect(b.ending(uuid)).toBe(ending);
    expect(b.paths()).toEqual(paths);
  });

  it("rings 120 seconds by default and has a status of choice then", async () => {
    const b = await bench({ choices: { statusOfRingTimeout: "timeout" } });
    const uuid = await b.callOut(ANN);
    await b.seconds(119);
    expect(b.ending(uuid)).toBe("not ended");
    await b.seconds(2);
    expect(b.ending(uuid)).toBe("6010 Plivo timeout");
  });

  it("ends at its time limit and at hangup_on_ring", async () => {
    const b = await bench();
    b.sim.addNumber({ number: ANN, kind: "phone", script: { answerAfterSeconds: 1 } });
    const limited = await b.callOut(ANN, { time_limit: 10 });
    await b.seconds(12);
    expect(b.ending(limited)).toBe("6000 Plivo completed");
    const rung = await b.callOut(BOB, { hangup_on_ring: 5 });
    await b.seconds(6);
    expect(b.ending(rung)).toBe("1000 Plivo cancel");
  });

  it("fails with an unknown caller id and with an impossible number", async () => {
    const b = await bench();
    expect(b.ending(await b.callOut(ANN, { from: "+12025550111" }))).toBe("3030 Carrier failed");
    expect(b.ending(await b.callOut("99999"))).toBe("2000 Carrier failed");
    const any = await bench({ choices: { unknownCallerId: "accept" } });
    expect(any.ending(await any.callOut(ANN, { from: "+12025550111" }))).toBe("not ended");
  });

  it("carries custom headers and sends digits", async () => {
    const b = await bench();
    b.sim.addNumber({ number: ANN, kind: "phone", script: { answerAfterSeconds: 1 } });
    const uuid = await b.callOut(ANN, { sip_headers: "CustomId=123,bad-name=1", send_digits: "12w3" });
    await b.seconds(2);
    expect(b.only("/answer").params).toMatchObject({ "X-PH-CustomId": "123" });
    expect(b.only("/answer").params).not.toHaveProperty("X-PH-bad-name");
    expect(b.elements(uuid)).toContain("Tones");
  });

  it("can be one of many, each with its own uuid", async () => {
    const b = await bench();
    const made = await b.rest("POST", "Call/", { from: OURS, to: `${ANN}<${BOB}`, answer_url: at("/answer"), ring_url: at("/ring") });
    expect(made.body["request_uuid"]).toHaveLength(2);
    await b.seconds(1);
    expect(b.at("/ring").map((seen) => seen.params["To"])).toEqual(["14155550142", "14155550143"]);
  });

  it("waits its turn when calls a second are limited", async () => {
    const b = await bench({ limits: { callsPerSecond: 2 } });
    const messages = [];
    for (let i = 0; i < 4; i++)
      messages.push(
        (await b.rest("POST", "Call/", { from: OURS, to: ANN, answer_url: at("/answer"), ring_url: at("/ring") })).body["message"],
      );
    expect(messages).toEqual(["call fired", "call queued", "call queued", "call queued"]);
    await b.seconds(5);
    expect(b.at("/ring").map((seen) => seen.at)).toEqual([500, 1_000, 1_500, 2_000]);
  });
});

describe("machine detection", () => {
  const machine = { number: ANN, kind: "phone" as const, script: { machine: true, answerAfterSeconds: 1 } };
  const person = { number: ANN, kind: "phone" as const, script: { answerAfterSeconds: 1 } };

  it("without a URL holds the answer back and marks it", async () => {
    const b = await bench();
    b.sim.addNumber(machine);
    const uuid = await b.callOut(ANN, { machine_detection: "true" });
    await b.seconds(2);
    expect(b.paths()).toEqual(["/ring"]);
    await b.seconds(1);
    expect(parsed("answer", b.only("/answer")).machine).toBe(true);
    b.sim.hangUp(uuid);
    await b.seconds(1);
    expect(parsed("hangup", b.only("/hangup")).machine).toBe(true);
  });

  it("without a URL hangs up on a machine, and never asks the answer URL", async () => {
    const b = await bench();
    b.sim.addNumber(machine);
    const uuid = await b.callOut(ANN, { machine_detection: "hangup" });
    await b.seconds(10);
    expect(b.ending(uuid)).toBe("9100 Plivo completed");
    expect(parsed("hangup", b.only("/hangup"))).toMatchObject({ machine: true, hangup: { code: 9100, cause: "Machine Detected" } });
    expect(b.at("/answer")).toEqual([]);
  });

  it("with a URL runs beside the call", async () => {
    const b = await bench();
    b.sim.addNumber(machine);
    const uuid = await b.callOut(ANN, { machine_detection: "true", machine_detection_url: at("/machine") });
    await b.seconds(2);
    expect(b.paths()).toEqual(["/ring", "/answer"]);
    await b.seconds(1);
    expect(parsed("machine", b.only("/machine"))).toMatchObject({
      callUuid: uuid,
      machine: true,
      ifMachine: "continue",
      event: "MachineDetection",
      status: "in-progress",
    });
    expect(b.sim.callView(uuid).state).toBe("in-progress");
  });

  it("with a URL and hangup ends the call after telling", async () => {
    const b = await bench();
    b.sim.addNumber(machine);
    const uuid = await b.callOut(ANN, { machine_detection: "hangup", machine_detection_url: at("/machine") });
    await b.seconds(10);
    expect(b.paths()).toEqual(["/ring", "/answer", "/machine", "/hangup"]);
    expect(b.ending(uuid)).toBe("9100 Plivo completed");
  });

  it("says nothing about a person", async () => {
    const b = await bench();
    b.sim.addNumber(person);
    await b.callOut(ANN, { machine_detection: "hangup", machine_detection_url: at("/machine") });
    await b.callOut(ANN, { machine_detection: "hangup" });
    await b.seconds(10);
    expect(b.at("/machine")).toEqual([]);
    expect(b.at("/answer").map((seen) => seen.params["Machine"])).toEqual([undefined, undefined]);
  });
});
