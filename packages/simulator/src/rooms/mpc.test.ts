import { describe, expect, it } from "vitest";
import { ANN, BOB, Bench, CALLER, OURS, at, parsed } from "../testing/bench.ts";

const STATUS = `statusCallbackUrl="${at("/status")}" statusCallbackEvents="mpc-state-changes,participant-state-changes,participant-speak-events,participant-digit-input-events,add-participant-api-events"`;

/** A caller waits as a customer in the call `help`. */
async function customer(attributes = "", options = {}, after = ""): Promise<{ bench: Bench; uuid: string }> {
  const bench = await new Bench(options)
    .on("/answer", `<MultiPartyCall role="Customer" ${STATUS} ${attributes}>help</MultiPartyCall>${after}`)
    .connect();
  bench
    .on("/out", "<Speak>thanks</Speak>")
    .on("/music", `<Play>${at("/wait.mp3")}</Play>`)
    .on("/hold", `<Play>${at("/hold.mp3")}</Play>`);
  return { bench, uuid: await bench.callIn() };
}

const events = (bench: Bench, path = "/status"): string[] => bench.at(path).map((seen) => parsed("mpcStatus", seen).event);
const add = (bench: Bench, fields: Record<string, unknown> = {}) =>
  bench.rest("POST", "MultiPartyCall/name_help/Participant/", { role: "Agent", from: OURS, to: ANN, ...fields });
const heard = (bench: Bench, uuid: string): (string | undefined)[] =>
  bench.sim
    .callView(uuid)
    .transcript.filter((entry) => entry.element === "Heard")
    .map((entry) => entry.text);

describe("MultiPartyCall", () => {
  it("joins a customer and an agent whom REST calls, and ends when nobody is left", async () => {
    const { bench, uuid } = await customer(`waitMusicUrl="${at("/music")}" onExitActionUrl="${at("/out")}" stayAlone="true"`);
    bench.sim.addNumber({ number: ANN, kind: "phone", script: { answerAfterSeconds: 4 } });
    const added = await add(bench, { call_status_callback_url: at("/leg"), caller_name: "Desk" });
    expect(added).toMatchObject({
      status: 201,
      body: { message: "add participant action initiated", calls: [{ from: "14155550199", to: "14155550142" }] },
    });
    await bench.seconds(6);
    expect(bench.at("/leg").map((seen) => seen.params["Event"])).toEqual(["initiated", "ringing", "answered"]);
    expect(bench.at("/music")[0]?.method).toBe("GET");
    expect(bench.heard(uuid)).toContain(at("/wait.mp3"));
    const [agent] = bench.sim.calls({ number: ANN });
    bench.sim.say(agent?.callUuid ?? "", "how can I help");
    expect(heard(bench, uuid)).toEqual(["how can I help"]);
    bench.sim.press(uuid, "7");
    await bench.seconds(5);
    expect(events(bench)).toEqual([
      "MPCInitialized",
      "ParticipantJoin",
      "MPCStart",
      "AddParticipantByAPIActionInitiated",
      "AddParticipantByAPIActionCompleted",
      "ParticipantJoin",
      "ParticipantSpeakStart",
      "ParticipantDigitInput",
      "ParticipantSpeakStop",
    ]);
    bench.sim.hangUp(agent?.callUuid ?? "");
    bench.sim.hangUp(uuid);
    await bench.seconds(1);
    expect(events(bench).slice(-3)).toEqual(["ParticipantExit", "ParticipantExit", "MPCEnd"]);
    expect(bench.at("/status").at(-1)?.params).toMatchObject({ MPCName: "help", MPCDuration: "11", MPCBilledDuration: "60" });
    const { objects } = (await bench.rest("GET", "MultiPartyCall/")).body;
    expect(objects).toMatchObject([
      { friendly_name: "help", status: "Ended", termination_cause_code: 1000, termination_cause: "No Active Participants" },
    ]);
    expect(bench.at("/out")).toEqual([]);
    expect(bench.faults).toEqual([]);
  });

  it("is steered: hold with music, mute, kick; who stays alone against the rules goes by the exit action", async () => {
    const { bench, uuid } = await customer(`customerHoldMusicUrl="${at("/hold")}" onExitActionUrl="${at("/out")}"`);
    bench.sim.addNumber({ number: ANN, kind: "phone", script: { answerAfterSeconds: 1 } });
    await add(bench);
    await bench.seconds(3);
    const { objects } = (await bench.rest("GET", "MultiPartyCall/name_help/Participant/")).body as {
      objects: { member_id: string; role: string; mpc_uuid: string }[];
    };
    expect(objects.map((one) => one.role)).toEqual(["customer", "agent"]);
    const [first, second] = objects;
    const path = `MultiPartyCall/uuid_${first?.mpc_uuid}/Participant/`;
    expect(await bench.rest("POST", `${path}${first?.member_id}/`, { hold: true, mute: "false" })).toMatchObject({
      status: 202,
      body: { hold: "MPC: help hold/unhold member(s) succeded", mute: "MPC: help mute/unmute member(s) succeded" },
    });
    await bench.seconds(1);
    expect(bench.heard(uuid)).toEqual([at("/hold.mp3")]);
    const agent = bench.sim.calls({ number: ANN })[0]?.callUuid ?? "";
    bench.sim.say(agent, "talking to myself");
    expect(heard(bench, uuid)).toEqual([]);
    await bench.rest("POST", `${path}${first?.member_id}/`, { hold: false });
    expect(await bench.rest("POST", `MultiPartyCall/name_help/Member/${first?.member_id}/Play/`, { url: at("/drop.mp3") })).toMatchObject({
      status: 202,
      body: { mpcMemberId: [first?.member_id], mpcName: "help" },
    });
    expect((await bench.rest("DELETE", `${path}${second?.member_id}/`)).status).toBe(204);
    await bench.seconds(1);
    expect(bench.ending(agent)).toBe("4030 API Request completed");
    expect(parsed("action", bench.only("/out")).result).toMatchObject({ element: "MultiPartyCall", name: "help", role: "customer" });
    expect(bench.heard(uuid).at(-1)).toBe("thanks");
    expect((await bench.rest("GET", `MultiPartyCall/uuid_${first?.mpc_uuid}/`)).body).toMatchObject({
      status: "Ended",
      termination_cause_code: 1010,
    });
    expect((await bench.rest("GET", `${path}${second?.member_id}/`)).body).toMatchObject({ exit_cause: "Kicked Out of Multiparty Call" });
    expect(events(bench)).toContain("ParticipantHold");
    expect(events(bench)).toContain("ParticipantUnhold");
  });

  it("waits for its start, and ends for all with 4020 by REST", async () => {
    const { bench, uuid } = await customer('startMpcOnEnter="false"');
    expect((await bench.rest("GET", "MultiPartyCall/name_help/")).body).toMatchObject({ status: "Initialized", start_time: null });
    await bench.rest("POST", "MultiPartyCall/name_help/", { status: "active" });
    expect((await bench.rest("GET", "MultiPartyCall/name_help/")).body).toMatchObject({ status: "Active" });
    expect((await bench.rest("DELETE", "MultiPartyCall/name_help/")).status).toBe(204);
    await bench.seconds(1);
    expect(bench.ending(uuid)).toBe("4020 Plivo completed");
    expect((await bench.rest("DELETE", "MultiPartyCall/name_help/")).status).toBe(404);
  });

  it("calls several agents at once; the first who confirms joins", async () => {
    const { bench } = await customer();
    const { body } = await add(bench, {
      to: `${ANN}<${BOB}`,
      confirm_key: "1",
      confirm_key_sound_url: at("/whisper"),
      ring_timeout: "30<40",
    });
    bench.on("/whisper", "<Speak>press 1</Speak>");
    expect(body["calls"]).toHaveLength(2);
    await bench.seconds(1);
    for (const number of [ANN, BOB]) bench.sim.answer(bench.ringing(number));
    const [ann, bob] = [ANN, BOB].map((number) => bench.sim.calls({ number })[0]?.callUuid ?? "");
    await bench.seconds(2);
    bench.sim.press(bob ?? "", "1");
    await bench.seconds(1);
    expect(bench.ending(ann ?? "")).toBe("9000 Plivo completed");
    expect(bench.heard(bob ?? "")).toEqual(["press 1"]);
    const { objects } = (await bench.rest("GET", "MultiPartyCall/name_help/Participant/")).body;
    expect(objects).toMatchObject([{ role: "customer" }, { role: "agent", call_uuid: bob }]);
  });

  it("lets a supervisor coach agents only, and brings a live call in", async () => {
    const { bench, uuid } = await customer('stayAlone="true"');
    bench.sim.addNumber({ number: ANN, kind: "phone", script: { answerAfterSeconds: 1 } });
    await add(bench);
    bench.on("/answer", '<Wait length="100"/>');
    const boss = bench.sim.call({ from: BOB, to: OURS }).callUuid;
    await bench.seconds(3);
    await add(bench, { role: "Supervisor", call_uuid: boss, to: undefined });
    await bench.seconds(0);
    bench.sim.say(boss, "offer a discount");
    const agent = bench.sim.calls({ number: ANN })[0]?.callUuid ?? "";
    expect(heard(bench, agent)).toEqual(["offer a discount"]);
    expect(heard(bench, uuid)).toEqual([]);
    const last = (await bench.rest("GET", "MultiPartyCall/name_help/Participant/?call_uuid=" + boss)).body as {
      objects: { member_id: string }[];
    };
    await bench.rest("POST", `MultiPartyCall/name_help/Participant/${last.objects[0]?.member_id}/`, { coach_mode: false });
    bench.sim.say(boss, "I am here");
    expect(heard(bench, uuid)).toEqual(["I am here"]);
  });

  it("records with pauses, and tells the recording callback", async () => {
    const { bench, uuid } = await customer(`record="true" recordingCallbackUrl="${at("/rec")}" recordFileFormat="wav"`);
    await bench.seconds(10);
    expect((await bench.rest("POST", "MultiPartyCall/name_help/Record/Pause/")).status).toBe(204);
    await bench.seconds(5);
    expect((await bench.rest("POST", "MultiPartyCall/name_help/Record/Resume/")).status).toBe(204);
    await bench.seconds(10);
    bench.sim.hangUp(uuid);
    await bench.seconds(2);
    expect(events(bench, "/rec")).toEqual(["MPCRecordingInitiated", "MPCRecordingPaused", "MPCRecordingResumed", "MPCRecordingCompleted"]);
    expect(parsed("mpcStatus", bench.at("/rec").at(-1)!).recording).toMatchObject({ durationSeconds: 20 });
    expect(bench.at("/rec")[0]?.method).toBe("GET");
    expect((await bench.rest("GET", "Recording/?mpc_name=help")).body["objects"]).toMatchObject([
      { mpc_name: "help", recording_format: "wav" },
    ]);
  });

  it("refuses what cannot be", async () => {
    const { bench } = await customer('maxParticipants="2"');
    for (const [fields, error] of [
      [{ role: undefined }, "role parameter is missing"],
      [{ role: "chef" }, "role parameter is invalid"],
      [{ from: undefined }, "from parameter is missing"],
      [{ to: "12" }, "to parameter is invalid"],
      [{ role: "Customer", to: `${ANN}<${BOB}` }, "to parameter holds too many destinations for this role"],
      [{ max_duration: 5 }, "max_duration parameter is invalid"],
    ] as const) {
      expect(await add(bench, fields)).toMatchObject({ status: 400, body: { error } });
    }
    bench.sim.call({ from: CALLER, to: OURS });
    await bench.seconds(1);
    expect(await add(bench)).toMatchObject({ status: 400 });
    expect((await bench.rest("GET", "MultiPartyCall/name_nobody/")).status).toBe(404);
  });

  it("ends when nobody answers, and goes on with the next element where the choice says so", async () => {
    const { bench, uuid } = await customer("", { choices: { mpcExitWithoutAction: "next" } }, "<Speak>next element</Speak>");
    await bench.rest("DELETE", "MultiPartyCall/name_help/");
    await bench.seconds(1);
    expect(bench.heard(uuid)).toEqual(["next element"]);
    await bench.rest("POST", "MultiPartyCall/name_empty/Participant/", { role: "Agent", from: OURS, to: BOB, ring_timeout: 10 });
    await bench.seconds(20);
    expect((await bench.rest("GET", "MultiPartyCall/?friendly_name=empty")).body["objects"]).toMatchObject([{ status: "Ended" }]);
  });
});
