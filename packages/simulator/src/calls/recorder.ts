import type { World } from "../world.ts";
import type { Leg, UrlRef } from "./leg.ts";
import { type Params, callParams } from "./params.ts";
import { postCallback } from "./posts.ts";
import { note } from "./transcript.ts";

export interface RecordingOptions {
  format: "mp3" | "wav";
  callback?: UrlRef;
  transcription?: UrlRef;
  maxSeconds?: number;
}

/** A recording as kept by the carrier. `endMs` null: it still runs. */
export interface Recording {
  id: string;
  callUuid: string;
  from: string;
  to: string;
  format: "mp3" | "wav";
  startMs: number;
  endMs: number | null;
  url: string;
}

/** One recording of one leg, from start to file. */
export class Recorder {
  readonly recording: Recording;
  readonly #world: World;
  readonly #leg: Leg;
  readonly #options: RecordingOptions;
  #cancelLimit = (): void => undefined;

  constructor(world: World, leg: Leg, options: RecordingOptions) {
    const id = world.newId();
    this.#world = world;
    this.#leg = leg;
    this.#options = options;
    this.recording = {
      id,
      callUuid: leg.uuid,
      from: leg.from,
      to: leg.to,
      format: options.format,
      startMs: world.time.now(),
      endMs: null,
      url: `${world.mediaBase}/media/${world.account.authId}/${id}.${options.format}`,
    };
    world.recordings.set(id, this.recording);
    leg.recorders.add(this);
    note(world, leg, "Recording", { attrs: { id, started: true } });
    if (options.maxSeconds !== undefined) this.#cancelLimit = world.time.after(options.maxSeconds * 1_000, () => this.stop());
  }

  /** Ends it; the file is ready a moment later, and then the callbacks go out. */
  stop(): void {
    if (this.recording.endMs !== null) return;
    this.recording.endMs = this.#world.time.now();
    this.#cancelLimit();
    this.#leg.recorders.delete(this);
    note(this.#world, this.#leg, "Recording", { attrs: { id: this.recording.id, started: false } });
    this.#world.time.after(this.#world.choices.recordingReadySeconds * 1_000, () => this.#announce());
  }

  /** Parameters of `action` and `callbackUrl` (plivo-platform 2.6); all durations -1 while it runs. */
  params(): Params {
    const { id, url, startMs, endMs } = this.recording;
    const running = endMs === null;
    return {
      RecordUrl: url,
      RecordingID: id,
      RecordingDuration: running ? "-1" : String(Math.round((endMs - startMs) / 1_000)),
      RecordingDurationMs: running ? "-1" : String(endMs - startMs),
      RecordingStartMs: running ? "-1" : String(startMs),
      RecordingEndMs: running ? "-1" : String(endMs),
    };
  }

  #announce(): void {
    const { callback, transcription } = this.#options;
    const world = this.#world;
    const leg = this.#leg;
    if (callback) {
      postCallback(world, leg, "Record", { kind: "record callback", ...callback, params: { ...callParams(world, leg), ...this.params() } });
    }
    if (transcription) postCallback(world, leg, "Record", { kind: "transcription", ...transcription, params: this.#transcript() });
  }

  #transcript(): Params {
    const { startMs, endMs, id } = this.recording;
    const end = endMs ?? startMs;
    const words = this.#leg.said.filter((said) => said.at >= startMs && said.at <= end).map((said) => said.text);
    return {
      transcription: words.join(" "),
      transcription_charge: "0.05000",
      transcription_rate: "0.05000",
      duration: String((end - startMs) / 1_000),
      call_uuid: this.#leg.uuid,
      recording_id: id,
      error: "",
    };
  }
}
