/**
 * One WebSocket, many listeners. Framework-free; `use-live.ts` is the adapter.
 *
 *   idle ──subscribe──▶ connecting ──open──▶ open ──lost──▶ waiting ──delay──▶ connecting …
 *     ▲                                        │
 *     └────── last listener gone for 1 s ◀─────┘
 *
 * After every loss the feed subscribes again and tells each listener `resumed`: whatever was said meanwhile
 * is gone, so the listener refetches. Within a connection a hole in a run's `seq` is found by `seq-gate.ts`.
 */
export interface Typed {
  type: string;
}

export interface LiveListener<Message> {
  message: (message: Message) => void;
  /** The connection was lost and is back: refetch. */
  resumed: () => void;
}

export interface SocketLike {
  send: (text: string) => void;
  close: () => void;
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
}

export interface LiveFeedOptions<Message> {
  connect: () => SocketLike;
  /** Runs `callback` after `ms`; answers how to call it off. */
  delay: (ms: number, callback: () => void) => () => void;
  /** Topics a message belongs to; null: to everybody who listens. */
  topicsOf: (message: Message) => string[] | null;
  /** A frame that begins or ends a topic; null when the socket has only one. */
  frame: ((kind: "subscribe" | "unsubscribe", topic: string) => string) | null;
}

export type LiveState = "idle" | "connecting" | "open" | "waiting";

/** The last listener may be a page that another one replaces: the socket outlives it this long. */
const LINGER_MS = 1_000;
/** Waiting times before the 1st, 2nd… attempt; the last one repeats. */
const RETRY_MS = [300, 1_000, 2_000, 5_000];

export class LiveFeed<Message extends Typed> {
  #options: LiveFeedOptions<Message>;
  #topics = new Map<string, Set<LiveListener<Message>>>();
  #socket: SocketLike | null = null;
  #state: LiveState = "idle";
  #attempt = 0;
  #everOpen = false;
  #cancelRetry: (() => void) | null = null;
  #cancelClose: (() => void) | null = null;
  #stateListeners = new Set<(state: LiveState) => void>();

  constructor(options: LiveFeedOptions<Message>) {
    this.#options = options;
  }

  get state(): LiveState {
    return this.#state;
  }

  onState(listener: (state: LiveState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  /** Answers how to unsubscribe. The first listener opens the socket, the last one closes it. */
  subscribe(topic: string, listener: LiveListener<Message>): () => void {
    this.#cancelClose?.();
    this.#cancelClose = null;
    const listeners = this.#topics.get(topic) ?? new Set();
    const isNew = listeners.size === 0;
    listeners.add(listener);
    this.#topics.set(topic, listeners);
    if (this.#state === "idle") this.#connect();
    else if (this.#state === "open" && isNew) this.#sendFrame("subscribe", topic);
    return () => this.#unsubscribe(topic, listener);
  }

  /** Now or never: what is said while the feed is away is not kept. */
  tell(message: object): void {
    if (this.#state === "open") this.#socket?.send(JSON.stringify(message));
  }

  #unsubscribe(topic: string, listener: LiveListener<Message>): void {
    const listeners = this.#topics.get(topic);
    if (!listeners?.delete(listener) || listeners.size > 0) return;
    this.#topics.delete(topic);
    if (this.#state === "open") this.#sendFrame("unsubscribe", topic);
    if (this.#topics.size === 0) this.#cancelClose = this.#options.delay(LINGER_MS, () => this.#close());
  }

  #sendFrame(kind: "subscribe" | "unsubscribe", topic: string): void {
    const { frame } = this.#options;
    if (frame) this.#socket?.send(frame(kind, topic));
  }

  #connect(): void {
    this.#cancelRetry = null;
    this.#setState("connecting");
    const socket = this.#options.connect();
    this.#socket = socket;
    socket.onopen = () => this.#opened(socket);
    socket.onclose = () => this.#lost(socket);
    socket.onmessage = (event) => this.#received(socket, event.data);
  }

  #opened(socket: SocketLike): void {
    if (socket !== this.#socket) return;
    const back = this.#everOpen;
    this.#everOpen = true;
    this.#attempt = 0;
    this.#setState("open");
    for (const [topic, listeners] of this.#topics) {
      this.#sendFrame("subscribe", topic);
      if (back) for (const listener of listeners) listener.resumed();
    }
  }

  #lost(socket: SocketLike): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.#setState("waiting");
    const ms = RETRY_MS[Math.min(this.#attempt++, RETRY_MS.length - 1)] ?? 5_000;
    this.#cancelRetry = this.#options.delay(ms, () => this.#connect());
  }

  #received(socket: SocketLike, data: unknown): void {
    if (socket !== this.#socket) return;
    const message = trustMessage<Message>(data);
    if (!message) return;
    const topics = this.#options.topicsOf(message) ?? [...this.#topics.keys()];
    for (const topic of topics) for (const listener of this.#topics.get(topic) ?? []) listener.message(message);
  }

  #close(): void {
    this.#cancelClose = null;
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    const socket = this.#socket;
    this.#socket = null;
    this.#everOpen = false;
    this.#attempt = 0;
    this.#setState("idle");
    socket?.close();
  }

  #setState(state: LiveState): void {
    this.#state = state;
    for (const listener of this.#stateListeners) listener(state);
  }
}

/** A text frame with a `type` is taken at its word: the server's schemas are its guarantee. */
function trustMessage<Message extends Typed>(data: unknown): Message | null {
  if (typeof data !== "string") return null;
  try {
    const value: unknown = JSON.parse(data);
    const typed = typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
    return typed ? (value as Message) : null;
  } catch {
    return null;
  }
}
