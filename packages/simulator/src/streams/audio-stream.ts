import { newNonce } from "@cordboard/plivo";
import type { Leg, UrlRef } from "../calls/leg.ts";
import { type Params, microTime, wireNumber } from "../calls/params.ts";
import { postCallback } from "../calls/posts.ts";
import { note } from "../calls/transcript.ts";
import type { StreamSocket } from "../ports.ts";
import { Once } from "../time/once.ts";
import { signatureHeaders } from "../webhooks/headers.ts";
import type { World } from "../world.ts";
import { type AudioFormat, formatOf, fromApp, lengthOf, silence } from "./frames.ts";

export interface StreamOptions {
  url: string;
  bidirectional: boolean;
  audioTrack: "inbound" | "outbound" | "both";
  timeoutSeconds: number;
  contentType: string;
  extraHeaders: string;
  status: UrlRef | null;
}

const EVENTS = {
  start: ["StartStream", "started"],
  stop: ["StopStream", "stopped"],
  drop: ["DroppedStream", "failed"],
} as const;

/** Sound goes out in pieces of this length. */
const CHUNK_MS = 200;

/**
 * The sound of a call on a WebSocket.
 *
 *   opening → open → over        (closed by us, by the application, by the time limit, with the call)
 */
export class AudioStream {
  readonly id: string;
  readonly options: StreamOptions;
  readonly startedAt: number;
  readonly over = new Once<void>();
  endedAt: number | null = null;
  readonly #world: World;
  readonly #leg: Leg;
  readonly #format: AudioFormat;
  #socket: StreamSocket | null = null;
  #cancelLimit = (): void => undefined;
  /** What sounded while it was being opened. */
  #early: (() => string)[] = [];
  #sequence = 0;
  #chunk = 0;
  /** When the sound that the application sent will have been played. */
  #playedAt = 0;
  #pending: { name: string; cancel: () => void }[] = [];

  constructor(world: World, leg: Leg, options: StreamOptions) {
    this.id = world.newId();
    this.options = options;
    this.startedAt = world.time.now();
    this.#world = world;
    this.#leg = leg;
    this.#format = formatOf(options.contentType);
    leg.stream = this;
    leg.streams.push(this);
    leg.over.on(() => this.close());
  }

  /** Resolves when it is open, or will never be. */
  async open(): Promise<void> {
    const world = this.#world;
    const { url, timeoutSeconds } = this.options;
    const signed = {
      method: "GET" as const,
      url: url.replace(/^wss:/i, "http:"),
      params: {},
      nonce: newNonce(),
      authToken: world.account.authToken,
    };
    const end = { message: (text: string) => this.#heard(text), closed: () => this.#finish("drop") };
    try {
      const socket = await world.activity.track(world.dialStream(url, signatureHeaders(signed), end));
      if (this.over.fired) return socket.close();
      this.#socket = socket;
    } catch (error) {
      note(world, this.#leg, "Problem", { attrs: { code: "stream_failed" }, text: error instanceof Error ? error.message : String(error) });
      return this.#finish("drop");
    }
    this.#cancelLimit = world.time.after(timeoutSeconds * 1_000, () => this.close());
    this.#send("start", {
      start: {
        callId: this.#leg.uuid,
        streamId: this.id,
        accountId: world.account.authId,
        tracks: this.options.audioTrack === "both" ? ["inbound", "outbound"] : [this.options.audioTrack],
        mediaFormat: this.#format,
      },
      extra_headers: this.options.extraHeaders,
    });
    for (const frame of this.#early.splice(0)) this.#socket.send(frame());
    this.#tell("start");
  }

  close(): void {
    this.#finish("stop");
  }

  /** Somebody or something sounds on the leg; `text` goes along, for applications that are tried without ears. */
  sound(track: "inbound" | "outbound", ms: number, text: string): void {
    if (this.over.fired || (this.options.audioTrack !== "both" && this.options.audioTrack !== track)) return;
    for (let sent = 0; sent < ms; sent += CHUNK_MS) {
      const payload = silence(Math.min(CHUNK_MS, ms - sent), this.#format);
      const timestamp = String(this.#world.time.now() + sent);
      this.#send("media", {
        media: { track, timestamp, chunk: String(++this.#chunk), payload },
        ...(sent === 0 && { simulator: { text } }),
      });
    }
  }

  key(digit: string): void {
    this.#send("dtmf", { dtmf: { track: "inbound", digit, timestamp: String(this.#world.time.now()) } });
  }

  #heard(text: string): void {
    const frame = fromApp.safeParse(readJson(text));
    if (!frame.success) return void note(this.#world, this.#leg, "Problem", { attrs: { code: "stream_frame" }, text: text.slice(0, 200) });
    const { data } = frame;
    if (!this.options.bidirectional) {
      return void note(this.#world, this.#leg, "Problem", {
        attrs: { code: "stream_one_way" },
        text: `${data.event} on a stream that goes one way.`,
      });
    }
    switch (data.event) {
      case "playAudio": {
        const { contentType, sampleRate, payload } = data.media;
        const ms = lengthOf(payload, { encoding: contentType, sampleRate });
        this.#playedAt = Math.max(this.#playedAt, this.#world.time.now()) + ms;
        note(this.#world, this.#leg, "Stream audio", { attrs: { ms, contentType } });
        return;
      }
      case "checkpoint":
        return this.#checkpoint(data.name);
      case "clearAudio":
        for (const { cancel } of this.#pending.splice(0)) cancel();
        this.#playedAt = 0;
        return this.#send("clearedAudio", {});
      case "sendDTMF":
        note(this.#world, this.#leg, "Tones", { attrs: { by: "Stream" }, text: data.dtmf });
    }
  }

  /** Told when everything sent before it was played. */
  #checkpoint(name: string): void {
    const wait = Math.max(0, this.#playedAt - this.#world.time.now());
    const point = { name, cancel: (): void => undefined };
    point.cancel = this.#world.time.after(wait, () => {
      this.#pending = this.#pending.filter((other) => other !== point);
      this.#send("playedStream", { name });
    });
    this.#pending.push(point);
  }

  #send(event: string, more: Record<string, unknown>): void {
    const frame = (): string => JSON.stringify({ event, sequenceNumber: this.#sequence++, streamId: this.id, ...more });
    if (this.#socket) this.#socket.send(frame());
    else if (!this.over.fired) this.#early.push(frame);
  }

  #finish(how: "stop" | "drop"): void {
    if (!this.over.fire()) return;
    this.endedAt = this.#world.time.now();
    if (this.#leg.stream === this) this.#leg.stream = null;
    this.#cancelLimit();
    for (const { cancel } of this.#pending.splice(0)) cancel();
    this.#socket?.close();
    this.#tell(how);
  }

  #tell(happened: keyof typeof EVENTS): void {
    const { status } = this.options;
    if (!status) return;
    const params: Params = {
      Event: EVENTS[happened][this.#world.choices.streamEvents === "StartStream" ? 0 : 1],
      CallUUID: this.#leg.uuid,
      StreamID: this.id,
      Timestamp: microTime(this.#world.time.now()),
      From: wireNumber(this.#world, this.#leg.from),
      To: wireNumber(this.#world, this.#leg.to),
      Direction: this.#leg.direction,
    };
    postCallback(this.#world, this.#leg, "Stream", { kind: "stream status", ...status, params });
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
