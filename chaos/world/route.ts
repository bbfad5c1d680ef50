import { Agent, request } from "undici";
import { type Attempt, hashOf, type Recorder, xmlProblem } from "./record.ts";
import type { Replica } from "./replica.ts";

/** What a request stands for. */
type EventName = Pick<Attempt, "key" | "subject" | "role">;

/** A webhook or API request on its way in. */
export interface Incoming {
  method: string;
  /** With query. */
  path: string;
  headers: Record<string, string>;
  body: string;
}
export interface Reply {
  status: number;
  type: string;
  body: string;
}
/** No answer came: nobody listens, the connection broke, or it took too long. */
export interface NoReply {
  status: null;
  error: string;
}
export const answered = (reply: Reply | NoReply): reply is Reply => reply.status !== null;

const BUSY = /<Response><Hangup reason="busy"\/><\/Response>/;
const SHORT = 150;
const HOLD = /\/carrier\/voice\/hold\/[\w-]+/;
/** Longer than a held call waits (2 s) and is asked again (2 s): whoever has not come back by then has put the phone down. */
const COMES_BACK_MS = 5_000;

/**
 * The way in to the replicas: one after another in turn. What cannot be connected is tried once more, at the next one, as
 * the carrier does. Every try is recorded, with the event it stands for.
 */
export class Route {
  readonly #agents = new Map<Replica, Agent>();
  readonly #replicas: readonly Replica[];
  readonly #recorder: Recorder;
  /** Hold URLs that were handed out, and the event each of them carries. */
  readonly #held = new Map<string, { key: string; role: Attempt["role"] }>();
  /** Events that were held, by name, and when last (`performance.now()`); until one try of them is acknowledged. */
  readonly #waiting = new Map<string, number>();
  readonly #readTimeoutMs: number;
  #turn = 0;

  constructor(replicas: readonly Replica[], recorder: Recorder, readTimeoutMs: number) {
    this.#replicas = replicas;
    this.#recorder = recorder;
    this.#readTimeoutMs = readTimeoutMs;
    for (const replica of replicas) {
      this.#agents.set(
        replica,
        new Agent({
          connections: 256,
          connect: { timeout: 2_000 },
          headersTimeout: readTimeoutMs,
          bodyTimeout: readTimeoutMs,
          pipelining: 1,
        }),
      );
    }
  }

  /** How many events are in the hold loop now. */
  get held(): number {
    const gone = performance.now() - COMES_BACK_MS;
    for (const [key, at] of this.#waiting) if (at < gone) this.#waiting.delete(key);
    return this.#waiting.size;
  }

  /** One try, with the one repeat after a failed connection. Never rejects. */
  async send(incoming: Incoming): Promise<Reply | NoReply> {
    const event = this.#eventOf(incoming);
    const turn = this.#turn++;
    const first = await this.#inTurn(turn, incoming, event);
    return answered(first) || first.error === "timeout" ? first : this.#inTurn(turn + 1, incoming, event);
  }

  async #inTurn(turn: number, incoming: Incoming, event: EventName | null): Promise<Reply | NoReply> {
    const replica = this.#replicas[turn % this.#replicas.length];
    return replica ? this.sendTo(replica, incoming, event) : { status: null, error: "no replica" };
  }

  /** To one replica and no other. */
  async sendTo(replica: Replica, incoming: Incoming, event = this.#eventOf(incoming)): Promise<Reply | NoReply> {
    const at = Date.now();
    const began = performance.now();
    const reply = await this.#ask(replica, incoming);
    const ms = Math.round((performance.now() - began) * 10) / 10;
    if (event) this.#recorder.write(this.#attempt({ ...event, at, ms, replica: replica.name, path: incoming.path }, reply));
    return reply;
  }

  async #ask(replica: Replica, { method, path, headers, body }: Incoming): Promise<Reply | NoReply> {
    const dispatcher = this.#agents.get(replica);
    if (!dispatcher) return { status: null, error: "no such replica" };
    try {
      const answer = await request(replica.url + path, {
        method: method as "POST",
        dispatcher,
        headers,
        ...(method !== "GET" && { body }),
        signal: AbortSignal.timeout(this.#readTimeoutMs),
      });
      const type = answer.headers["content-type"];
      return { status: answer.statusCode, type: typeof type === "string" ? type : "", body: await answer.body.text() };
    } catch (error) {
      const late = error instanceof Error && /timeout|abort/i.test(`${error.name} ${error.message}`);
      return { status: null, error: late ? "timeout" : codeOf(error) };
    }
  }

  #attempt(base: Pick<Attempt, "key" | "subject" | "role" | "at" | "ms" | "replica" | "path">, reply: Reply | NoReply): Attempt {
    if (!answered(reply)) return { ...base, status: null, error: reply.error };
    const { status, body } = reply;
    const attempt: Attempt = { ...base, status, hash: hashOf(body) };
    if (status >= 300) return { ...attempt, error: body.slice(0, 120) };
    if (body.length < SHORT) attempt.said = body;
    if (base.role === "start" && BUSY.test(body)) attempt.turnedAway = true;
    const hold = HOLD.exec(body)?.[0];
    if (hold) {
      this.#held.set(hold, { key: base.key, role: base.role });
      this.#waiting.set(base.key, performance.now());
      attempt.held = true;
    } else this.#waiting.delete(base.key);
    if (base.path.startsWith("/carrier/voice/")) {
      const problem = xmlProblem(body);
      if (problem) attempt.notXml = problem;
    }
    if (base.path.startsWith("/api/")) {
      const runId = /"runId":"([^"]+)"/.exec(body)?.[1];
      if (runId) attempt.runId = runId;
    }
    return attempt;
  }

  /** What a request stands for; null for one that is no event, such as reading. */
  #eventOf({ path, headers, body }: Incoming): EventName | null {
    if (path.startsWith("/api/")) {
      const subject = headers["idempotency-key"];
      return subject === undefined ? null : { key: `start:${subject}`, subject, role: "start" };
    }
    const fields = new URLSearchParams(body);
    const call = fields.get("CallUUID") ?? "";
    const message = fields.get("MessageUUID") ?? "";
    const held = this.#held.get(path);
    if (held) return { ...held, subject: call };
    return nameEvent(path, call, message, fields);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#agents.values()].map((agent) => agent.destroy()));
  }
}

/** By the rules of interface.md, "Carrier webhooks": answer and fallback are one event, a status of a text is another than the next. */
export function nameEvent(path: string, call: string, message: string, fields: URLSearchParams): EventName | null {
  const [, door, at, token = "", kind = ""] = /^\/carrier\/(voice|messages)\/(\w+)\/([\w-]+)(?:\/(\w+))?$/.exec(path) ?? [];
  if (door === "messages") {
    if (at === "n") return { key: message, subject: message, role: "start" };
    return { key: `${message}:${fields.get("Status") ?? ""}`, subject: message, role: "report" };
  }
  if (door !== "voice") return null;
  if (at === "n") {
    if (kind === "hangup") return { key: `${call}:hangup`, subject: call, role: "event" };
    return { key: `${call}:answer`, subject: call, role: "start" };
  }
  if (at === "e") return { key: `${call}:${kind}`, subject: call, role: "report" };
  if (at === "s" && kind !== "callback") return { key: `${token}:${kind}`, subject: call, role: "event" };
  return null;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : String(error);
}
