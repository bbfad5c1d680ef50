import { describe, expect, it } from "vitest";
import { ANN, BOB, Bench, CALLER, at, parsed } from "../testing/bench.ts";

const ACTION = `action="${at("/dialed")}" callbackUrl="${at("/leg")}"`;
const AFTER = '<Speak>goodbye</Speak><Wait length="60"/>';

type Reply = Parameters<Bench["on"]>[1];

async function forward(dial: string, options = {}, sounds: Record<string, Reply> = {}): Promise<{ bench: Bench; uuid: string }> {
  const bench = await new Bench(options).on("/answer", `${dial}<Speak>next sibling</Speak>`).on("/dialed", AFTER).connect();
  for (const [path, reply] of Object.entries(sounds)) bench.on(path, reply);
  return { bench, uuid: await bench.callIn() };
}

const number = (to: string, attributes = ""): string => `<Number ${attributes}>${to}</Number>`;
const actions = (bench: Bench): string[] => bench.at("/leg").map((seen) => seen.params["DialAction"] ?? "");
const dialed = (bench: Bench) => parsed("action", bench.only("/dialed")).result;

describe("Dial", () => {
  it("rings, joins, and tells the action when B hangs up", async () => {
    const { bench, uuid } = await forward(`<Dial ${ACTION}>${number(ANN)}</Dial>`);
    await bench.seconds(1);
    const b = bench.ringing(ANN);
    expect(bench.sim.callView(b)).toMatchObject({ parentCallUuid: uuid, direction: "outbound", from: CALLER, to: ANN, state: "ringing" });
    await bench.seconds(5);
    bench.sim.answer(b);
    await bench.seconds(20);
    bench.sim.hangUp(b);
    await bench.seconds(1);
    expect(actions(bench)).toEqual(["answer", "connected", "hangup"]);
    expect(dialed(bench)).toEqual({
      element: "Dial",
      status: "completed",
      ringing: true,
      hangupCause: "NORMAL_CLEARING",
      aLegUuid: uuid,
      bLegUuid: b,
    });
    expect(parsed("dialCallback", bench.at("/leg")[2]!)).toMatchObject({
      callUuid: uuid,
      bLegUuid: b,
      from: CALLER,
      to: ANN,
      durationSeconds: 20,
      billSeconds: 60,
      hangup: { code: 4000, cause: "Normal Hangup", source: "Callee" },
    });
    expect(bench.heard(uuid)).toEqual(["goodbye"]);
    expect(bench.paths().slice(-2)).toEqual(["/leg", "/dialed"]);
  });

  it.each<[string, Record<string, unknown>, string, string, boolean]>([
    ["busy", { busy: true }, "busy", "USER_BUSY", false],
    ["rejected", { reject: true }, "failed", "CALL_REJECTED", true],
    ["not answered", { noAnswer: true }, "no-answer", "NO_ANSWER", true],
    ["busy everywhere", { fails: 3100 }, "busy", "USER_BUSY", false],
  ])("tells the action that B was %s", async (_, script, status, hangupCause, ringing) => {
    const { bench } = await forward(`<Dial timeout="20" ${ACTION}>${number(ANN)}</Dial>`);
    bench.sim.addNumber({ number: ANN, kind: "phone", script });
    await bench.seconds(30);
    expect(dialed(bench)).toMatchObject({ status, hangupCause, ringing, bLegUuid: null });
    expect(actions(bench)).toEqual(["hangup"]);
  });

  it("gives up after its timeout", async () => {
    const { bench } = await forward(`<Dial timeout="20" ${ACTION}>${number(ANN)}</Dial>`);
    await bench.seconds(20.4);
    expect(bench.at("/dialed")).toEqual([]);
    await bench.seconds(0.2);
    expect(parsed("dialCallback", bench.only("/leg")).hangup).toEqual({ code: 6010, cause: "Ring Timeout Reached", source: "Plivo" });
  });

  it("goes on with the next element without an action, and with redirect off", async () => {
    const plain = await forward(`<Dial timeout="5">${number(ANN)}</Dial>`);
    await plain.bench.seconds(10);
    expect(plain.bench.heard(plain.uuid)).toEqual(["next sibling"]);
    const off = await forward(`<Dial timeout="5" redirect="false" ${ACTION}>${number(ANN)}</Dial>`);
    await off.bench.seconds(10);
    expect(off.bench.heard(off.uuid)).toEqual(["next sibling"]);
    expect(off.bench.at("/dialed")).toHaveLength(1);
  });

  it("lets all ring together; the first answer wins and the others lose the race", async () => {
    const { bench } = await forward(
      `<Dial ${ACTION} callerId="+14155550999">${number(ANN)}${number(BOB)}<User>sip:desk@phone.plivo.com</User></Dial>`,
    );
    await bench.seconds(2);
    const ann = bench.ringing(ANN);
    const bob = bench.ringing(BOB);
    const desk = bench.ringing("sip:desk@phone.plivo.com");
    bench.sim.answer(bob);
    await bench.seconds(0);
    expect(bench.ending(ann)).toBe("9000 Plivo cancel");
    expect(bench.ending(desk)).toBe("9000 Plivo cancel");
    expect(bench.sim.callView(bob)).toMatchObject({ state: "in-progress", from: "+14155550999" });
    expect(bench.at("/leg").map((seen) => `${seen.params["DialAction"]} ${seen.params["DialBLegTo"]}`)).toEqual([
      "answer 14155550143",
      "hangup 14155550142",
      "hangup sip:desk@phone.plivo.com",
      "connected 14155550143",
    ]);
    bench.sim.hangUp(bob);
    await bench.seconds(1);
    expect(dialed(bench)).toMatchObject({ status: "completed", bLegUuid: bob });
  });

  it("ends when the last of several has failed, with that one's reason", async () => {
    const { bench } = await forward(`<Dial ${ACTION}>${number(ANN)}${number(BOB)}</Dial>`);
    bench.sim.addNumber({ number: ANN, kind: "phone", script: { busy: true } });
    bench.sim.addNumber({ number: BOB, kind: "phone", script: { reject: true, answerAfterSeconds: 8 } });
    await bench.seconds(5);
    expect(bench.at("/dialed")).toEqual([]);
    await bench.seconds(5);
    expect(dialed(bench)).toMatchObject({ status: "failed", hangupCause: "CALL_REJECTED" });
  });

  it("is cancelled when the caller hangs up while B rings", async () => {
    const { bench, uuid } = await forward(`<Dial ${ACTION}>${number(ANN)}</Dial>`);
    await bench.seconds(5);
    const b = bench.ringing(ANN);
    bench.sim.hangUp(uuid);
    await bench.seconds(1);
    expect(bench.ending(b)).toBe("1000 Caller cancel");
    expect(parsed("action", bench.only("/dialed"))).toMatchObject({
      status: "completed",
      result: { status: "cancel", hangupCause: "ORIGINATOR_CANCEL" },
    });
    expect(bench.paths()).toEqual(["/answer", "/leg", "/dialed", "/hangup"]);
  });

  it("ends B when the caller hangs up, and still tells the action, whose answer nobody hears", async () => {
    const { bench, uuid } = await forward(`<Dial ${ACTION}>${number(ANN)}</Dial>`);
    await bench.seconds(2);
    const b = bench.ringing(ANN);
    bench.sim.answer(b);
    await bench.seconds(10);
    bench.sim.hangUp(uuid);
    await bench.seconds(1);
    expect(bench.ending(b)).toBe("4000 Caller completed");
    expect(dialed(bench)).toMatchObject({ status: "completed", bLegUuid: b });
    expect(bench.heard(uuid)).toEqual([]);
    expect(bench.paths()).toEqual(["/answer", "/leg", "/leg", "/leg", "/dialed", "/hangup"]);
    const silent = await forward(`<Dial ${ACTION}>${number(ANN)}</Dial>`, { choices: { dialActionAfterHangup: false } });
    await silent.bench.seconds(2);
    silent.bench.sim.hangUp(silent.uuid);
    await silent.bench.seconds(1);
    expect(silent.bench.at("/dialed")).toEqual([]);
  });

  it("ends the conversation at its time limit, and the caller goes on", async () => {
    const { bench, uuid } = await forward(`<Dial timeLimit="30" ${ACTION}>${number(ANN)}</Dial>`);
    await bench.seconds(1);
    const b = bench.ringing(ANN);
    bench.sim.answer(b);
    await bench.seconds(31);
    expect(bench.ending(b)).toBe("6000 Plivo completed");
    expect(bench.heard(uuid)).toEqual(["goodbye"]);
  });

  it("lets the caller drop B with a star", async () => {
    const { bench, uuid } = await forward(`<Dial hangupOnStar="true" ${ACTION}>${number(ANN)}</Dial>`);
    await bench.seconds(1);
    const b = bench.ringing(ANN);
    bench.sim.answer(b);
    bench.sim.press(uuid, "12*");
    await bench.seconds(1);
    expect(bench.ending(b)).toBe("4000 Caller completed");
    expect(bench.sim.callView(uuid).state).toBe("in-progress");
    expect(dialed(bench)).toMatchObject({ status: "completed" });
  });

  it("tells matching keys of both sides, and carries words across", async () => {
    const { bench, uuid } = await forward(`<Dial digitsMatch="12,3" digitsMatchBLeg="9#" ${ACTION}>${number(ANN)}</Dial>`);
    await bench.seconds(1);
    const b = bench.ringing(ANN);
    bench.sim.answer(b);
    bench.sim.press(uuid, "4123");
    bench.sim.press(b, "9#");
    bench.sim.say(b, "Ann speaking");
    await bench.seconds(1);
    const digits = bench
      .at("/leg")
      .map((seen) => parsed("dialCallback", seen))
      .filter((event) => event.action === "digits");
    expect(digits.map((event) => `${event.digitsPressedBy} ${event.digits}`)).toEqual(["ALeg 12", "ALeg 3", "BLeg 9#"]);
    expect(bench.sim.callView(uuid).transcript.find((entry) => entry.element === "Heard")?.text).toBe("Ann speaking");
  });

  it("plays dial music to A while B rings, and sends digits to B", async () => {
    const dial = `<Dial dialMusic="${at("/music")}" ${ACTION}>${number(ANN, 'sendDigits="1w2"')}</Dial>`;
    const { bench, uuid } = await forward(dial, {}, { "/music": "<Play>https://app.example.com/ring.mp3</Play><Hangup/>" });
    await bench.seconds(1);
    expect(bench.heard(uuid)).toEqual(["https://app.example.com/ring.mp3"]);
    const b = bench.ringing(ANN);
    bench.sim.answer(b);
    await bench.seconds(1);
    expect(bench.sim.callView(b).transcript.find((entry) => entry.element === "Tones")?.text).toBe("1w2");
    expect(bench.sim.callView(uuid).state).toBe("in-progress");
  });

  it("refuses a number that cannot exist and one that nobody can ring", async () => {
    const { bench } = await forward(`<Dial ${ACTION}>${number("12345")}</Dial>`);
    await bench.seconds(2);
    expect(dialed(bench)).toMatchObject({ status: "failed", ringing: false });
    expect(parsed("dialCallback", bench.only("/leg")).hangup).toMatchObject({ code: 2000, source: "Carrier" });
  });

  it("keeps an inbound call ringing until B answers, if the platform does", async () => {
    const { bench, uuid } = await forward(`<Dial timeout="5" ${ACTION}>${number(ANN)}</Dial>`, { choices: { dialAnswersCaller: false } });
    await bench.seconds(2);
    expect(bench.sim.callView(uuid).state).toBe("ringing");
    bench.sim.answer(bench.ringing(ANN));
    await bench.seconds(1);
    expect(bench.sim.callView(uuid).state).toBe("in-progress");
  });
});

describe("Dial with a confirm key", () => {
  const confirm = `<Dial confirmSound="${at("/whisper")}" confirmKey="1" confirmTimeout="5" timeout="20" ${ACTION}>${number(ANN)}${number(BOB)}</Dial>`;
  const start = async (whisper: Reply = "<Speak>Press 1 please</Speak>") => {
    const { bench, uuid } = await forward(confirm, {}, { "/whisper": whisper });
    await bench.seconds(1);
    return { bench, uuid, ann: bench.ringing(ANN), bob: bench.ringing(BOB) };
  };

  it("joins who presses it, first to press, not first to answer", async () => {
    const { bench, ann, bob } = await start();
    bench.sim.answer(ann);
    await bench.seconds(2);
    bench.sim.answer(bob);
    await bench.seconds(0.5);
    expect(bench.heard(ann)).toEqual(["Press 1 please"]);
    expect(bench.heard(bob)).toEqual(["Press 1 please"]);
    bench.sim.press(bob, "1");
    await bench.seconds(0);
    expect(bench.ending(ann)).toBe("9000 Plivo completed");
    expect(bench.sim.callView(bob).state).toBe("in-progress");
    expect(actions(bench)).toEqual(["answer", "answer", "hangup", "connected"]);
  });

  it("lets go of who does not press it, and the others still ring", async () => {
    const { bench, ann, bob } = await start();
    bench.sim.answer(ann);
    bench.sim.press(ann, "7");
    await bench.seconds(6.5);
    expect(bench.ending(ann)).toBe("9110 Plivo completed");
    expect(bench.sim.callView(bob).state).toBe("ringing");
    bench.sim.reject(bob);
    await bench.seconds(1);
    expect(dialed(bench)).toMatchObject({ status: "failed", bLegUuid: ann });
  });

  it("is failed by a caller who hangs up during the whisper", async () => {
    const { bench, uuid, ann } = await start();
    bench.sim.answer(ann);
    await bench.seconds(2);
    bench.sim.hangUp(uuid);
    await bench.seconds(10);
    expect(dialed(bench)).toMatchObject({ status: "cancel" });
    expect(bench.ending(ann)).toBe("4000 Caller completed");
  });

  it("goes on without a sound that cannot be had", async () => {
    const { bench, ann } = await start({ status: 500 });
    bench.sim.answer(ann);
    bench.sim.press(ann, "1");
    await bench.seconds(2);
    expect(actions(bench)).toContain("connected");
  });
});
