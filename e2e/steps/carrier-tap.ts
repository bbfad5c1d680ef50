import { type Answer, type Received, WebServer } from "./web-server.ts";

/** A webhook as it went over the wire, and what was answered. */
export interface Exchange {
  method: string;
  /** The address that the carrier dialled. */
  url: string;
  headers: Record<string, string>;
  /** Decoded form fields of a POST. */
  params: Record<string, string>;
  status: number;
  type: string;
  answer: string;
}

const OURS = new Set(["connection", "host", "content-length", "transfer-encoding", "keep-alive", "date"]);

/** Shorter than the 15 s that the carrier reads for (our own tuning of its URLs). */
const PATIENCE_MS = 13_000;

/**
 * Stands between the carrier and Cordboard as its PUBLIC_URL, as a load balancer does: passes everything on as it is, keeps
 * it, and holds on to what comes while nobody listens behind it. A connection that breaks is a 502.
 */
export class CarrierTap {
  readonly exchanges: Exchange[] = [];
  readonly #web: WebServer;
  #target = "";

  private constructor(web: WebServer) {
    this.#web = web;
  }

  static async start(): Promise<CarrierTap> {
    const holder: { tap?: CarrierTap } = {};
    const tap = new CarrierTap(await WebServer.start(async (received) => holder.tap?.pass(received) ?? { status: 503, body: "" }));
    holder.tap = tap;
    return tap;
  }

  get url(): string {
    return this.#web.url;
  }

  leadTo(target: string): void {
    this.#target = target;
  }

  stop(): Promise<void> {
    return this.#web.stop();
  }

  async pass({ method, url, headers, body }: Received): Promise<Answer> {
    const given = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      OURS.has(name) || value === undefined ? [] : [[name, String(value)]],
    );
    const reached = await this.#reach(url, { method, headers: given, ...(method === "POST" && { body }) });
    if (!reached) return { status: 502, body: "" };
    const { response, answer } = reached;
    const type = response.headers.get("content-type") ?? "";
    const params = method === "POST" ? Object.fromEntries(new URLSearchParams(body)) : {};
    this.exchanges.push({ method, url: this.url + url, headers: Object.fromEntries(given), params, status: response.status, type, answer });
    return { status: response.status, headers: { "content-type": type }, body: answer };
  }

  async #reach(url: string, init: RequestInit): Promise<{ response: Response; answer: string } | null> {
    const giveUp = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        const response = await fetch(this.#target + url, init);
        return { response, answer: await response.text() };
      } catch (error) {
        if (!nobodyListens(error) || Date.now() > giveUp) return null;
        await new Promise((done) => setTimeout(done, 100));
      }
    }
  }
}

function nobodyListens(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : null;
  return cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED";
}
