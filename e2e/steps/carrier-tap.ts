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

/** Stands between the carrier and Cordboard as its PUBLIC_URL: passes everything on as it is, and keeps it. */
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
    const response = await fetch(this.#target + url, { method, headers: given, ...(method === "POST" && { body }) });
    const answer = await response.text();
    const type = response.headers.get("content-type") ?? "";
    const params = method === "POST" ? Object.fromEntries(new URLSearchParams(body)) : {};
    this.exchanges.push({ method, url: this.url + url, headers: Object.fromEntries(given), params, status: response.status, type, answer });
    return { status: response.status, headers: { "content-type": type }, body: answer };
  }
}
