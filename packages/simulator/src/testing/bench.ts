import { type WebhookKind, parseWebhook, verifySignature } from "@cordboard/plivo";
import type { WebhookFetch } from "../ports.ts";
import { type Simulator, type SimulatorOptions, createSimulator } from "../simulator.ts";
import { ManualClock } from "../time/manual-clock.ts";

export const AUTH_ID = "MASIMULATOR000000001";
export const AUTH_TOKEN = "a-token-for-tests";
export const OURS = "+14155550199";
export const CALLER = "+14155550100";
export const ANN = "+14155550142";
export const BOB = "+14155550143";

/** A webhook as the application saw it. */
export interface Seen {
  path: string;
  method: "GET" | "POST";
  params: Record<string, string>;
  url: string;
  headers: Record<string, string>;
  /** Simulated ms since the bench began. */
  at: number;
}

type Reply = string | { status?: number; type?: string; body?: string; hang?: boolean } | Error;
type Responder = Reply | Reply[] | ((seen: Seen) => Reply);

const xml = (verbs: string): string => `<Response>${verbs}</Response>`;

/**
 * A simulator in virtual time with an application behind it. The signature of every webhook that arrives is checked; a
 * bad one fails like a broken connection, and the test with it.
 */
export class Bench {
  readonly clock = new ManualClock();
  readonly simulator: Simulator;
  readonly seen: Seen[] = [];
  readonly faults: unknown[] = [];
  readonly #replies = new Map<string, Responder>();
  readonly #began = this.clock.now();

  constructor(options: Partial<SimulatorOptions> = {}) {
    this.simulator = createSimulator({
      authId: AUTH_ID,
      authToken: AUTH_TOKEN,
      clock: this.clock,
      fetch: (url, init) => this.#receive(url, init),
      patienceMs: 20,
      onFault: (error) => this.faults.push(error),
      ...options,
    });
    this.clock.settleWith(() => this.simulator.settle());
  }

  get sim(): Simulator["sim"] {
    return this.simulator.sim;
  }

  /** What the application answers at a path: XML text of verbs, a status, silence, or a list of these for one time each. */
  on(path: string, reply: Responder): this {
    this.#replies.set(path, reply);
    return this;
  }

  /** Rents OURS, joined to an application with `/answer`, `/fallback`, `/hangup` and `/message`. */
  async connect(fields: Record<string, unknown> = {}): Promise<this> {
    this.sim.addNumber({ number: OURS, kind: "rented" });
    const urls = { answer_url: at("/answer"), hangup_url: at("/hangup"), message_url: at("/message") };
    const made = await this.rest("POST", "Application/", { app_name: "bench", ...urls, ...fields });
    await this.rest("POST", `Number/${OURS}/`, { app_id: made.body["app_id"] });
    return this;
  }

  async rest(method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
    const response = await this.simulator.fetch(`http://sim/v1/Account/${AUTH_ID}/${path}`, {
      method,
      headers: { authorization: `Basic ${Buffer.from(`${AUTH_ID}:${AUTH_TOKEN}`).toString("base64")}`, "content-type": "application/json" },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : { text }, headers: response.headers };
  }

  async seconds(seconds: number): Promise<void> {
    await this.clock.advance(seconds * 1_000);
  }

  /** CALLER calls OURS and the application's first document runs. */
  async callIn(): Promise<string> {
    const { callUuid } = this.sim.call({ from: CALLER, to: OURS });
    await this.seconds(0);
    return callUuid;
  }

  /** REST calls `to` and the phone is given time to be found. */
  async callOut(to: string, fields: Record<string, unknown> = {}): Promise<string> {
    const body = { from: OURS, to, answer_url: at("/answer"), hangup_url: at("/hangup"), ring_url: at("/ring"), ...fields };
    const made = await this.rest("POST", "Call/", body);
    await this.seconds(1);
    return String(made.body["request_uuid"]);
  }

  /** The leg that rings at a number. */
  ringing(number: string): string {
    const leg = this.sim.calls({ number, state: "ringing" }).find((call) => call.to === number);
    if (!leg) throw new Error(`nothing rings at ${number}`);
    return leg.callUuid;
  }

  paths(): string[] {
    return this.seen.map((seen) => seen.path);
  }

  at(path: string): Seen[] {
    return this.seen.filter((seen) => seen.path === path);
  }

  /** The one webhook at a path. */
  only(path: string): Seen {
    const all = this.at(path);
    if (all.length !== 1 || !all[0]) throw new Error(`${all.length} webhooks at ${path}, of ${this.paths().join(" ")}`);
    return all[0];
  }

  /** What the person on a leg heard, in order. */
  heard(callUuid: string): string[] {
    return this.sim
      .callView(callUuid)
      .transcript.filter((entry) => !entry.request && (entry.element === "Speak" || entry.element === "Play"))
      .map((entry) => entry.text ?? "");
  }

  elements(callUuid: string): string[] {
    return this.sim.callView(callUuid).transcript.map((entry) => entry.element);
  }

  /** How a leg ended: `code source status`. */
  ending(callUuid: string): string {
    const { hangup, status } = this.sim.callView(callUuid);
    return hangup ? `${hangup.code} ${hangup.source} ${status}` : "not ended";
  }

  readonly #receive: WebhookFetch = async (url, init) => {
    const { pathname, searchParams } = new URL(url);
    const form = new URLSearchParams(init.body ?? "");
    const params = Object.fromEntries(init.method === "GET" ? searchParams : form);
    const seen: Seen = {
      path: pathname,
      method: init.method,
      params,
      url,
      headers: init.headers,
      at: this.simulator.time.now() - this.#began,
    };
    checkSignatures(seen);
    this.seen.push(seen);
    const reply = this.#next(pathname, seen);
    if (reply instanceof Error) throw reply;
    const answer = typeof reply === "string" ? { body: xml(reply) } : reply;
    if (answer.hang) return new Promise(() => undefined);
    const { status = 200, type = "application/xml", body = "" } = answer;
    return { status, headers: { get: (name) => (name === "content-type" ? type : null) }, text: () => Promise.resolve(body) };
  };

  #next(path: string, seen: Seen): Reply {
    const reply = this.#replies.get(path);
    if (typeof reply === "function") return reply(seen);
    if (!Array.isArray(reply)) return reply ?? { type: "text/plain" };
    return (reply.length > 1 ? reply.shift() : reply[0]) ?? "";
  }
}

export function at(path: string): string {
  return `https://app.example.com${path}`;
}

/** Throws unless a receiver of ours takes this as the carrier's; signatures.test.ts asks the official SDK the same. */
function checkSignatures({ method, url, headers, params }: Seen): void {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const request = { method, pinnedMethod: method, url, params: method === "GET" ? {} : params, headers: lower };
  const verdict = verifySignature({ ...request, authTokens: [AUTH_TOKEN], kind: "voice" });
  if (!verdict.ok) throw new Error(`the signature of ${url} does not hold: ${verdict.code}`);
}

/** Reads a webhook by our receiver's own schemas: what the simulator sends must be what the server takes. */
export function parsed<K extends WebhookKind>(kind: K, seen: Seen) {
  const result = parseWebhook(kind, seen.params);
  if (!result.ok) throw new Error(`${kind} at ${seen.path}: ${JSON.stringify(result.problems)}`);
  return result.data;
}
