import type { AudioStream } from "../streams/audio-stream.ts";
import { Once } from "../time/once.ts";
import type { Ending } from "./causes.ts";
import { InputLine } from "./input-line.ts";
import type { Recorder } from "./recorder.ts";
import type { TranscriptEntry } from "./view.ts";

export type CallStatus = "queued" | "ringing" | "in-progress" | "completed" | "busy" | "failed" | "timeout" | "no-answer" | "cancel";

export interface UrlRef {
  url: string;
  method: "GET" | "POST";
}

export function urlRef(url: string, method: string): UrlRef | undefined {
  return url === "" ? undefined : { url, method: method.toUpperCase() === "GET" ? "GET" : "POST" };
}

/** Where the platform asks or tells about this leg. B legs have none. */
export interface LegUrls {
  answer?: UrlRef;
  fallback?: UrlRef;
  ring?: UrlRef;
  hangup?: UrlRef;
  machine?: UrlRef;
}

/** Words of a person, at a time of the simulation. */
export interface Said {
  at: number;
  text: string;
}

/** A document running on a leg. `stop` ends it in the middle; `done` never rejects. */
export interface Session {
  stop: AbortController;
  done: Promise<void>;
}

export interface LegOptions {
  uuid: string;
  direction: "inbound" | "outbound";
  from: string;
  to: string;
  now: number;
  requestUuid?: string;
  parent?: Leg;
  callerName?: string;
  urls?: LegUrls;
  sipHeaders?: Record<string, string>;
}

/**
 * One call with one person at its outer end. An inbound leg is the A leg of its own call; an outbound one was made by
 * REST (an A leg too) or by Dial (a B leg, with `parent`).
 *
 *   queued → ringing → in-progress → over          (busy, rejected, cancelled: straight to over)
 */
export class Leg {
  readonly uuid: string;
  readonly requestUuid: string | null;
  readonly direction: "inbound" | "outbound";
  readonly from: string;
  readonly to: string;
  readonly parent: Leg | null;
  readonly callerName: string;
  readonly urls: LegUrls;
  readonly sipHeaders: Record<string, string>;
  readonly startedAt: number;
  readonly transcript: TranscriptEntry[] = [];
  readonly input = new InputLine();
  readonly children: Leg[] = [];
  readonly rang = new Once<void>();
  readonly answered = new Once<void>();
  readonly over = new Once<Ending>();
  readonly left = new Once<void>();
  /** Words the person said, for transcriptions. */
  readonly said: Said[] = [];
  readonly recorders = new Set<Recorder>();
  /** Callbacks of a call and its B legs go out one after the other, in the order of what happened. */
  readonly callbacks: { tail: Promise<void> };
  /** Ends with the leg: timers and waits that belong to it hang on its signal. */
  readonly life = new AbortController();
  /** Forgotten by a reset: sends nothing any more. */
  silenced = false;
  status: CallStatus = "queued";
  session: Session | null = null;
  element: string | null = null;
  /** Our own number was called: the inbound leg at the other end of the line. */
  farEnd: Leg | null = null;
  /** How many calls between our own numbers led here. */
  depth = 0;
  /** Told what sounds on this leg, when somebody beyond it listens. */
  onSound: ((text: string) => void) | null = null;
  /** `<Record startOnDialAnswer>` waits here for the next Dial. */
  onDialAnswer: (() => void) | null = null;
  /** A B leg that a transfer took away from its Dial (see `left`): it lives on without the A leg. */
  departed = false;
  machine = false;
  /** Synchronous detection hit: `Machine=true` goes with answer and hangup requests. */
  machineReported = false;
  /** The audio stream that runs, and all there were. */
  stream: AudioStream | null = null;
  readonly streams: AudioStream[] = [];
  /** The Conference it is or was in. */
  conferenceUuid: string | null = null;
  answeredAt: number | null = null;
  endedAt: number | null = null;
  timeLimitSeconds = 14_400;
  documentsFetched = 0;

  constructor(options: LegOptions) {
    this.uuid = options.uuid;
    this.requestUuid = options.requestUuid ?? null;
    this.direction = options.direction;
    this.from = options.from;
    this.to = options.to;
    this.parent = options.parent ?? null;
    this.callerName = options.callerName ?? "";
    this.urls = options.urls ?? {};
    this.sipHeaders = options.sipHeaders ?? {};
    this.startedAt = options.now;
    this.callbacks = options.parent?.callbacks ?? { tail: Promise.resolve() };
    options.parent?.children.push(this);
  }

  /** Seconds since the answer, started ones counted whole; 0 for a leg that was never answered. */
  durationSeconds(): number {
    if (this.answeredAt === null || this.endedAt === null) return 0;
    return Math.ceil((this.endedAt - this.answeredAt) / 1_000);
  }
}
