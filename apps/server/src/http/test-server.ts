import { freePort } from "@cordboard/testing/free-port";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, ROUTES, type RouteName, type RouteSpec, createClient, errorBody } from "@cordboard/api";
import { FLOW_FORMAT, type FlowDocument } from "@cordboard/flow";
import { pino } from "pino";
import { startCordboard } from "../app.ts";
import { readSettings } from "../settings.ts";
import { createTestDatabase } from "../store/postgres/test-database.ts";

/*
 * The whole server on a real port, with a data folder and a simulator of its own. Every answer that passes through `api`
 * is held to the schema of its route.
 */
export const OWNER_KEY = "test-owner-key-0123456789";
export const ACCOUNT = "MASIMULATOR000000001";

export interface TestServer {
  url: string;
  /** Calls as the owner. */
  api: Client;
  as: (key: string) => Client;
  /** A plain request; the owner's key unless `key` says otherwise (null: none). */
  ask: (method: string, path: string, options?: AskOptions) => Promise<Asked>;
  signInUrl: string;
  /** Log lines, parsed. */
  lines: Record<string, unknown>[];
  dataDir: string;
  close: () => Promise<void>;
}
export interface AskOptions {
  key?: string | null;
  body?: unknown;
  /** Sent as it is. */
  raw?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
}
export interface Asked {
  status: number;
  headers: Headers;
  text: string;
  /** The body, when it is JSON. */
  json: Record<string, never>;
}

export async function startTestServer(env: Record<string, string> = {}, editor: string | null = null): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "cordboard-"));
  const port = await freePort();
  // The same tests run a second time on the other engine: see vitest.config.ts.
  const database = process.env["CORDBOARD_TEST_STORE"] === "postgres" ? await createTestDatabase() : null;
  const settings = readSettings(
    {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      DATA_DIR: dataDir,
      SIMULATOR_PORT: "0",
      SIMULATOR_TIME_SCALE: "20",
      CORDBOARD_API_KEY: OWNER_KEY,
      CORDBOARD_TEST: "1",
      ...(database && { DATABASE_URL: database.url, CORDBOARD_MASTER_KEY: "5e".repeat(32) }),
      ...env,
    },
    dataDir,
  );
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => lines.push(asLine(JSON.parse(line))) });
  const cordboard = await startCordboard(settings, { samples: join(dataDir, "no-samples"), editor, version: "0.0.0" }, log);
  const url = settings.publicUrl;
  return {
    url,
    lines,
    dataDir,
    signInUrl: cordboard.signInUrl,
    api: checkedClient(url, OWNER_KEY),
    as: (key) => checkedClient(url, key),
    ask: (method, path, options) => ask(url, method, path, options),
    close: async () => {
      await cordboard.stop();
      await database?.drop();
      await rm(dataDir, { recursive: true });
    },
  };
}

async function ask(
  url: string,
  method: string,
  path: string,
  { key = OWNER_KEY, body, raw, headers = {} }: AskOptions = {},
): Promise<Asked> {
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(url + path, {
    method,
    redirect: "manual",
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(sent === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  return { status: response.status, headers: response.headers, text, json: asJson(isJson && text ? JSON.parse(text) : {}) };
}

function checkedClient(baseUrl: string, apiKey: string): Client {
  const plain = createClient({ baseUrl, apiKey });
  const checked = async (name: RouteName, options?: object): Promise<unknown> => {
    const answer: unknown = await asLoose(plain)(name, options);
    const route: RouteSpec = ROUTES[name];
    const parsed = route.answer.schema?.safeParse(answer);
    if (parsed && !parsed.success)
      throw new Error(`${name} answered against its schema: ${parsed.error.message}\n${JSON.stringify(answer)}`);
    return answer;
  };
  return asClient(checked);
}

/** The error of a refused request. */
export function errorOf(answer: Asked): { code: string; message: string; details: { path: string; code: string; message: string }[] } {
  return errorBody.parse(answer.json).error;
}

/** A flow from a short notation: nodes by name with type and config, cords as `From.exit -> To`. The start node is there. */
export function flow(
  name: string,
  nodes: Record<string, [type: string, config: FlowDocument["tests"][number]]>,
  cords: string[],
  start = {},
): FlowDocument {
  const all: typeof nodes = { Start: ["start", start], ...nodes };
  return {
    format: FLOW_FORMAT,
    name,
    description: "",
    language: "en-US",
    nodes: Object.entries(all).map(([node, [type, config]]) => ({ id: node.toLowerCase(), type, name: node, config })),
    edges: cords.map((cord) => {
      const [, from = "", exit = "", to = ""] = /^(\w+)\.(\S+) -> (\w+)$/.exec(cord) ?? [];
      return { from: from.toLowerCase(), exit, to: to.toLowerCase() };
    }),
    variables: [],
    notes: [],
    tests: [],
    layout: {},
  };
}

export async function until<T>(read: () => Promise<T | null | undefined | false>, ms = 8_000): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const value = await read();
    if (value) return value;
    if (performance.now() > end) throw new Error("It did not come about in time.");
    await new Promise((done) => setTimeout(done, 20));
  }
}

/* The client's types are made for callers; the wrapper sees it from inside. */
type LooseClient = (name: RouteName, options?: object) => Promise<unknown>;
const asLoose = (client: Client): LooseClient => client as unknown as LooseClient;
const asClient = (client: LooseClient): Client => client as unknown as Client;
const asLine = (value: unknown): Record<string, unknown> => value as Record<string, unknown>;
/** For reading answers in assertions. */
const asJson = (value: unknown): Asked["json"] => value as Asked["json"];
