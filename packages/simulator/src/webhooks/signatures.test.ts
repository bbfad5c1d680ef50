import plivo from "plivo";
import { describe, expect, it } from "vitest";
import { ANN, AUTH_TOKEN, Bench, BOB, CALLER, OURS, type Seen, at } from "../testing/bench.ts";

/** The verdicts of the official SDK on one webhook: V3 and V2, in both forms. */
function judged({ method, url, params, headers }: Seen): unknown[] {
  const header = (name: string): string => headers[name] ?? "";
  const fields = method === "GET" ? {} : params;
  return [
    plivo.validateV3Signature(method, url, header("X-Plivo-Signature-V3-Nonce"), AUTH_TOKEN, header("X-Plivo-Signature-V3"), fields),
    plivo.validateV3Signature(method, url, header("X-Plivo-Signature-V3-Nonce"), AUTH_TOKEN, header("X-Plivo-Signature-Ma-V3"), fields),
    plivo.validateSignature(url, header("X-Plivo-Signature-V2-Nonce"), header("X-Plivo-Signature-V2"), AUTH_TOKEN),
    plivo.validateSignature(url, header("X-Plivo-Signature-V2-Nonce"), header("X-Plivo-Signature-Ma-V2"), AUTH_TOKEN),
  ];
}

/** One conversation that makes every kind of webhook there is, with text that is hard to encode. */
async function everyKind(method: "GET" | "POST"): Promise<Bench> {
  const url = (path: string): string => at(`${path}?run=4%202&amp;a=h%C3%A9`);
  const how = `method="${method}"`;
  const callback = `callbackMethod="${method}"`;
  const words = `transcriptionType="auto" transcriptionUrl="${url("/words")}" transcriptionMethod="${method}"`;
  const bench = await new Bench()
    .on("/answer", { status: 500 })
    .on("/fallback", `<GetDigits action="${url("/digits")}" ${how} numDigits="1"/>`)
    .on(
      "/digits",
      `<GetInput action="${url("/input")}" ${how} inputType="speech" interimSpeechResultsCallback="${url("/interim")}" interimSpeechResultsCallbackMethod="${method}"/>`,
    )
    .on("/input", `<Record action="${url("/recorded")}" ${how} callbackUrl="${url("/file")}" ${callback} ${words} timeout="2"/>`)
    .on(
      "/recorded",
      `<Dial action="${url("/dialed")}" ${how} callbackUrl="${url("/leg")}" ${callback} confirmSound="${url("/whisper")}" confirmKey="1" dialMusic="${url("/music")}"><Number>${ANN}</Number></Dial>`,
    )
    .on("/dialed", `<Redirect ${how}>${url("/redirected")}</Redirect>`)
    .on("/redirected", '<Speak loop="0">hold</Speak>')
    .on("/whisper", "<Speak>Press 1</Speak>")
    .on("/music", "<Play>https://app.example.com/a.mp3</Play>")
    .on("/moved", "<Hangup/>")
    .connect({
      fallback_answer_url: at("/fallback"),
      answer_method: method,
      fallback_method: method,
      hangup_method: method,
      message_method: method,
    });

  const { callUuid } = bench.sim.call({ from: CALLER, to: OURS, callerName: "Zoë & Søn <x>" });
  await bench.seconds(1);
  bench.sim.press(callUuid, "1");
  await bench.seconds(1);
  bench.sim.say(callUuid, "café + crème = 5 € & more?");
  await bench.seconds(8);
  bench.sim.answer(bench.ringing(ANN));
  await bench.seconds(1);
  const b = bench.sim.calls({ number: ANN, state: "in-progress" })[0]?.callUuid ?? "";
  bench.sim.press(b, "1");
  await bench.seconds(1);
  bench.sim.hangUp(b);
  await bench.seconds(1);
  await bench.rest("POST", `Call/${callUuid}/`, { aleg_url: at("/moved"), aleg_method: method });
  await bench.seconds(3);

  bench.sim.addNumber({ number: BOB, kind: "phone", script: { machine: true } });
  const methods = { answer_method: method, ring_method: method, hangup_method: method, machine_detection_method: method };
  await bench.callOut(BOB, {
    ...methods,
    machine_detection: "hangup",
    machine_detection_url: at("/machine"),
    answer_url: at("/redirected"),
    hangup_url: at("/ended"),
  });
  await bench.seconds(10);

  bench.sim.text({ from: CALLER, to: OURS, text: "Grüße + 100% & ✓\nline two" });
  await bench.rest("POST", "Message/", { src: OURS, dst: ANN, text: "x", url: at("/report?e=1"), method });
  await bench.seconds(5);
  return bench;
}

const KINDS = [
  "/answer",
  "/fallback",
  "/digits",
  "/interim",
  "/input",
  "/recorded",
  "/file",
  "/words",
  "/whisper",
  "/music",
  "/leg",
  "/dialed",
  "/redirected",
  "/moved",
  "/hangup",
  "/ring",
  "/machine",
  "/ended",
  "/message",
  "/report",
];

describe.each(["POST", "GET"] as const)("webhooks by %s", (method) => {
  it("of every kind hold before the official SDK's validators", async () => {
    const bench = await everyKind(method);
    expect([...new Set(bench.paths())].toSorted()).toEqual(KINDS.toSorted());
    for (const seen of bench.seen) expect([seen.path, ...judged(seen)]).toEqual([seen.path, true, true, true, true]);
    const sounds = ["/whisper", "/music"];
    expect(bench.seen.filter((seen) => !sounds.includes(seen.path)).every((seen) => seen.method === method)).toBe(true);
    expect(bench.faults).toEqual([]);
  });
});

describe("a webhook that was changed", () => {
  it("does not hold", async () => {
    const bench = await new Bench().on("/answer", "").connect();
    await bench.callIn();
    const seen = bench.only("/answer");
    expect(judged({ ...seen, params: { ...seen.params, From: "1" } })).toEqual([false, false, true, true]);
    expect(judged({ ...seen, url: at("/other") })).toEqual([false, false, false, false]);
  });
});
