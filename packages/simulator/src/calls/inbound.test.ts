import { describe, expect, it } from "vitest";
import { ANN, Bench, CALLER, OURS, at, parsed } from "../testing/bench.ts";

describe("an inbound call", () => {
  it("asks the answer URL while it rings, plays the document and ends with it", async () => {
    const bench = await new Bench().on("/answer", "<Speak>Hello, fourteen ch</Speak><Play>https://app.example.com/a.mp3</Play>").connect();
    const uuid = await bench.callIn();
    const answer = bench.only("/answer");
    expect(answer.method).toBe("POST");
    expect(answer.params).toMatchObject({
      CallUUID: uuid,
      From: "14155550100",
      To: "14155550199",
      CallStatus: "ringing",
      Direction: "inbound",
      Event: "StartApp",
    });
    expect(parsed("answer", answer)).toMatchObject({ callUuid: uuid, from: CALLER, to: OURS, status: "ringing", machine: false });
    expect(bench.sim.callView(uuid).state).toBe("in-progress");
    await bench.seconds(10);
    expect(bench.heard(uuid)).toEqual(["Hello, fourteen ch", "https://app.example.com/a.mp3"]);
    expect(bench.ending(uuid)).toBe("4010 Plivo completed");
    // 18 characters at 14 a second, then 3 s of audio.
    expect(parsed("hangup", bench.only("/hangup"))).toMatchObject({
      status: "completed",
      event: "Hangup",
      hangup: { code: 4010, cause: "End Of XML Instructions", source: "Plivo" },
      hangupCauseClassic: "NORMAL_CLEARING",
      durationSeconds: 5,
      billSeconds: 60,
    });
    expect(bench.faults).toEqual([]);
  });

  it("writes numbers with + when told to", async () => {
    const bench = await new Bench({ choices: { plusInNumbers: true } }).on("/answer", "").connect();
    await bench.callIn();
    expect(bench.only("/answer").params).toMatchObject({ From: CALLER, To: OURS });
  });

  it("asks by GET with the parameters in the query when the application says so", async () => {
    const bench = await new Bench().on("/answer", "").connect({ answer_url: at("/answer?run=42"), answer_method: "GET" });
    await bench.callIn();
    const { method, url, params } = bench.only("/answer");
    expect(method).toBe("GET");
    expect(url).toContain("/answer?run=42&CallUUID=");
    expect(params).toMatchObject({ run: "42", Event: "StartApp" });
  });

  it("is hung up by the caller in the middle, and nothing more runs", async () => {
    const bench = await new Bench()
      .on("/answer", '<Wait length="1"/><Speak>Hello</Speak><Wait length="60"/><Speak>Never</Speak>')
      .connect();
    const uuid = await bench.callIn();
    await bench.seconds(5);
    bench.sim.hangUp(uuid);
    await bench.seconds(120);
    expect(bench.heard(uuid)).toEqual(["Hello"]);
    expect(bench.ending(uuid)).toBe("4000 Caller completed");
    expect(bench.paths()).toEqual(["/answer", "/hangup"]);
  });

  it("is given up by the caller before the answer", async () => {
    const bench = await new Bench().on("/answer", '<Wait length="20"/><Speak>Hello</Speak>').connect();
    const uuid = await bench.callIn();
    expect(bench.sim.callView(uuid).state).toBe("ringing");
    bench.sim.hangUp(uuid);
    await bench.seconds(1);
    expect(bench.ending(uuid)).toBe("1000 Caller cancel");
    expect(parsed("hangup", bench.only("/hangup"))).toMatchObject({ durationSeconds: 0, answerTime: null });
  });

  it("rings through Wait first, has early media in PreAnswer, and is answered by what follows", async () => {
    const bench = await new Bench()
      .on("/answer", "<PreAnswer><Speak>One moment please</Speak></PreAnswer><Speak>Welcome</Speak>")
      .connect();
    const uuid = await bench.callIn();
    expect(bench.sim.callView(uuid).state).toBe("ringing");
    await bench.seconds(20);
    expect(bench.elements(uuid)).toEqual(["Ringing", "Answer", "PreAnswer", "Speak", "Answered", "Speak", "Ended", "Hangup"]);
  });

  it.each([
    ["busy", "3010 Answer XML busy", "USER_BUSY"],
    ["rejected", "3020 Answer XML busy", "CALL_REJECTED"],
  ])("is refused as %s without an answer", async (reason, ending, cause) => {
    const bench = await new Bench().on("/answer", `<Hangup reason="${reason}"/>`).connect();
    const uuid = await bench.callIn();
    expect(bench.ending(uuid)).toBe(ending);
    expect(bench.only("/hangup").params).toMatchObject({ HangupCause: cause, Duration: "0", AnswerTime: "" });
  });

  it("reports its end to the answer URL when no hang-up URL is set", async () => {
    const bench = await new Bench().on("/answer", ["<Hangup/>", ""]).connect({ hangup_url: "" });
    const uuid = await bench.callIn();
    expect(bench.at("/answer").map((seen) => seen.params["Event"])).toEqual(["StartApp", "Hangup"]);
    expect(bench.ending(uuid)).toBe("4000 Answer XML completed");
  });

  it("is out of service without an application", async () => {
    const bench = new Bench();
    bench.sim.addNumber({ number: OURS, kind: "rented" });
    expect(bench.ending(await bench.callIn())).toBe("2010 Carrier failed");
    expect(() => bench.sim.call({ from: CALLER, to: ANN })).toThrow("is not rented");
  });

  it("follows the script of the phone that calls", async () => {
    const bench = await new Bench()
      .on("/answer", '<GetDigits action="https://app.example.com/keys" timeout="20"/>')
      .on("/keys", "<Wait length='60'/>")
      .connect();
    bench.sim.addNumber({
      number: CALLER,
      kind: "phone",
      script: {
        steps: [
          { afterSeconds: 2, digits: "1#" },
          { afterSeconds: 3, hangup: true },
        ],
      },
    });
    const uuid = await bench.callIn();
    await bench.seconds(10);
    expect(bench.only("/keys").at).toBe(2_000);
    expect(bench.ending(uuid)).toBe("4000 Caller completed");
  });
});

describe("an answer URL that fails", () => {
  const bad = (reply: Parameters<Bench["on"]>[1]) => new Bench().on("/answer", reply);

  it.each<[string, Parameters<Bench["on"]>[1], string]>([
    ["answers 500", { status: 500 }, "7011 Error completed"],
    ["answers 302", { status: 302 }, "7011 Error completed"],
    ["cannot be reached", new Error("connect ECONNREFUSED"), "7011 Error completed"],
    ["answers HTML", { body: "<html/>", type: "text/html" }, "8011 Error completed"],
    ["answers JSON", { body: "{}", type: "application/json" }, "8011 Error completed"],
    ["answers nothing", { body: "" }, "8011 Error completed"],
    ["answers an unknown element", "<Reject/>", "8011 Error completed"],
    ["answers bad nesting", "<Speak><Play>https://x.example/a</Play></Speak>", "8011 Error completed"],
    ["answers an element without its body", "<Play/>", "8011 Error completed"],
    ["answers over 100 KB", `<Speak>${"x".repeat(101 * 1024)}</Speak>`, "8011 Error completed"],
  ])("%s", async (_, reply, ending) => {
    const bench = await bad(reply).connect();
    const uuid = await bench.callIn();
    await bench.seconds(10);
    expect(bench.ending(uuid)).toBe(ending);
    expect(bench.at("/hangup")).toHaveLength(1);
    expect(bench.faults).toEqual([]);
  });

  it("is helped by the fallback URL", async () => {
    const bench = await bad({ status: 503 })
      .on("/fallback", "<Speak>Sorry</Speak>")
      .connect({ fallback_answer_url: at("/fallback") });
    const uuid = await bench.callIn();
    expect(bench.heard(uuid)).toEqual(["Sorry"]);
    expect(parsed("answer", bench.only("/fallback"))).toMatchObject({ event: "StartApp", status: "ringing" });
    const invalid = await bad("<Nonsense/>")
      .on("/fallback", "<Speak>Sorry</Speak>")
      .connect({ fallback_answer_url: at("/fallback") });
    expect(invalid.heard(await invalid.callIn())).toEqual(["Sorry"]);
  });

  it("runs what it can in lenient mode", async () => {
    const bench = await new Bench({ mode: "lenient" }).on("/answer", "<Say>no</Say><Speak>yes</Speak>").connect();
    const uuid = await bench.callIn();
    expect(bench.heard(uuid)).toEqual(["yes"]);
    expect(bench.sim.callView(uuid).transcript.find((entry) => entry.element === "Problem")?.attrs["code"]).toBe("unknown_element");
  });
});
