import type { World } from "../world.ts";
import type { Leg, Said, UrlRef } from "./leg.ts";
import { type Params, callParams } from "./params.ts";
import { postCallback } from "./posts.ts";
import { note } from "./transcript.ts";

export interface RecordingRoom {
  kind: "conference" | "mpc";
  name: string;
  uuid: string;
}

export interface RecordingOptions {
  format: "mp3" | "wav";
  callback?: UrlRef;
  transcription?: UrlRef;
  maxSeconds?: number;
  /** A room is recorded: what all of it says, on beyond the leg that began it. */
  room?: RecordingRoom & { said: readonly Said[] };
  /** Told when the file is ready, besides the callback. */
  onReady?: (params: Params) => void;
  onPause?: (paused: boolean, params: Params) => void;
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
  /** Time that was left out while it was paused. */
  pausedMs: number;
  room: RecordingRoom | null;
  url: string;
}

/** One recording of one leg or room, from start to file. */
export class Recorder {
  readonly recording: Recording;
  readonly #world: World;
  readonly #leg: Leg;
  readonly #options: RecordingOptions;
  #cancelLimit = (): void => undefined;
  #pausedAt: number | null = null;

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
      pausedMs: 0,
      room: options.room ? { kind: options.room.kind, name: options.room.name, uuid: options.room.uuid } : null,
      url: `${world.mediaBase}/media/${world.account.authId}/${id}.${options.format}`,
    };
    world.recordings.set(id, this.recording);
    if (!options.room) leg.recorders.add(this);
    note(world, leg, "Recording", { attrs: { id, started: true } });
    if (options.maxSeconds !== undefined) this.#cancelLimit = world.time.after(options.maxSeconds * 1_000, () => this.stop());
  }

  get running(): boolean {
    return this.recording.endMs === null;
  }

  /** Answers false when there is nothing to pause. */
  pause(): boolean {
    if (!this.running || this.#pausedAt !== null) return false;
    this.#pausedAt = this.#world.time.now();
    this.#options.onPause?.(true, this.params());
    return true;
  }

  resume(): boolean {
    if (!this.running || this.#pausedAt === null) return false;
    this.#addPause();
    this.#options.onPause?.(false, this.params());
    return true;
  }

  /** Ends it; the file is ready a moment later, and then the callbacks go out. */
  stop(): void {
    if (!this.running) return;
    this.#addPause();
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
      RecordingDuration: running ? "-1" : String(Math.round(lengthMs(this.recording) / 1_000)),
      RecordingDurationMs: running ? "-1" : String(lengthMs(this.recording)),
      RecordingStartMs: running ? "-1" : String(startMs),
      RecordingEndMs: running ? "-1" : String(endMs),
    };
  }

  #addPause(): void {
    if (this.#pausedAt !== null) this.recording.pausedMs += this.#world.time.now() - this.#pausedAt;
    this.#pausedAt = null;
  }

  #announce(): void {
    const { callback, transcription, onReady } = this.#options;
    const world = this.#world;
    const leg = this.#leg;
    onReady?.(this.params());
    if (callback) {
      postCallback(world, leg, "Record", { kind: "record callback", ...callback, params: { ...callParams(world, leg), ...this.params() } });
    }
    if (transcription) postCallback(world, leg, "Record", { kind: "transcription", ...transcription, params: this.#transcript() });
  }

  #transcript(): Params {
    const { startMs, endMs, id } = this.recording;
    const end = endMs ?? startMs;
    const all = this.#options.room?.said ?? this.#leg.said;
    const words = all.filter((said) => said.at >= startMs && said.at <= end).map((said) => said.text);
    return {
      transcription: words.join(" "),
      transcription_charge: "0.05000",
      transcription_rate: "0.05000",
      duration: String(lengthMs(this.recording) / 1_000),
      call_uuid: this.#leg.uuid,
      recording_id: id,
      error: "",
    };
  }
}

/** Of the sound that was kept; 0 while it runs. */
export function lengthMs({ startMs, endMs, pausedMs }: Recording): number {
  return endMs === null ? 0 : Math.max(0, endMs - startMs - pausedMs);
}
