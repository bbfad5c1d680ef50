import { describe, expect, it } from "vitest";
import { ANN, BOB, Bench, OURS, at, parsed } from "../testing/bench.ts";

const CALLBACK = `callbackUrl="${at("/room")}" action="${at("/out")}"`;

/** A bench whose callers get the Conference that their number stands for; `/out` says goodbye. */
async function room(elements: Record<string, string>, options = {}): Promise<Bench> {
  const bench = await new Bench(options).on("/out", '<Speak>goodbye</Speak><Wait length="60"/>').connect();
  bench.on("/answer", (seen) => elements[`+${seen.params["From"]}`] ?? "<Hangup/>");
  return bench;
}

async function enter(bench: Bench, from: string): Promise<string> {
  const { callUuid } = bench.sim.call({ from, to: OURS });
  await bench.seconds(1);
  return callUuid;
}

const news = (bench: Bench): string[] =>
  bench.at("/room").map((seen) => {
    const { action, memberId } = parsed("conferenceCallback", seen);
    return `${action} ${memberId}`;
  });

const texts = (bench: Bench, uuid: string, element: string): (string | undefined)[] =>
  bench.sim
    .callView(uuid)
    .transcript.filter((entry) => entry.element === element)
    .map((entry) => entry.text);

describe("Conference", () => {
  it("joins several people, tells who comes and goes, and asks the action of who leaves", async () => {
    const bench = await room({
      [ANN]: `<Conference ${CALLBACK}>sales</Conference>`,
      [BOB]: `<Conference ${CALLBACK} hangupOnStar="true">sales</Conference>`,
    });
    const ann = await enter(bench, ANN);
    const bob = await enter(bench, BOB);
    bench.sim.say(ann, "hello Bob");
    expect(texts(bench, bob, "Heard")).toEqual(["hello Bob"]);
    expect(texts(bench, ann, "Heard")).toEqual([]);
    bench.sim.press(bob, "*");
    await bench.seconds(1);
    expect(news(bench)).toEqual(["enter 1", "enter 2", "exit 2"]);
    expect(parsed("action", bench.only("/out")).result).toMatchObject({ element: "Conference", name: "sales", memberId: "2" });
    expect(bench.heard(bob)).toEqual(["goodbye"]);
    bench.sim.hangUp(ann);
    await bench.seconds(1);
    expect(news(bench).at(-1)).toBe("exit 1");
    expect(bench.paths().slice(-2)).toEqual(["/room", "/hangup"]);
    expect((await bench.rest("GET", "Conference/")).body["conferences"]).toEqual([]);
    expect(bench.faults).toEqual([]);
  });

  it("waits with music for somebody who may start it, and ends for all when the host goes", async () => {
    const bench = await room({
      [ANN]: `<Conference startConferenceOnEnter="false" waitSound="${at("/music")}" ${CALLBACK}>board</Conference><Speak>over</Speak>`,
      [BOB]: `<Conference endConferenceOnExit="true">board</Conference>`,
    });
    bench.on("/music", `<Play>${at("/soft.mp3")}</Play>`);
    const ann = await enter(bench, ANN);
    await bench.seconds(6);
    expect(bench.heard(ann)).toEqual([at("/soft.mp3"), at("/soft.mp3"), at("/soft.mp3")]);
    expect(bench.at("/music")).toHaveLength(1);
    const bob = await enter(bench, BOB);
    await bench.seconds(30);
    expect(bench.heard(ann)).toHaveLength(3);
    bench.sim.hangUp(bob);
    await bench.seconds(1);
    expect(bench.heard(ann).at(-1)).toBe("goodbye");
  });

  it("obeys muted, stayAlone, digitsMatch, floorEvent and sounds", async () => {
    const bench = await room({
      [ANN]: `<Conference enterSound="beep:1" exitSound="${at("/bye")}" stayAlone="false" floorEvent="true" ${CALLBACK}>c</Conference>`,
      [BOB]: `<Conference enterSound="beep:2" exitSound="${at("/bye")}" muted="true" digitsMatch="12,9" ${CALLBACK}>c</Conference>`,
    });
    bench.on("/bye", "<Speak>somebody left</Speak>");
    const ann = await enter(bench, ANN);
    const bob = await enter(bench, BOB);
    bench.sim.say(bob, "can you hear me");
    bench.sim.say(ann, "no");
    bench.sim.press(bob, "312");
    await bench.seconds(0);
    expect(texts(bench, ann, "Heard")).toEqual([]);
    expect(texts(bench, ann, "Beep")).toEqual(["beep:1", "beep:2"]);
    expect(news(bench)).toEqual(["enter 1", "enter 2", "floor 1", "digits 2"]);
    expect(parsed("conferenceCallback", bench.at("/room").at(-1)!).digits).toBe("12");
    bench.sim.hangUp(bob);
    await bench.seconds(1);
    // Left alone against her will, Ann is out as well.
    expect(news(bench).slice(-2)).toEqual(["exit 2", "exit 1"]);
    expect(bench.only("/out").params["ConferenceMemberID"]).toBe("1");
  });

  it("is full at maxMembers, and closes after timeLimit", async () => {
    const bench = await room({
      [ANN]: `<Conference timeLimit="30" ${CALLBACK}>c</Conference>`,
      [BOB]: `<Conference maxMembers="1" ${CALLBACK}>c</Conference>`,
    });
    const ann = await enter(bench, ANN);
    await enter(bench, BOB);
    expect(bench.only("/out").params).toMatchObject({ ConferenceMemberID: "", ConferenceName: "c" });
    expect(news(bench)).toEqual(["enter 1"]);
    await bench.seconds(30);
    expect(news(bench)).toEqual(["enter 1", "exit 1"]);
    expect(bench.heard(ann)).toEqual(["goodbye"]);
  });

  it("records the room once two are in it", async () => {
    const bench = await room({
      [ANN]: `<Conference record="true" recordFileFormat="wav" transcriptionType="auto" transcriptionUrl="${at("/words")}" ${CALLBACK}>c</Conference>`,
      [BOB]: `<Conference>c</Conference>`,
    });
    const ann = await enter(bench, ANN);
    await bench.seconds(10);
    const bob = await enter(bench, BOB);
    bench.sim.say(bob, "on the record");
    await bench.seconds(20);
    bench.sim.hangUp(bob);
    bench.sim.hangUp(ann);
    await bench.seconds(2);
    const last = parsed("conferenceCallback", bench.at("/room").at(-1)!);
    expect(last).toMatchObject({ action: "record", name: "c", recording: { durationSeconds: 21 } });
    expect(parsed("transcription", bench.only("/words"))).toMatchObject({ text: "on the record" });
    const { objects } = (await bench.rest("GET", "Recording/?conference_name=c")).body;
    expect(objects).toMatchObject([{ conference_name: "c", recording_type: "conference", recording_format: "wav" }]);
  });
});

describe("Conference over REST", () => {
  it("lists, mutes, deafens, plays, kicks, records and hangs up", async () => {
    const element = `<Conference ${CALLBACK}>sales team</Conference><Speak>next</Speak>`;
    const bench = await room({ [ANN]: element, [BOB]: element });
    const ann = await enter(bench, ANN);
    const bob = await enter(bench, BOB);
    const path = "Conference/sales%20team/";
    expect((await bench.rest("GET", "Conference/")).body).toMatchObject({ conferences: ["sales team"] });
    expect((await bench.rest("GET", path)).body).toMatchObject({
      conference_name: "sales team",
      conference_member_count: "2",
      members: [
        { member_id: "1", muted: false, deaf: false, call_uuid: ann, direction: "inbound", join_time: "2" },
        { member_id: "2", call_uuid: bob },
      ],
    });
    expect(await bench.rest("POST", `${path}Member/1/Mute/`)).toMatchObject({ status: 202, body: { message: "muted", member_id: "1" } });
    bench.sim.say(ann, "unheard");
    expect((await bench.rest("DELETE", `${path}Member/all/Mute/`)).status).toBe(204);
    expect(await bench.rest("POST", `${path}Member/1,2/Deaf/`)).toMatchObject({ body: { message: "deaf", member_id: ["1", "2"] } });
    bench.sim.say(bob, "unheard too");
    await bench.rest("DELETE", `${path}Member/1/Deaf/`);
    bench.sim.say(bob, "heard");
    expect(texts(bench, ann, "Heard")).toEqual(["heard"]);
    await bench.rest("POST", `${path}Member/2/Speak/`, { text: "you are next" });
    expect(await bench.rest("POST", `${path}Member/all/Play/`, { url: at("/a.mp3") })).toMatchObject({
      status: 202,
      body: { message: "play queued into conference", member_id: ["1", "2"] },
    });
    expect(bench.heard(bob)).toEqual(["you are next", at("/a.mp3")]);
    const started = await bench.rest("POST", `${path}Record/`, { callback_url: at("/recorded") });
    expect(started).toMatchObject({ status: 202, body: { message: "conference recording started" } });
    await bench.seconds(5);
    expect((await bench.rest("DELETE", `${path}Record/`)).status).toBe(204);
    await bench.seconds(2);
    expect(parsed("recordCallback", bench.only("/recorded"))).toMatchObject({
      recordingId: started.body["recording_id"],
      durationSeconds: 5,
    });

    expect(await bench.rest("POST", `${path}Member/2/Kick/`)).toMatchObject({ status: 202, body: { message: "kicked", member_id: "2" } });
    await bench.seconds(0);
    expect(bench.heard(bob).at(-1)).toBe("goodbye");
    expect((await bench.rest("POST", `${path}Member/2/Kick/`)).status).toBe(404);
    expect(await bench.rest("DELETE", path)).toMatchObject({ status: 200, body: { message: "conference hung up" } });
    await bench.seconds(0);
    expect(bench.ending(ann)).toBe("4000 API Request completed");
    expect((await bench.rest("GET", path)).status).toBe(404);
    expect((await bench.rest("GET", `Call/${ann}/`)).body["conference_uuid"]).toMatch(/^[0-9a-f-]{36}$/);
  });
});
