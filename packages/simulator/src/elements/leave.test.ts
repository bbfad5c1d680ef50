import { describe, expect, it } from "vitest";
import { Bench, at, parsed } from "../testing/bench.ts";

const run = async (document: string, more: Record<string, Parameters<Bench["on"]>[1]> = {}) => {
  const bench = new Bench().on("/answer", document);
  for (const [path, reply] of Object.entries(more)) bench.on(path, reply);
  await bench.connect();
  return { bench, uuid: await bench.callIn() };
};

describe("Redirect", () => {
  it("puts another document in place of the rest", async () => {
    const { bench, uuid } = await run(`<Redirect>${at("/next?run=1")}</Redirect><Speak>never</Speak>`, { "/next": "<Speak>next</Speak>" });
    await bench.seconds(1);
    expect(bench.heard(uuid)).toEqual(["next"]);
    expect(parsed("redirect", bench.only("/next"))).toMatchObject({ event: "Redirect", status: "ringing" });
    expect(bench.ending(uuid)).toBe("4010 Plivo completed");
  });

  it("can ask by GET", async () => {
    const { bench } = await run(`<Redirect method="GET">${at("/next?run=1")}</Redirect>`, { "/next": "" });
    expect(bench.only("/next")).toMatchObject({ method: "GET", params: { run: "1", Event: "Redirect" } });
  });

  it.each<[string, Parameters<Bench["on"]>[1], string]>([
    ["unreachable", { status: 500 }, "7014 Error completed"],
    ["no document", "<Nonsense/>", "8014 Error completed"],
  ])("ends the call when its target is %s", async (_, reply, ending) => {
    const { bench, uuid } = await run(`<Redirect>${at("/next")}</Redirect>`, { "/next": reply });
    expect(bench.ending(uuid)).toBe(ending);
  });

  it("in a circle without sound is stopped", async () => {
    const { bench, uuid } = await run(`<Redirect>${at("/answer")}</Redirect>`);
    await bench.seconds(1);
    expect(bench.ending(uuid)).toBe("2060 Error completed");
    expect(bench.at("/answer").length).toBeLessThan(150);
    expect(bench.at("/hangup")).toHaveLength(1);
  });

  it("in a circle that waits goes on", async () => {
    const { bench, uuid } = await run(`<Wait length="5"/><Redirect>${at("/answer")}</Redirect>`);
    await bench.seconds(1_001);
    expect(bench.at("/answer")).toHaveLength(201);
    expect(bench.sim.callView(uuid).state).toBe("ringing");
  });
});

describe("Hangup", () => {
  it("ends the call at once", async () => {
    const { bench, uuid } = await run("<Speak>Good bye now!</Speak><Hangup reason='busy'/><Speak>never</Speak>");
    await bench.seconds(5);
    expect(bench.heard(uuid)).toEqual(["Good bye now!"]);
    expect(bench.ending(uuid)).toBe("4000 Answer XML completed");
  });

  it("can be set for later while the document goes on", async () => {
    const { bench, uuid } = await run('<Hangup schedule="10"/><Speak>Hello</Speak><Wait length="60"/>');
    await bench.seconds(9.9);
    expect(bench.heard(uuid)).toEqual(["Hello"]);
    await bench.seconds(0.2);
    expect(bench.ending(uuid)).toBe("6000 Answer XML completed");
  });
});

describe("sounds and pauses", () => {
  it("take their time", async () => {
    const { bench, uuid } = await run(
      '<Speak loop="2">Fourteen chars</Speak><Play loop="3">https://app.example.com/a.mp3</Play><Wait length="4"/><DTMF async="false">12wW</DTMF><Speak>end</Speak>',
    );
    const at = () => bench.sim.callView(uuid).element;
    await bench.seconds(1.9);
    expect(at()).toBe("Speak");
    await bench.seconds(9);
    expect(at()).toBe("Play");
    await bench.seconds(4);
    expect(at()).toBe("Wait");
    await bench.seconds(1.9);
    expect(at()).toBe("DTMF");
    await bench.seconds(0.2);
    expect(at()).toBe("Speak");
  });

  it("can sound until the call ends", async () => {
    const { bench, uuid } = await run('<Speak loop="0">On hold</Speak><Speak>never</Speak>');
    await bench.seconds(3_600);
    expect(bench.heard(uuid)).toEqual(["On hold"]);
    bench.sim.hangUp(uuid);
    await bench.seconds(1);
    expect(parsed("hangup", bench.only("/hangup")).durationSeconds).toBe(3_600);
  });

  it("are spoken without their markup", async () => {
    const { uuid, bench } = await run(
      '<Speak voice="Polly.Joanna">Your code is <say-as interpret-as="digits">42</say-as>,<break time="1s"/> Ann</Speak>',
    );
    expect(bench.heard(uuid)).toEqual(["Your code is 42, Ann"]);
  });

  it("do not wait for tones by default", async () => {
    const { bench, uuid } = await run("<DTMF>1234567890</DTMF><Speak>go on</Speak>");
    expect(bench.heard(uuid)).toEqual(["go on"]);
  });
});

describe("the time limit of a call", () => {
  it("ends it after four hours", async () => {
    const { bench, uuid } = await run('<Speak loop="0">On hold</Speak>');
    await bench.seconds(14_401);
    expect(bench.ending(uuid)).toBe("6000 Plivo completed");
  });
});

describe("Message in a call", () => {
  it("sends a text and goes on", async () => {
    const { bench, uuid } = await run(
      `<Message src="14155550199" dst="14155550142" callbackUrl="${at("/report")}">Your call was missed</Message><Speak>bye</Speak>`,
    );
    await bench.seconds(5);
    expect(bench.heard(uuid)).toEqual(["bye"]);
    expect(bench.sim.messages()).toMatchObject([
      { from: "+14155550199", to: "+14155550142", text: "Your call was missed", state: "delivered" },
    ]);
    expect(bench.at("/report").map((seen) => seen.params["Status"])).toEqual(["queued", "sent", "delivered"]);
  });
});
