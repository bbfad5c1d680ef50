import { connect, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { QueryError } from "./query-error.ts";

/*
 * What a driver talks through: a connection to the one address that was judged, made here, so that no driver ever opens one of
 * its own; and a meter, because a single row may be larger than this process has memory for.
 */

/** Errors: QueryError `database_unreachable`. */
export function openMetered(address: string, port: number, maxBytes: number, signal: AbortSignal): Promise<MeteredStream> {
  return new Promise((done, fail) => {
    const socket = connect({ host: address, port, noDelay: true });
    const giveUp = (error: unknown): void => {
      socket.destroy();
      fail(new QueryError("database_unreachable", unreached(error), { again: true }));
    };
    const late = (): void => giveUp(new Error("it did not answer in time"));
    if (signal.aborted) return late();
    signal.addEventListener("abort", late, { once: true });
    socket.once("error", giveUp);
    socket.once("connect", () => {
      signal.removeEventListener("abort", late);
      socket.off("error", giveUp);
      done(new MeteredStream(socket, maxBytes));
    });
  });
}

const unreached = (error: unknown): string =>
  `The database could not be reached (${error instanceof Error && "code" in error ? String(error.code) : error instanceof Error ? error.message : String(error)}).`;

export class MeteredStream extends Duplex {
  readonly #socket: Socket;
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(socket: Socket, maxBytes: number) {
    super();
    this.#socket = socket;
    this.#maxBytes = maxBytes;
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
    socket.on("end", () => this.push(null));
    socket.on("error", (error) => this.destroy(error));
    socket.on("close", () => this.destroy());
  }

  #take(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes)
      this.destroy(new QueryError("query_too_large", "The database answered far more than the step may keep."));
    else if (!this.push(chunk)) this.#socket.pause();
  }

  /** Drivers take this for a socket of their own making. */
  connect(): this {
    process.nextTick(() => this.emit("connect"));
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _read(): void {
    this.#socket.resume();
  }
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done);
  }
  override _final(done: () => void): void {
    this.#socket.end(done);
  }
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    // Encryption on top of this tells first why it gave up; then this is closed.
    setImmediate(done, error);
  }
}
