import { createServer } from "node:http";
import { verifySignature } from "@cordboard/plivo";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocketServer } from "ws";
import type { StreamDial, StreamEnd } from "../ports.ts";
import { AUTH_TOKEN, Bench, at, parsed } from "../testing/bench.ts";
import { dialSocket } from "./dial-socket.ts";

const URL_ = "wss://bot.example/talk?id=7";
const STATUS = `statusCallbackUrl="${at("/stream")}"`;

interface Frame {
  event: string;
  [key: string]: unknown;
}

/** The application's end of streams: what came in, and a way to answer. */
class App {
  readonly frames: Frame[] = [];
  readonly dialled: { url: string; headers: Record<string, string> }[] = [];
  closed = 0;
  #end: StreamEnd | null = null;
  readonly dial: StreamDial = (url, headers, end) => {
    this.dialled.push({ url, headers });
    this.#end = end;
    return Promise.resolve({ send: (text) => this.frames.push(JSON.parse(text) as Frame), close: () => this.closed++ });
  };
  say(frame: unknown): void {
    this.#end?.message(typeof frame === "string" ? frame : JSON.stringify(frame));
  }
  hangUp(): void {
    this.#end?.closed();
  }
  events(): string[] {
    return this.frames.map((frame) => frame.event);
  }
}

async function streamed(attributes: string, after = '<Wait length="100"/>'): Promise<{ app: App; bench: Bench; uuid: string }> {
  const app = new App();
  const bench = await new Bench({ dialStream: app.dial })
    .on("/answer", `<Stream ${STATUS} ${attributes}>${URL_}</Stream>${after}`)
    .connect();
  return { app, bench, uuid: await bench.callIn() };
}

const events = (bench: Bench): string[] => bench.at("/stream").map((seen) => parsed("streamStatus", seen).event);
const audio = (ms: number): string => Buffer.alloc(ms * 16).toString("base64");

describe("Stream", () => {
  it("opens a signed socket, and sends what is said, played and pressed", async () => {
    const { app, bench, uuid } = await streamed('audioTrack="both" extraHeaders="k=v"', '<Speak>Hello there</Speak><Wait length="100"/>');
    const { url, headers } = app.dialled[0] ?? { url: "", headers: {} };
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const asked = { method: "GET", pinnedMethod: "GET" as const, url: url.replace("wss:", "http:"), params: {}, headers: lower };
    expect(verifySignature({ ...asked, authTokens: [AUTH_TOKEN], kind: "voice" })).toMatchObject({ ok: true });
    await bench.seconds(2);
    bench.sim.say(uuid, "hi");
    bench.sim.press(uuid, "5");
    expect(app.frames[0]).toMatchObject({
      event: "start",
      start: { callId: uuid, tracks: ["inbound", "outbound"], mediaFormat: { encoding: "audio/x-l16", sampleRate: 8000 } },
      extra_headers: "k=v",
    });
    expect(app.frames.find((frame) => frame.event === "media")).toMatchObject({
      media: { track: "outbound", chunk: "1" },
      simulator: { text: "Hello there" },
    });
    expect(app.frames.at(-1)).toMatchObject({ event: "dtmf", dtmf: { digit: "5" } });
    const lengths = app.frames.flatMap((frame) => (frame["simulator"] as { text: string } | undefined)?.text ?? []);
    expect(lengths).toEqual(["Hello there", "hi"]);
    bench.sim.hangUp(uuid);
    await bench.seconds(1);
    expect(events(bench)).toEqual(["StartStream", "StopStream"]);
    expect(app.closed).toBe(1);
    expect(bench.paths().at(-1)).toBe("/hangup");
  });

  it("plays what the application sends, and says when it was played", async () => {
    const { app, bench, uuid } = await streamed('bidirectional="true" keepCallAlive="true"', "<Speak>bye</Speak>");
    const play = { event: "playAudio", media: { contentType: "audio/x-l16", sampleRate: 8000, payload: audio(1_000) } };
    app.say(play);
    app.say(play);
    app.say({ event: "checkpoint", name: "greeted" });
    await bench.seconds(1.5);
    expect(app.events()).toEqual(["start"]);
    await bench.seconds(1);
    expect(app.frames.at(-1)).toMatchObject({ event: "playedStream", name: "greeted" });
    app.say(play);
    app.say({ event: "checkpoint", name: "never" });
    app.say({ event: "clearAudio" });
    app.say({ event: "sendDTMF", dtmf: "12#" });
    await bench.seconds(5);
    expect(app.events().slice(1)).toEqual(["playedStream", "clearedAudio"]);
    expect(bench.elements(uuid).filter((element) => element === "Stream audio" || element === "Tones")).toEqual([
      "Stream audio",
      "Stream audio",
      "Stream audio",
      "Tones",
    ]);
    app.hangUp();
    await bench.seconds(2);
    expect(bench.heard(uuid)).toEqual(["bye"]);
    expect(events(bench)).toEqual(["StartStream", "DroppedStream"]);
  });

  it.each<[string, unknown, string]>([
    ["a frame that is none", "}{", "stream_frame"],
    ["another event", { event: "sing" }, "stream_frame"],
    ["sound where there is no way back", { event: "clearAudio" }, "stream_one_way"],
  ])("notes %s", async (_, frame, code) => {
    const { app, bench, uuid } = await streamed("");
    app.say(frame);
    expect(bench.sim.callView(uuid).transcript.at(-1)?.attrs["code"]).toBe(code);
  });

  it("ends at its time limit, and is one a call", async () => {
    const { app, bench, uuid } = await streamed('streamTimeout="10"', `<Stream>${URL_}</Stream><Wait length="100"/>`);
    expect(app.dialled).toHaveLength(1);
    await bench.seconds(11);
    expect(events(bench)).toEqual(["StartStream", "StopStream"]);
    expect(bench.ending(uuid)).toBe("not ended");
  });

  it("that cannot be opened is dropped, and the call goes on", async () => {
    const bench = await new Bench({ dialStream: () => Promise.reject(new Error("refused")), choices: { streamEvents: "started" } })
      .on("/answer", `<Stream keepCallAlive="true" ${STATUS}>${URL_}</Stream><Speak>without</Speak>`)
      .connect();
    const uuid = await bench.callIn();
    await bench.seconds(2);
    expect(events(bench)).toEqual(["failed"]);
    expect(bench.heard(uuid)).toEqual(["without"]);
  });

  it("is steered by REST", async () => {
    const app = new App();
    const bench = await new Bench({ dialStream: app.dial }).on("/answer", '<Speak>a</Speak><Wait length="100"/>').connect();
    const uuid = await bench.callIn();
    const path = `Call/${uuid}/Stream/`;
    const started = await bench.rest("POST", path, { service_url: URL_, audio_track: "both", status_callback_url: at("/stream") });
    expect(started).toMatchObject({ status: 202, body: { message: "audio streaming started" } });
    expect((await bench.rest("POST", path, { service_url: URL_ })).status).toBe(400);
    expect((await bench.rest("POST", path, { service_url: "https://x.example" })).status).toBe(400);
    expect((await bench.rest("GET", path)).body).toMatchObject({
      meta: { total_count: 1 },
      objects: [{ status: "in-progress", service_url: URL_ }],
    });
    expect((await bench.rest("DELETE", `${path}${String(started.body["stream_id"])}/`)).status).toBe(204);
    expect((await bench.rest("GET", `${path}${String(started.body["stream_id"])}/`)).body).toMatchObject({ status: "stopped" });
    await bench.rest("POST", path, { service_url: URL_, bidirectional: true });
    expect((await bench.rest("DELETE", path)).status).toBe(204);
    await bench.seconds(1);
    expect(events(bench)).toEqual(["StartStream", "StopStream"]);
  });
});

describe("a socket", () => {
  const open: (() => void)[] = [];
  afterEach(() => open.splice(0).forEach((close) => close()));

  it("of this machine is dialled without TLS", async () => {
    const http = createServer();
    const sockets = new WebSocketServer({ server: http });
    const heard: string[] = [];
    sockets.on("connection", (client) => {
      client.on("message", (data: Buffer) => heard.push(data.toString()));
      client.send("welcome");
    });
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    open.push(() => (sockets.close(), http.closeAllConnections(), http.close()));
    const address = http.address();
    const port = typeof address === "object" ? address?.port : 0;
    const came: string[] = [];
    let closed = false;
    const socket = await dialSocket(
      `wss://127.0.0.1:${port}/talk`,
      {},
      { message: (text) => came.push(text), closed: () => (closed = true) },
    );
    socket.send("hello");
    await expect.poll(() => [came, heard]).toEqual([["welcome"], ["hello"]]);
    socket.close();
    await expect.poll(() => sockets.clients.size).toBe(0);
    expect(closed).toBe(false);
    await expect(dialSocket("wss://127.0.0.1:1/", {}, { message: () => undefined, closed: () => undefined })).rejects.toThrow();
  });
});
