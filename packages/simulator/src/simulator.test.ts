import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANN, Bench, CALLER, OURS, at } from "./testing/bench.ts";

const VERBS = [
  "<Speak>Fourteen chars</Speak>",
  "<Play>https://app.example.com/a.mp3</Play>",
  '<Wait length="2"/>',
  "<DTMF>12w3</DTMF>",
  "<PreAnswer><Speak>One moment</Speak></PreAnswer>",
  `<GetDigits action="${at("/doc")}" timeout="3" numDigits="2"><Speak>Keys please</Speak></GetDigits>`,
  `<GetDigits action="${at("/doc")}" redirect="false" timeout="2" retries="2"/>`,
  `<GetInput action="${at("/doc")}" inputType="dtmf speech" executionTimeout="5"><Speak>Say it</Speak></GetInput>`,
  `<Record action="${at("/doc")}" callbackUrl="${at("/file")}" timeout="2" maxLength="6"/>`,
  `<Record recordSession="true" redirect="false" callbackUrl="${at("/file")}"/>`,
  `<Dial action="${at("/doc")}" callbackUrl="${at("/leg")}" timeout="6"><Number>${ANN}</Number><Number>14155550143</Number></Dial>`,
  `<Dial confirmSound="${at("/sound")}" confirmKey="1" hangupOnStar="true" timeLimit="9"><Number>${ANN}</Number></Dial>`,
  `<Redirect>${at("/doc")}</Redirect>`,
  `<Message src="14155550199" dst="14155550142">hello</Message>`,
  '<Hangup schedule="8"/>',
  '<Hangup reason="busy"/>',
  "<Nonsense/>",
];

type Act = (bench: Bench, uuid: string) => Promise<unknown>;
const ringing = (bench: Bench): string | undefined =>
  bench.sim.calls({ state: "ringing" }).find((call) => call.direction === "outbound")?.callUuid;
const onLive = (bench: Bench, uuid: string, act: (uuid: string) => void): void => {
  if (bench.sim.callView(uuid).state !== "ended") act(uuid);
};
const ACTS: Act[] = [
  (bench) => bench.seconds(1),
  (bench) => bench.seconds(7),
  async (bench, uuid) => onLive(bench, uuid, (live) => bench.sim.press(live, "1")),
  async (bench, uuid) => onLive(bench, uuid, (live) => bench.sim.press(live, "2#*")),
  async (bench, uuid) => onLive(bench, uuid, (live) => bench.sim.say(live, "well then")),
  async (bench) => void (ringing(bench) && bench.sim.answer(ringing(bench) ?? "")),
  async (bench) => void (ringing(bench) && bench.sim.reject(ringing(bench) ?? "")),
  async (bench) => bench.sim.calls({ number: ANN, state: "in-progress" }).forEach((call) => bench.sim.press(call.callUuid, "1")),
  async (bench) => bench.sim.calls({ number: ANN, state: "in-progress" }).forEach((call) => bench.sim.hangUp(call.callUuid)),
  (bench, uuid) => bench.rest("POST", `Call/${uuid}/`, { legs: "aleg", aleg_url: at("/doc") }),
  (bench, uuid) => bench.rest("POST", `Call/${uuid}/Record/`, { callback_url: at("/file") }),
];

const documents = fc.array(
  fc.array(fc.constantFrom(...VERBS), { maxLength: 4 }).map((verbs) => verbs.join("")),
  { minLength: 1, maxLength: 6 },
);
const acts = fc.array(fc.integer({ min: 0, max: ACTS.length - 1 }), { maxLength: 12 });

describe("whatever documents say and people do", () => {
  it("every call ends once, tells it last, and the simulator has no fault", async () => {
    await fc.assert(
      fc.asyncProperty(documents, acts, async (texts, steps) => {
        const bench = await new Bench()
          .on("/answer", texts[0] ?? "")
          .on("/sound", "<Speak>Press 1</Speak>")
          .connect();
        let next = 0;
        bench.on("/doc", () => texts[++next % texts.length] ?? "");
        const uuid = await bench.callIn();
        for (const step of steps) await ACTS[step]?.(bench, uuid);
        onLive(bench, uuid, (live) => bench.sim.hangUp(live));
        await bench.seconds(60);
        expect(bench.faults).toEqual([]);
        expect(bench.sim.calls().filter((call) => call.state !== "ended")).toEqual([]);
        const told = bench.paths().filter((path) => path !== "/file");
        expect(told.filter((path) => path === "/hangup")).toHaveLength(1);
        expect(told.at(-1)).toBe("/hangup");
        const ends = bench.elements(uuid).filter((element) => element === "Ended");
        expect(ends).toHaveLength(1);
        const seqs = bench.sim.callView(uuid).transcript.map((entry) => entry.seq);
        expect(seqs).toEqual(seqs.map((_, index) => index + 1));
        const after = bench.seen.length;
        await bench.seconds(600);
        expect(bench.seen).toHaveLength(after);
      }),
      { numRuns: 100 },
    );
  });

  it("no answer to a webhook can hurt it", async () => {
    const reply = fc.record({
      status: fc.integer({ min: 100, max: 599 }),
      type: fc.string(),
      body: fc.oneof(fc.string(), fc.constantFrom(...VERBS)),
    });
    await fc.assert(
      fc.asyncProperty(reply, async (answer) => {
        const bench = await new Bench().on("/answer", answer).on("/message", answer).connect();
        const uuid = await bench.callIn();
        bench.sim.text({ from: CALLER, to: OURS, text: "x" });
        await bench.seconds(60);
        expect([bench.faults, bench.sim.callView(uuid).state]).toEqual([[], "ended"]);
      }),
      { numRuns: 60 },
    );
  });

  it("no REST or /sim request can hurt it", async () => {
    const bench = await new Bench().connect();
    const path = fc.constantFrom(
      "Call/",
      "Message/",
      "Application/",
      `Number/${OURS}/`,
      "Call/x/",
      "Call/x/Record/",
      "Recording/",
      "%00/",
      "..%2f/",
    );
    const sim = fc.constantFrom("numbers", "calls", "messages", "clock", "faults", "reset", "calls/x/digits");
    const field = fc.constantFrom(
      "from",
      "to",
      "src",
      "dst",
      "text",
      "answer_url",
      "app_name",
      "number",
      "kind",
      "script",
      "limit",
      "__proto__",
      "legs",
    );
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.dictionary(field, fc.oneof(fc.jsonValue(), fc.constant(OURS))).map((fields) => JSON.stringify(fields)),
    );
    await fc.assert(
      fc.asyncProperty(path, sim, body, fc.constantFrom("GET", "POST", "DELETE", "PUT"), async (rest, control, text, method) => {
        const sent = method === "GET" ? undefined : text;
        const answer = await bench.rest(method, rest, sent);
        if (answer.status >= 400) expect(answer.body).toMatchObject({ error: expect.any(String) });
        const init = { method, ...(sent !== undefined && { body: sent }) };
        const other = await bench.simulator.fetch(`http://sim/sim/${control}`, init);
        expect(other.status).not.toBe(500);
        bench.sim.clearFaults();
        expect(bench.faults).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});
