import { describe, expect, it } from "vitest";
import { Bench, at, parsed } from "../testing/bench.ts";

const KEYS = 'action="https://app.example.com/keys"';
/** 14 characters: one second. */
const PROMPT = "<Speak>Press 1 please</Speak>";

async function menu(attributes: string, inside = PROMPT, options = {}): Promise<{ bench: Bench; uuid: string }> {
  const bench = await new Bench(options)
    .on("/answer", `<GetDigits ${KEYS} ${attributes}>${inside}</GetDigits><Speak>nothing came</Speak><Wait length="9"/>`)
    .on("/keys", '<Speak>thanks</Speak><Wait length="60"/>')
    .connect();
  return { bench, uuid: await bench.callIn() };
}

describe("GetDigits", () => {
  it("ends the prompt at a key and asks the action when it has enough", async () => {
    const { bench, uuid } = await menu('numDigits="1"');
    await bench.seconds(0.5);
    bench.sim.press(uuid, "1");
    await bench.seconds(0);
    expect(bench.only("/keys").at).toBe(500);
    expect(parsed("action", bench.only("/keys"))).toMatchObject({
      event: "Redirect",
      status: "in-progress",
      result: { element: "GetDigits", digits: "1" },
    });
    await bench.seconds(1);
    expect(bench.heard(uuid)).toEqual(["Press 1 please", "thanks"]);
  });

  it("makes no request when nothing came: the next element runs after prompt and timeout", async () => {
    const { bench, uuid } = await menu('timeout="5"');
    await bench.seconds(5.9);
    expect(bench.heard(uuid)).toEqual(["Press 1 please"]);
    await bench.seconds(0.2);
    expect(bench.heard(uuid)).toEqual(["Press 1 please", "nothing came"]);
    expect(bench.at("/keys")).toEqual([]);
  });

  it("repeats the prompt for each attempt", async () => {
    const { bench, uuid } = await menu('timeout="5" retries="3"');
    await bench.seconds(17.9);
    expect(bench.heard(uuid)).toEqual(["Press 1 please", "Press 1 please", "Press 1 please"]);
    await bench.seconds(0.2);
    expect(bench.heard(uuid).at(-1)).toBe("nothing came");
  });

  it("waits digitTimeout between keys and leaves the finish key out", async () => {
    const slow = await menu('digitTimeout="3"');
    slow.bench.sim.press(slow.uuid, "4");
    await slow.bench.seconds(2.5);
    slow.bench.sim.press(slow.uuid, "2");
    await slow.bench.seconds(2.9);
    expect(slow.bench.at("/keys")).toEqual([]);
    await slow.bench.seconds(0.2);
    expect(slow.bench.only("/keys").params["Digits"]).toBe("42");

    const finished = await menu("");
    finished.bench.sim.press(finished.uuid, "42#");
    await finished.bench.seconds(0);
    expect(finished.bench.only("/keys").params["Digits"]).toBe("42");

    const star = await menu('finishOnKey="none" numDigits="3"');
    star.bench.sim.press(star.uuid, "4#*");
    await star.bench.seconds(0);
    expect(star.bench.only("/keys").params["Digits"]).toBe("4#*");
  });

  it("counts an invalid key as a failed attempt, with its sound", async () => {
    const { bench, uuid } = await menu('validDigits="12" numDigits="1" retries="2" invalidDigitsSound="https://app.example.com/no.mp3"');
    bench.sim.press(uuid, "9");
    await bench.seconds(0);
    expect(bench.heard(uuid)).toEqual(["Press 1 please", "https://app.example.com/no.mp3"]);
    await bench.seconds(4);
    bench.sim.press(uuid, "2");
    await bench.seconds(0);
    expect(bench.only("/keys").params["Digits"]).toBe("2");
  });

  it("starts the timeout after the beep", async () => {
    const { bench, uuid } = await menu('timeout="5" playBeep="true"');
    await bench.seconds(6.2);
    expect(bench.heard(uuid)).toHaveLength(1);
    await bench.seconds(0.2);
    expect(bench.heard(uuid)).toHaveLength(2);
  });

  it("goes on with the next element when redirect is off, whatever the action answers", async () => {
    const { bench, uuid } = await menu('numDigits="1" redirect="false"');
    bench.on("/keys", { status: 500 });
    bench.sim.press(uuid, "1");
    await bench.seconds(0);
    expect(bench.heard(uuid)).toEqual(["Press 1 please", "nothing came"]);
    expect(bench.at("/keys")).toHaveLength(1);
  });

  it.each([
    [{ status: 404 }, "7012 Error completed"],
    [{ body: "no" }, "8012 Error completed"],
  ])("ends the call when the action fails: %o", async (reply, ending) => {
    const { bench, uuid } = await menu('numDigits="1"');
    bench.on("/keys", reply);
    bench.sim.press(uuid, "1");
    await bench.seconds(5);
    expect(bench.ending(uuid)).toBe(ending);
  });

  it("takes what was pressed before it listened, but not a left-over finish key", async () => {
    const bench = await new Bench()
      .on("/answer", `<Speak>Press 1 please</Speak><GetDigits ${KEYS} numDigits="1"/>`)
      .on("/keys", [`<GetDigits action="${at("/more")}" timeout="5"/>`])
      .on("/more", '<Wait length="60"/>')
      .connect();
    const uuid = await bench.callIn();
    bench.sim.press(uuid, "1#");
    await bench.seconds(1);
    expect(bench.only("/keys").params["Digits"]).toBe("1");
    await bench.seconds(3);
    bench.sim.press(uuid, "42#");
    await bench.seconds(0);
    expect(bench.only("/more").params["Digits"]).toBe("42");
  });

  it("forgets what was pressed before it listened if the platform does", async () => {
    const bench = await new Bench({ choices: { keepEarlyInput: false } })
      .on("/answer", `<Speak>Press 1 please</Speak><GetDigits ${KEYS} numDigits="1" timeout="3"/>`)
      .connect();
    const uuid = await bench.callIn();
    bench.sim.press(uuid, "1");
    await bench.seconds(10);
    expect(bench.paths()).toEqual(["/answer", "/hangup"]);
  });

  it("is not asked for when the caller hangs up with keys half entered", async () => {
    const { bench, uuid } = await menu("");
    bench.sim.press(uuid, "4");
    await bench.seconds(1);
    bench.sim.hangUp(uuid);
    await bench.seconds(30);
    expect(bench.paths()).toEqual(["/answer", "/hangup"]);
  });
});

async function ask(attributes: string): Promise<{ bench: Bench; uuid: string }> {
  const bench = await new Bench()
    .on("/answer", `<GetInput ${KEYS} ${attributes}>${PROMPT}</GetInput><Speak>nothing came</Speak><Wait length="9"/>`)
    .on("/keys", '<Wait length="60"/>')
    .connect();
  return { bench, uuid: await bench.callIn() };
}

describe("GetInput", () => {
  it("takes keys", async () => {
    const { bench, uuid } = await ask('inputType="dtmf speech" numDigits="3"');
    bench.sim.press(uuid, "123");
    await bench.seconds(0);
    expect(parsed("action", bench.only("/keys")).result).toEqual({
      element: "GetInput",
      inputType: "dtmf",
      digits: "123",
      speech: "",
      confidence: 0,
      billedAmount: 0,
    });
  });

  it("takes speech when it has been silent long enough, and tells the words in between", async () => {
    const { bench, uuid } = await ask(`inputType="speech" speechEndTimeout="2" interimSpeechResultsCallback="${at("/interim")}"`);
    await bench.seconds(0.5);
    bench.sim.say(uuid, "I want");
    await bench.seconds(1.5);
    bench.sim.say(uuid, "to speak to sales");
    await bench.seconds(1.9);
    expect(bench.at("/keys")).toEqual([]);
    await bench.seconds(0.2);
    expect(parsed("action", bench.only("/keys")).result).toMatchObject({
      inputType: "speech",
      speech: "I want to speak to sales",
      digits: "",
      confidence: 0.93,
    });
    expect(bench.at("/interim").map((seen) => parsed("interimSpeech", seen).stable)).toEqual(["I want", "I want to speak to sales"]);
  });

  it("does not hear what it does not listen for", async () => {
    const { bench, uuid } = await ask('inputType="dtmf" executionTimeout="5"');
    bench.sim.say(uuid, "sales");
    await bench.seconds(7);
    expect(bench.at("/keys")).toEqual([]);
    expect(bench.heard(uuid)).toEqual(["Press 1 please", "nothing came"]);
  });

  it("ends with the execution time, counted after the prompt, with no request when nothing came", async () => {
    const { bench, uuid } = await ask('inputType="speech" executionTimeout="5"');
    await bench.seconds(5.9);
    expect(bench.heard(uuid)).toHaveLength(1);
    await bench.seconds(0.2);
    expect(bench.heard(uuid)).toHaveLength(2);
  });

  it("gives up early when nothing begins, and tries again as often as told", async () => {
    const { bench, uuid } = await ask('inputType="dtmf" startInputTimeout="2" retries="2"');
    await bench.seconds(6.5);
    expect(bench.heard(uuid)).toEqual(["Press 1 please", "Press 1 please", "nothing came"]);
  });

  it("takes the finish key, and no keys at all as nothing", async () => {
    const { bench, uuid } = await ask('inputType="dtmf"');
    bench.sim.press(uuid, "42#");
    await bench.seconds(0);
    expect(bench.only("/keys").params["Digits"]).toBe("42");
    const none = await ask('inputType="dtmf"');
    await none.bench.seconds(2);
    none.bench.sim.press(none.uuid, "#");
    await none.bench.seconds(0);
    expect(none.bench.at("/keys")).toEqual([]);
    expect(none.bench.heard(none.uuid).at(-1)).toBe("nothing came");
  });
});
