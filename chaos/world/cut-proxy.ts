import { createConnection, createServer, type Server, type Socket } from "node:net";

/*
 * A wire that can be cut. It stands between a replica and what it talks to (PostgreSQL, the carrier's REST API):
 *
 *   replica ──up──► CutProxy ──up──► server
 *           ◄─down─          ◄─down─
 *
 * A trap sees each piece before it is passed on and decides about it. It goes off once, for one connection, and is gone.
 */
export type Direction = "up" | "down";
/** `cut`: this piece is not passed on and the connection is broken; `after`: it is passed on first; `drop`: silence. */
export type Verdict = "pass" | "cut" | "after" | "drop";
/** `marked`: the proxy's watcher says that this piece is what it watches for. */
export type Trap = (direction: Direction, chunk: Buffer, link: Link, marked: boolean) => Verdict;
/** Sees everything a connection sends up, from its first byte; true: here is what is watched for. */
export type Watcher = (chunk: Buffer) => boolean;

/** One connection through the proxy. */
export interface Link {
  id: number;
  /** What a trap remembers of this connection between pieces. */
  notes: Map<unknown, unknown>;
  cut: () => void;
}

/** `pass`; `blackhole`: nothing gets through, nothing is closed; `half_open`: requests get through, answers do not; `refuse`: no new connections, old ones cut. */
export type Mode = "pass" | "blackhole" | "half_open" | "refuse";

export class CutProxy {
  mode: Mode = "pass";
  /** Added to each piece, in both directions, ms. */
  delayMs = 0;
  /** Connections that were broken on purpose. */
  cuts = 0;
  readonly #target: { host: string; port: number };
  readonly #server: Server;
  readonly #links = new Map<number, Link>();
  readonly #watch: () => Watcher;
  #traps: Trap[] = [];
  #ids = 0;
  port = 0;

  private constructor(target: { host: string; port: number }, watch: () => Watcher) {
    this.#target = target;
    this.#watch = watch;
    this.#server = createServer((client) => this.#connect(client));
  }

  /** `watch` makes the watcher of each connection. */
  static async start(target: { host: string; port: number }, watch: () => Watcher = () => () => false): Promise<CutProxy> {
    const proxy = new CutProxy(target, watch);
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once("error", reject).listen(0, "127.0.0.1", () => resolve());
    });
    const address = proxy.#server.address();
    proxy.port = typeof address === "object" && address ? address.port : 0;
    return proxy;
  }

  /** Sees every piece until it answers something else than `pass`. Answers a way to take it back: false when it went off. */
  arm(trap: Trap): () => boolean {
    this.#traps.push(trap);
    return () => {
      const armed = this.#traps.includes(trap);
      this.#traps = this.#traps.filter((one) => one !== trap);
      return armed;
    };
  }

  /** Breaks every connection there is; answers how many. */
  cutAll(): number {
    const links = [...this.#links.values()];
    for (const link of links) link.cut();
    return links.length;
  }

  async stop(): Promise<void> {
    this.cutAll();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #connect(client: Socket): void {
    if (this.mode === "refuse") return void client.resetAndDestroy();
    const server = createConnection(this.#target);
    const link: Link = {
      id: ++this.#ids,
      notes: new Map(),
      cut: () => {
        this.cuts++;
        client.resetAndDestroy();
        server.resetAndDestroy();
      },
    };
    this.#links.set(link.id, link);
    const over = (): void => {
      this.#links.delete(link.id);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.setNoDelay(true).on("error", over).on("close", over);
    const watcher = this.#watch();
    client.on("data", (chunk: Buffer) => this.#pass("up", chunk, link, server, watcher(chunk)));
    server.on("data", (chunk: Buffer) => this.#pass("down", chunk, link, client, false));
  }

  #pass(direction: Direction, chunk: Buffer, link: Link, to: Socket, marked: boolean): void {
    if (this.mode === "blackhole" || (this.mode === "half_open" && direction === "down")) return;
    const verdict = this.#judge(direction, chunk, link, marked);
    if (verdict === "drop") return;
    if (verdict === "cut") return link.cut();
    const write = (): void => {
      if (!to.destroyed) to.write(chunk);
      if (verdict === "after") setImmediate(link.cut);
    };
    if (this.delayMs > 0) setTimeout(write, this.delayMs);
    else write();
  }

  #judge(direction: Direction, chunk: Buffer, link: Link, marked: boolean): Verdict {
    for (const trap of this.#traps) {
      const verdict = trap(direction, chunk, link, marked);
      if (verdict === "pass") continue;
      this.#traps = this.#traps.filter((one) => one !== trap);
      return verdict;
    }
    return "pass";
  }
}
