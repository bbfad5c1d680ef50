import { describe, expect, it } from "vitest";
import { ANN, AUTH_ID, AUTH_TOKEN, BOB, Bench, CALLER, OURS, at } from "../testing/bench.ts";

const basic = (id: string, token: string) => ({ authorization: `Basic ${Buffer.from(`${id}:${token}`).toString("base64")}` });
const call = { from: OURS, to: ANN, answer_url: at("/answer") };

describe("the REST API", () => {
  it("wants the account's credentials, for the account of the path", async () => {
    const { simulator } = await new Bench().connect();
    const status = async (path: string, headers: Record<string, string>) =>
      (await simulator.fetch(`http://sim/v1/Account/${path}`, { headers })).status;
    expect(await status(`${AUTH_ID}/`, basic(AUTH_ID, AUTH_TOKEN))).toBe(200);
    expect(await status(`${AUTH_ID}/`, {})).toBe(401);
    expect(await status(`${AUTH_ID}/`, basic(AUTH_ID, "wrong"))).toBe(401);
    expect(await status("MAOTHER/", basic(AUTH_ID, AUTH_TOKEN))).toBe(401);
    const refused = await simulator.fetch(`http://sim/v1/Account/${AUTH_ID}/`);
    expect(refused.headers.get("www-authenticate")).toBe('Basic realm="Plivo API"');
    expect(await refused.text()).toMatch(/^Could not verify/);
  });

  it("shows the account", async () => {
    const { body } = await new Bench().rest("GET", "");
    expect(body).toMatchObject({
      auth_id: AUTH_ID,
      cash_credits: expect.any(String),
      resource_uri: `/v1/Account/${AUTH_ID}/`,
      api_id: expect.any(String),
    });
  });

  it.each<[string, string, unknown, number, RegExp]>([
    ["POST", "Call/", "{not json", 400, /not valid JSON/],
    ["POST", "Call/", "[1]", 400, /must be a JSON object/],
    ["POST", "Call/", { ...call, answer_url: undefined }, 400, /^answer_url parameter is missing$/],
    ["POST", "Call/", { ...call, answer_url: "ftp://x" }, 400, /^answer_url parameter is invalid/],
    ["POST", "Call/", { ...call, to: "" }, 400, /^to parameter is invalid/],
    ["POST", "Call/", { ...call, to: OURS }, 400, /must be different/],
    ["POST", "Call/", { ...call, to: "hello" }, 400, /^to parameter is invalid$/],
    ["POST", "Call/", { ...call, ring_timeout: "soon" }, 400, /^ring_timeout parameter is invalid/],
    ["POST", "Call/", { ...call, machine_detection: "maybe" }, 400, /^machine_detection/],
    ["POST", "Call/", { ...call, caller_name: "x".repeat(51) }, 400, /^caller_name/],
    ["POST", "Call/", { ...call, parent_call_uuid: "x", error_if_parent_not_found: true }, 404, /parent/],
    ["POST", "Message/", { dst: ANN, text: "x" }, 400, /^src parameter is missing$/],
    ["POST", "Message/", { src: OURS, text: "x" }, 400, /^dst parameter is missing$/],
    ["POST", "Message/", { src: OURS, dst: ANN }, 400, /^text parameter is missing$/],
    ["POST", "Message/", { src: OURS, dst: "nobody", text: "x" }, 400, /^dst parameter is invalid/],
    ["POST", "Message/", { powerpack_uuid: "p", dst: ANN, text: "x" }, 400, /powerpack/],
    ["POST", "Message/", { src: OURS, dst: ANN, text: "x", message_expiry: 4 }, 400, /^message_expiry/],
    ["POST", "Application/", { answer_url: at("/a") }, 400, /^app_name parameter is missing$/],
    ["POST", "Application/", { app_name: "with space" }, 400, /^app_name parameter is invalid/],
    ["POST", `Number/${OURS}/`, { app_id: "1" }, 400, /no such application/],
    ["GET", "Number/14155559999/", undefined, 404, /^not found$/],
    ["GET", "Call/nothing/", undefined, 404, /^not found$/],
    ["GET", "Message/nothing/", undefined, 404, /^not found$/],
    ["GET", "Recording/nothing/", undefined, 404, /^not found$/],
    ["GET", "Application/1/", undefined, 404, /^not found$/],
    ["DELETE", "Request/nothing/", undefined, 404, /^not found$/],
    ["GET", "Nonsense/", undefined, 404, /^not found$/],
    ["PUT", "Call/", {}, 405, /^method not allowed$/],
    ["GET", "Call/?limit=21", undefined, 400, /^limit must be/],
    ["GET", "Call/?offset=-1", undefined, 400, /^offset must be/],
    ["GET", "Call/?end_time__gt=yesterday", undefined, 400, /^end_time__gt/],
    ["GET", "Call/%E0%A4%A/", undefined, 404, /^not found$/],
  ])("%s %s %o is refused with %i", async (method, path, body, status, error) => {
    const bench = await new Bench().connect();
    const answer = await bench.rest(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ api_id: expect.any(String), error: expect.stringMatching(error) });
    expect(bench.faults).toEqual([]);
  });

  it("takes forms and text for numbers, and lives without the slash at the end", async () => {
    const bench = await new Bench().connect();
    const response = await bench.simulator.fetch(`http://sim/v1/Account/${AUTH_ID}/Call`, {
      method: "POST",
      headers: { ...basic(AUTH_ID, AUTH_TOKEN), "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ ...call, ring_timeout: "30" }).toString(),
    });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ api_id: expect.any(String), message: "call fired", request_uuid: expect.any(String) });
  });

  it("limits requests when told to", async () => {
    const bench = new Bench({ limits: { requestsPer5Seconds: 3 } });
    const status = async () => (await bench.rest("GET", "Call/")).status;
    expect([await status(), await status(), await status(), await status()]).toEqual([200, 200, 200, 429]);
    await bench.seconds(5);
    expect(await status()).toBe(200);
  });
});

describe("calls", () => {
  const hold = async () => (await new Bench().connect()).on("/answer", '<Wait length="1"/><Speak loop="0">hold</Speak>');

  it("are live, then records", async () => {
    const bench = await hold();
    const uuid = await bench.callIn();
    expect((await bench.rest("GET", "Call/?status=live")).body["calls"]).toEqual([uuid]);
    expect((await bench.rest("GET", `Call/${uuid}/?status=live`)).body).toMatchObject({
      call_uuid: uuid,
      call_status: "ringing",
      direction: "inbound",
      from: "14155550100",
      to: "14155550199",
    });
    expect((await bench.rest("GET", `Call/${uuid}/`)).status).toBe(404);
    await bench.seconds(66);
    bench.sim.hangUp(uuid);
    expect((await bench.rest("GET", "Call/?status=live")).body["calls"]).toEqual([]);
    expect((await bench.rest("GET", `Call/${uuid}/?status=live`)).status).toBe(404);
    expect((await bench.rest("GET", `Call/${uuid}/`)).body).toMatchObject({
      call_uuid: uuid,
      from_number: CALLER,
      to_number: "14155550199",
      call_direction: "inbound",
      call_state: "ANSWER",
      call_duration: 65,
      bill_duration: 65,
      billed_duration: 120,
      hangup_cause_code: 4000,
      hangup_cause_name: "Normal Hangup",
      hangup_source: "Caller",
      answer_time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00$/),
      total_amount: "0.01700",
      parent_call_uuid: null,
      resource_uri: `/v1/Account/${AUTH_ID}/Call/${uuid}/`,
    });
  });

  it("are listed newest first, in pages, and filtered", async () => {
    const bench = await hold();
    const uuids: string[] = [];
    for (let i = 0; i < 5; i++) {
      uuids.unshift(await bench.callIn());
      await bench.seconds(1 + i);
      bench.sim.hangUp(uuids[0] ?? "");
    }
    const list = async (query: string) => {
      const { body } = await bench.rest("GET", `Call/?${query}`);
      return { meta: body["meta"], uuids: (body["objects"] as { call_uuid: string }[]).map((object) => object.call_uuid) };
    };
    const first = await list("limit=2");
    expect(first.uuids).toEqual(uuids.slice(0, 2));
    expect(first.meta).toEqual({
      limit: 2,
      offset: 0,
      next: `/v1/Account/${AUTH_ID}/Call/?limit=2&offset=2`,
      previous: null,
      total_count: 5,
    });
    expect((await list("limit=2&offset=4")).meta).toMatchObject({ next: null, previous: expect.stringContaining("offset=2") });
    expect((await list("bill_duration__gte=3")).uuids).toEqual(uuids.slice(0, 2));
    expect((await list("from_number=14155559999")).uuids).toEqual([]);
    expect((await list("call_direction=inbound&hangup_cause_code=4000&hangup_source=Caller")).uuids).toHaveLength(5);
  });

  it("take sounds and tones while they live", async () => {
    const bench = await hold();
    const uuid = await bench.callIn();
    expect(await bench.rest("POST", `Call/${uuid}/Speak/`, { text: "One minute left" })).toMatchObject({
      status: 202,
      body: { message: "speak started" },
    });
    expect((await bench.rest("DELETE", `Call/${uuid}/Speak/`)).status).toBe(204);
    expect(await bench.rest("POST", `Call/${uuid}/Play/`, { urls: "https://app.example.com/gong.mp3" })).toMatchObject({
      status: 202,
      body: { message: "play started" },
    });
    expect((await bench.rest("DELETE", `Call/${uuid}/Play/`)).status).toBe(204);
    expect(await bench.rest("POST", `Call/${uuid}/DTMF/`, { digits: "12#", leg: "aleg" })).toMatchObject({
      status: 202,
      body: { message: "digits sent" },
    });
    expect((await bench.rest("POST", `Call/${uuid}/DTMF/`, { digits: "abc" })).status).toBe(400);
    expect((await bench.rest("POST", `Call/${uuid}/Speak/`, {})).status).toBe(400);
    const by = bench.sim
      .callView(uuid)
      .transcript.filter((entry) => entry.attrs["by"] === "API")
      .map((entry) => entry.text ?? entry.element);
    expect(by).toEqual(["One minute left", "Speak stopped", "https://app.example.com/gong.mp3", "Play stopped", "12#"]);
    bench.sim.hangUp(uuid);
    expect((await bench.rest("POST", `Call/${uuid}/Speak/`, { text: "x" })).status).toBe(404);
  });
});

describe("messages", () => {
  it("are listed and filtered, and hide what should not be logged", async () => {
    const bench = await new Bench().connect();
    await bench.rest("POST", "Message/", { src: OURS, dst: ANN, text: "a", log: false });
    await bench.rest("POST", "Message/", { src: OURS, dst: BOB, text: "b", media_urls: ["https://m.example/a.png"] });
    bench.sim.text({ from: CALLER, to: OURS, text: "c" });
    await bench.seconds(3);
    const list = async (query: string) => (await bench.rest("GET", `Message/?${query}`)).body["objects"] as Record<string, unknown>[];
    expect((await list("")).map((message) => message["to_number"])).toEqual(["14155550199", "14155550143", "141XXXXX142"]);
    expect((await list("message_direction=inbound")).map((message) => message["message_state"])).toEqual(["received"]);
    const [mms] = await list("message_type=mms");
    expect((await bench.rest("GET", `Message/${String(mms?.["message_uuid"])}/Media/`)).body["objects"]).toMatchObject([
      { media_url: "https://m.example/a.png" },
    ]);
  });
});

describe("numbers and applications", () => {
  it("join and part", async () => {
    const bench = new Bench();
    bench.sim.addNumber({ number: OURS, kind: "rented", type: "tollfree", mms: false });
    const made = await bench.rest("POST", "Application/", {
      app_name: "desk-1",
      answer_url: at("/a"),
      message_url: at("/m"),
      answer_method: "get",
    });
    expect(made).toMatchObject({ status: 201, body: { message: "created", app_id: expect.stringMatching(/^\d{17}$/) } });
    const id = String(made.body["app_id"]);
    expect((await bench.rest("GET", `Application/${id}/`)).body).toMatchObject({
      app_name: "desk-1",
      answer_url: at("/a"),
      answer_method: "GET",
      hangup_url: at("/a"),
      sip_uri: `sip:${id}@app.plivo.com`,
    });
    expect(await bench.rest("POST", `Application/${id}/`, { hangup_url: at("/h") })).toMatchObject({
      status: 202,
      body: { message: "changed" },
    });
    expect((await bench.rest("GET", "Application/?app_name=desk")).body).toMatchObject({
      meta: { total_count: 1 },
      objects: [{ app_id: id, hangup_url: at("/h"), message_url: at("/m") }],
    });

    expect(await bench.rest("POST", `Number/${OURS}/`, { app_id: id, alias: "desk" })).toMatchObject({
      status: 202,
      body: { message: "changed" },
    });
    const number = {
      number: "14155550199",
      alias: "desk",
      number_type: "tollfree",
      mms_enabled: false,
      application: `/v1/Account/${AUTH_ID}/Application/${id}/`,
    };
    expect((await bench.rest("GET", "Number/14155550199/")).body).toMatchObject(number);
    expect((await bench.rest("GET", "Number/?number_startswith=1415")).body).toMatchObject({ meta: { total_count: 1 }, objects: [number] });

    expect((await bench.rest("DELETE", `Application/${id}/`)).status).toBe(204);
    expect((await bench.rest("GET", "Number/14155550199/")).body).toMatchObject({ application: null });
    expect((await bench.rest("DELETE", "Number/14155550199/")).status).toBe(204);
    expect(bench.sim.numbers()).toEqual([]);
  });
});
