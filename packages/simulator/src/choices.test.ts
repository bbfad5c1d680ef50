import { describe, expect, it } from "vitest";
import { ANN, BOB, Bench, CALLER, OURS, at, parsed } from "./testing/bench.ts";

describe("choices", () => {
  it("waitSilence: a Wait that listens ends after the silence", async () => {
    const wait = '<Wait length="60" silence="true" minSilence="3000"/><Speak>done</Speak>';
    for (const [choice, heard] of [
      ["plays silence", []],
      ["ends early", ["done"]],
    ] as const) {
      const bench = await new Bench({ choices: { waitSilence: choice } }).on("/answer", wait).connect();
      const uuid = await bench.callIn();
      await bench.seconds(10);
      expect(bench.heard(uuid)).toEqual(heard);
    }
  });

  it("machineDetectionReportsPeople: a person is posted, and never hung up on", async () => {
    const bench = await new Bench({ choices: { machineDetectionReportsPeople: true } }).on("/answer", '<Wait length="60"/>').connect();
    bench.sim.addNumber({ number: ANN, kind: "phone", script: { answerAfterSeconds: 1 } });
    const uuid = await bench.callOut(ANN, { machine_detection: "hangup", machine_detection_url: at("/machine") });
    await bench.seconds(10);
    expect(bench.only("/machine").params["Machine"]).toBe("false");
    expect(bench.ending(uuid)).toBe("not ended");
  });

  it("conferenceActionAfterHangup, conferenceEvents, actionOfFullConference: the other way round", async () => {
    const choices = { conferenceActionAfterHangup: true, conferenceEvents: false, actionOfFullConference: false };
    const room = `<Conference maxMembers="1" action="${at("/out")}" callbackUrl="${at("/room")}">c</Conference><Speak>full</Speak>`;
    const bench = await new Bench({ choices }).on("/answer", room).connect();
    const first = await bench.callIn();
    const second = bench.sim.call({ from: BOB, to: OURS }).callUuid;
    await bench.seconds(1);
    expect(bench.heard(second)).toEqual(["full"]);
    bench.sim.hangUp(first);
    await bench.seconds(1);
    expect(bench.only("/out").params).toMatchObject({ CallStatus: "completed", ConferenceName: "c" });
    expect(bench.at("/room").map((seen) => [seen.params["Event"], seen.params["ConferenceAction"]])).toEqual([
      [undefined, "enter"],
      [undefined, "exit"],
    ]);
  });

  it("mpcStatusTo: the first participant's URL alone is told", async () => {
    for (const [choice, told] of [
      ["all", 2],
      ["first", 0],
    ] as const) {
      const bench = await new Bench({ choices: { mpcStatusTo: choice } }).connect();
      bench.on("/answer", ({ params }) => {
        const url = at(params["From"] === CALLER.slice(1) ? "/first" : "/second");
        return `<MultiPartyCall role="Customer" stayAlone="true" statusCallbackUrl="${url}">c</MultiPartyCall>`;
      });
      await bench.callIn();
      const { callUuid } = bench.sim.call({ from: BOB, to: OURS });
      await bench.seconds(1);
      bench.sim.hangUp(callUuid);
      await bench.seconds(1);
      expect(bench.at("/second").map((seen) => parsed("mpcStatus", seen).event)).toHaveLength(told);
      expect(bench.at("/first").map((seen) => parsed("mpcStatus", seen).event)).toEqual([
        "MPCInitialized",
        "ParticipantJoin",
        "MPCStart",
        "ParticipantJoin",
        "ParticipantExit",
      ]);
    }
  });
});

describe("what the platform does besides", () => {
  it("a REST request with callback_url is answered later", async () => {
    const bench = await new Bench().on("/answer", '<Speak>a</Speak><Wait length="60"/>').connect();
    const uuid = await bench.callIn();
    const asked = await bench.rest("POST", `Call/${uuid}/Speak/`, { text: "psst", callback_url: at("/later"), callback_method: "GET" });
    expect(asked).toMatchObject({ status: 202, body: { message: "async api spawned" } });
    await bench.seconds(1);
    expect(bench.only("/later")).toMatchObject({ method: "GET", params: { message: "speak started", api_id: asked.body["api_id"] } });
    expect(bench.heard(uuid)).toEqual(["a", "psst"]);
  });

  it("so is one that only reads, whose callback_url stands in its query", async () => {
    const bench = await new Bench().connect();
    const query = new URLSearchParams({ limit: "1", callback_url: at("/later") });
    expect(await bench.rest("GET", `Number/?${query.toString()}`)).toMatchObject({ status: 202, body: { message: "async api spawned" } });
    await bench.seconds(1);
    expect(bench.only("/later")).toMatchObject({ method: "POST", params: { meta: expect.stringContaining("total_count") } });
  });

  it.each([
    ["an action URL", '<GetDigits action="nowhere"/>', "7022"],
    ["an action method", `<Record action="${at("/r")}" method="PUT"/>`, "7032"],
    ["a redirect URL", "<Redirect>nowhere</Redirect>", "7024"],
    ["a redirect method", `<Redirect method="PUT">${at("/r")}</Redirect>`, "7034"],
    ["more than that", '<GetDigits action="nowhere"/><Play/>', "8011"],
  ])("%s that is none has a cause of its own", async (_, verbs, code) => {
    const bench = await new Bench().on("/answer", verbs).connect();
    expect(bench.ending(await bench.callIn())).toBe(`${code} Error completed`);
  });

  it("paths in a document become addresses of its server, with a warning", async () => {
    const bench = await new Bench().on("/answer", '<GetDigits action="/next" numDigits="1"><Play>/hello.mp3</Play></GetDigits>').connect();
    const warnings: string[] = [];
    bench.sim.onEvent((event) => event.type === "warning" && warnings.push(event.code));
    bench.on("/next", "<Hangup/>");
    const uuid = await bench.callIn();
    expect(bench.heard(uuid)).toEqual([at("/hello.mp3")]);
    bench.sim.press(uuid, "1");
    await bench.seconds(1);
    expect(bench.only("/next").params["Digits"]).toBe("1");
    expect(warnings).toEqual(["relative_url", "relative_url"]);
  });
});
