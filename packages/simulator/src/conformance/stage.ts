import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { type Clock, realClock } from "../ports.ts";
import { type SimulatorServer, startSimulatorServer } from "../server/start.ts";

export const AUTH_ID = "MASIMULATOR000000001";
export const AUTH_TOKEN = "a-token-for-the-suite";
export const OURS = "+14155550199";
export const CALLER = "+14155550100";

/** Time moves only by jumps, so that each run of the suite sees the same seconds; patience for servers is real. */
const STILL: Clock = { now: () => Date.UTC(2026, 2, 2, 14, 30), setTimer: (ms, fn) => realClock.setTimer(ms, fn) };

/** What an application got, in the order of arrival. */
export interface Arrived {
  path: string;
  method: string;
  params: Record<string, string>;
}

/** What it answers at a path: verbs, a whole document, a status, or nothing at all. */
export type Answer = string | { status?: number; type?: string; body?: string; hang?: boolean };

/** Says what is wrong with the signatures of a webhook. */
export type Judge = (webhook: {
  method: string;
  url: string;
  params: Record<string, string>;
  header: (name: string) => string;
}) => string[];

/**
 * An application and a simulator, each on a port. Everything goes over HTTP; Plivo's own SDK judges every signature, and
 * a webhook that it refuses is kept in `refused`.
 */
export class Stage {
  readonly simulator: SimulatorServer;
  readonly app: string;
  answers: Record<string, Answer | Answer[]> = {};
  /** What `/answer` says to this caller (bare digits), before `answers` is asked. */
  answerCaller: (from: string) => string | undefined = () => undefined;
  arrived: Arrived[] = [];
  readonly refused: string[] = [];
  /** Of the application that the number is joined to. */
  appId = "";
  readonly #close: () => Promise<void>;
  readonly #judge: Judge;

  private constructor(simulator: SimulatorServer, app: string, judge: Judge, close: () => Promise<void>) {
    this.simulator = simulator;
    this.app = app;
    this.#judge = judge;
    this.#close = close;
  }

  static async open(mode: "strict" | "lenient", judge: Judge): Promise<Stage> {
    const simulator = await startSimulatorServer({
      port: 0,
      authId: AUTH_ID,
      authToken: AUTH_TOKEN,
      mode,
      clock: STILL,
      choices: { voiceRetryGapMs: 20 },
    });
    const listen = { stage: null as Stage | null };
    const server = createServer((req, res) => {
      let body = "";
      req.setEncoding("utf8");
      req.on("data", (data: string) => (body += data));
      req.on("end", () => {
        const answer = listen.stage?.receive(req.method ?? "", req.url ?? "/", req.headers, body);
        if (answer?.hang) return;
        res
          .writeHead(answer?.status ?? 200, { "content-type": answer?.type ?? "application/xml", connection: "close" })
          .end(answer?.body ?? "");
      });
    });
    const sockets = new WebSocketServer({ server });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const app = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
    const stage = new Stage(simulator, app, judge, async () => {
      sockets.close();
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await simulator.close();
    });
    listen.stage = stage;
    return stage;
  }

  close(): Promise<void> {
    return this.#close();
  }

  receive(method: string, target: string, headers: NodeJS.Dict<string | string[]>, body: string): Exclude<Answer, string> {
    const url = new URL(target, this.app);
    const params = Object.fromEntries(method === "GET" ? url.searchParams : new URLSearchParams(body));
    const header = (name: string): string => String(headers[name] ?? "");
    this.refused.push(...this.#judge({ method, url: url.href, params: method === "GET" ? {} : params, header }));
    this.arrived.push({ path: url.pathname, method, params });
    const given = (url.pathname === "/answer" ? this.answerCaller(params["From"] ?? "") : undefined) ?? this.answers[url.pathname];
    const answer = (Array.isArray(given) ? (given.length > 1 ? given.shift() : given[0]) : given) ?? { type: "text/plain" };
    if (typeof answer !== "string") return { ...answer, ...(answer.body !== undefined && { body: this.fill(answer.body) }) };
    return { body: `<Response>${this.fill(answer)}</Response>` };
  }

  /** `{app}` in texts is where the application listens, `{socket}` the same for WebSockets. */
  fill(text: string): string {
    return text.replaceAll("{app}", this.app).replaceAll("{socket}", this.app.replace("http:", "wss:"));
  }

  async sim<T = Record<string, unknown>>(path: string, body?: unknown): Promise<T> {
    const init = body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const response = await fetch(`${this.simulator.url}/sim/${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`/sim/${path}: ${response.status} ${text}`);
    return asBody<T>(text);
  }

  async rest(method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${this.simulator.url}/v1/Account/${AUTH_ID}/${path}`, {
      method,
      headers: { authorization: `Basic ${Buffer.from(`${AUTH_ID}:${AUTH_TOKEN}`).toString("base64")}`, "content-type": "application/json" },
      ...(body !== undefined && { body: this.fill(JSON.stringify(body)) }),
    });
    return { status: response.status, body: asBody(await response.text()) };
  }

  /** Ahead in the simulator's time; what becomes due fires and is answered first. */
  async wait(seconds: number): Promise<void> {
    await this.sim("clock", { advanceMs: Math.round(seconds * 1_000) });
  }

  /** A new account as it were: one rented number, joined to `/answer`, `/fallback`, `/hangup` and `/message`. */
  async reset(): Promise<void> {
    await this.sim("reset", { everything: true });
    this.arrived = [];
    this.answers = {};
    this.answerCaller = () => undefined;
    await this.sim("numbers", { number: OURS, kind: "rented" });
    const urls = {
      answer_url: "{app}/answer",
      fallback_answer_url: "{app}/fallback",
      hangup_url: "{app}/hangup",
      message_url: "{app}/message",
    };
    const made = await this.rest("POST", "Application/", { app_name: "suite", ...urls });
    this.appId = String(made.body["app_id"]);
    await this.rest("POST", `Number/${OURS}/`, { app_id: this.appId });
  }
}

function asBody<T>(text: string): T {
  return (text === "" ? {} : JSON.parse(text)) as T;
}
