/** What the core needs from outside. A test hands in its own and drives the simulator without sockets or waiting. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `fn` once after `ms`; the answer cancels it. */
  setTimer(ms: number, fn: () => void): () => void;
}

/** A webhook on its way out; `fetch` understands all of it but `connectTimeoutMs`, which it ignores. */
export interface WebhookInit {
  method: "GET" | "POST";
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  redirect: "manual";
  connectTimeoutMs: number;
}

/** The part of a fetch `Response` that the simulator reads. */
export interface WebhookAnswer {
  status: number;
  headers: { get(name: string): string | null };
  text(): Promise<string>;
}

export type WebhookFetch = (url: string, init: WebhookInit) => Promise<WebhookAnswer>;

/** Node's timers cannot wait longer than this; a longer wait is cut into pieces by whoever owns it. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const realClock: Clock = {
  now: () => Date.now(),
  setTimer(ms, fn) {
    const timer = setTimeout(fn, Math.min(Math.max(ms, 0), LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
};

/** The other end of an audio stream: a WebSocket, text frames only. */
export interface StreamSocket {
  send(text: string): void;
  close(): void;
}

export interface StreamEnd {
  /** A text frame of the application. */
  message(text: string): void;
  /** The application or the network closed it; not called after `close`. */
  closed(): void;
}

/** Opens a WebSocket to a `wss://` address. Rejects when it cannot be had. */
export type StreamDial = (url: string, headers: Record<string, string>, end: StreamEnd) => Promise<StreamSocket>;
