import { describe, expect, it } from "vitest";
import { AUTH_ID, Bench, ANN, at, parsed } from "../testing/bench.ts";

const RECORD = `action="${at("/recorded")}" callbackUrl="${at("/file")}"`;

async function voicemail(attributes = "", options = {}): Promise<{ bench: Bench; uuid: string }> {
  const bench = await new Bench(options)
    .on("/answer", `<Record ${RECORD} ${attributes}/><Speak>never</Speak>`)
    .on("/recorded", '<Speak>thanks</Speak><Wait length="60"/>')
    .connect();
  return { bench, uuid: await bench.callIn() };
}

describe("Record", () => {
  it("ends with a silence after what was said, tells the action, then that the file is ready", async () => {
    const { bench, uuid } = await voicemail('timeout="5"');
    await bench.seconds(2.3);
    bench.sim.say(uuid, "Please call back at two"); // 23 characters, 1.64 s
    await bench.seconds(6.5);
    expect(bench.at("/recorded")).toEqual([]);
    await bench.seconds(0.2);
    const { result } = parsed("action", bench.only("/recorded"));
    expect(result).toMatchObject({ element: "Record", durationSeconds: 9, durationMs: 8_643, digits: "" });
    await bench.seconds(1);
    const file = parsed("recordCallback", bench.only("/file"));
    expect(file).toMatchObject({ callUuid: uuid, durationMs: 8_643 });
    expect(bench.heard(uuid)).toEqual(["thanks"]);

    const answer = await bench.simulator.fetch(file.url);
    expect(answer.headers.get("content-type")).toBe("audio/mpeg");
    expect((await answer.arrayBuffer()).byteLength).toBe(72 * Math.ceil(8.643 / 0.072));
    const object = await bench.rest("GET", `Recording/${file.recordingId}/`);
    expect(object.body).toMatchObject({
      call_uuid: uuid,
      recording_duration_ms: "8643.00000",
      recording_url: file.url,
      recording_format: "mp3",
    });
  });

  it("ends with the finish key", async () => {
    const { bench, uuid } = await voicemail('fileFormat="wav" playBeep="false"');
    await bench.seconds(4);
    bench.sim.press(uuid, "5#");
    await bench.seconds(2);
    expect(parsed("action", bench.only("/recorded")).result).toMatchObject({ durationSeconds: 4, digits: "#" });
    const wav = Buffer.from(await (await bench.simulator.fetch(parsed("recordCallback", bench.only("/file")).url)).arrayBuffer());
    expect(wav.toString("latin1", 0, 4)).toBe("RIFF");
    expect(wav.length).toBe(44 + 4 * 8_000);
  });

  it("ends with its longest length", async () => {
    const { bench, uuid } = await voicemail('maxLength="10" timeout="8" playBeep="false"');
    await bench.seconds(5);
    bench.sim.say(uuid, "a");
    await bench.seconds(6);
    expect(parsed("action", bench.only("/recorded")).result).toMatchObject({ durationSeconds: 10 });
  });

  it("still tells its action, then the end, when the caller hangs up; the file comes after", async () => {
    const { bench, uuid } = await voicemail("playBeep='false'");
    await bench.seconds(3);
    bench.sim.hangUp(uuid);
    await bench.seconds(5);
    expect(bench.paths()).toEqual(["/answer", "/recorded", "/hangup", "/file"]);
    expect(parsed("action", bench.only("/recorded"))).toMatchObject({
      status: "completed",
      result: { element: "Record", durationSeconds: 3 },
    });
    expect(bench.heard(uuid)).toEqual([]);
  });

  it("leaves the action out after a hang-up if the platform does", async () => {
    const { bench, uuid } = await voicemail("", { choices: { recordActionAfterHangup: false } });
    await bench.seconds(3);
    bench.sim.hangUp(uuid);
    await bench.seconds(5);
    expect(bench.paths()).toEqual(["/answer", "/hangup", "/file"]);
  });

  it("is transcribed when asked", async () => {
    const { bench, uuid } = await voicemail(`transcriptionType="auto" transcriptionUrl="${at("/words")}" playBeep="false"`);
    await bench.seconds(1);
    bench.sim.say(uuid, "Two pizzas");
    bench.sim.say(uuid, "and a beer");
    await bench.seconds(30);
    expect(parsed("transcription", bench.only("/words"))).toMatchObject({ callUuid: uuid, text: "Two pizzas and a beer", error: "" });
  });

  it("of the whole session runs beside the document, its action comes at once and its file at the end", async () => {
    const bench = await new Bench()
      .on(
        "/answer",
        `<Record recordSession="true" redirect="false" maxLength="3600" ${RECORD}/><Speak>This call is recorded</Speak><Wait length="10"/>`,
      )
      .on("/recorded", "<Speak>ignored</Speak>")
      .connect();
    const uuid = await bench.callIn();
    expect(bench.only("/recorded").params).toMatchObject({ RecordingDuration: "-1", RecordingDurationMs: "-1", RecordingEndMs: "-1" });
    expect(bench.heard(uuid)).toEqual(["This call is recorded"]);
    await bench.seconds(60);
    expect(bench.paths()).toEqual(["/answer", "/recorded", "/hangup", "/file"]);
    expect(parsed("recordCallback", bench.only("/file"))).toMatchObject({ durationMs: 11_500 });
  });

  it("of a session with redirect on replaces the document: the documented trap", async () => {
    const bench = await new Bench()
      .on("/answer", `<Record recordSession="true" ${RECORD}/><Speak>never</Speak>`)
      .on("/recorded", "<Speak>other</Speak>")
      .connect();
    const uuid = await bench.callIn();
    expect(bench.heard(uuid)).toEqual(["other"]);
  });

  it("begins with the answer of a Dial when told to", async () => {
    const bench = await new Bench()
      .on("/answer", `<Record startOnDialAnswer="true" redirect="false" maxLength="3600" ${RECORD}/><Dial><Number>${ANN}</Number></Dial>`)
      .connect();
    bench.sim.addNumber({ number: ANN, kind: "phone", script: { answerAfterSeconds: 4, steps: [{ afterSeconds: 20, hangup: true }] } });
    await bench.callIn();
    await bench.seconds(4);
    expect(bench.at("/recorded")).toEqual([]);
    await bench.seconds(60);
    expect(bench.only("/recorded").params["RecordingDuration"]).toBe("-1");
    expect(parsed("recordCallback", bench.only("/file"))).toMatchObject({ durationSeconds: 20 });
  });
});

describe("recordings by REST", () => {
  it("start and stop on a live call, appear in the list and can be deleted", async () => {
    const bench = await new Bench().on("/answer", '<Wait length="1"/><Speak loop="0">hold</Speak>').connect();
    const uuid = await bench.callIn();
    await bench.seconds(2);
    const started = await bench.rest("POST", `Call/${uuid}/Record/`, { callback_url: at("/file"), file_format: "wav" });
    expect(started).toMatchObject({ status: 202, body: { message: "call recording started" } });
    await bench.seconds(7);
    expect((await bench.rest("DELETE", `Call/${uuid}/Record/`)).status).toBe(204);
    await bench.seconds(2);
    const id = String(started.body["recording_id"]);
    expect(parsed("recordCallback", bench.only("/file"))).toMatchObject({ recordingId: id, durationSeconds: 7, url: started.body["url"] });
    expect((await bench.rest("GET", `Recording/?call_uuid=${uuid}`)).body).toMatchObject({
      meta: { total_count: 1 },
      objects: [{ recording_id: id, resource_uri: `/v1/Account/${AUTH_ID}/Recording/${id}/` }],
    });
    expect((await bench.rest("DELETE", `Recording/${id}/`)).status).toBe(204);
    expect((await bench.rest("GET", `Recording/${id}/`)).status).toBe(404);
  });
});
