import { createServer } from "node:http";
import { once } from "node:events";
import type { SendingLimits } from "@cordboard/api";
import { carrierUrls, createDestinationGuard } from "@cordboard/carrier";
import { runtimes } from "@cordboard/components/runtime";
import type { JsonObject } from "@cordboard/contract";
import { contentHash, type FlowDocument, FLOW_FORMAT, registry } from "@cordboard/flow";
import { newNonce, signV2, signV3, writeForm } from "@cordboard/plivo";
import { type SimulatorServer, startSimulatorServer } from "@cordboard/simulator";
import { pino } from "pino";
import { createCarrierFront } from "./carrier/front.ts";
import { createCodeRunner } from "./code/code-runner.ts";
import { createDatabases } from "./databases/databases.ts";
import { createAddressGuard } from "./egress/address-guard.ts";
import { createEgressClient } from "./egress/egress-client.ts";
import { createCarrier, createCarriers } from "./runtime/carriers.ts";
import type { AssignedNumber, FlowCatalog, FlowPin } from "./runtime/ports.ts";
import { createCompiledFlows } from "./runtime/compiled-flows.ts";
import { createRealHost } from "./runtime/real-host.ts";
import type { Host } from "./runtime/host.ts";
import { createRuntime, type RunningRuntime } from "./runtime/runtime.ts";
import { createGuardStore, type GuardStore } from "./store/guard-store.ts";
import { callLimitsOf, longestCall, type Sending } from "./runtime/sending.ts";
import { GUARD_MIGRATIONS } from "./store/guards/migrations.ts";
import type { RunStore } from "./store/run-store.ts";
import { createRecordingStore } from "./store/runs/recordings.ts";
import { openSqlite, type SqliteSql } from "./store/sqlite/sql.ts";
import { createSqliteRunStore } from "./store/sqlite/sqlite-run-store.ts";

/*
 * A whole runtime with real components, a real store in memory, the carrier's doors on a real port, and the simulator
 * over HTTP. `restart` begins a new runtime on the same store, as after a crash.
 */
export const AUTH_TOKEN = "test-auth-token-000000000000000000000000";
export const AUTH_ID = "MATEST00000000000001";
export const OURS = "+14155550199";
export const CALLER = "+14155550100";
export const NUMBER_TOKEN = "number-token-0000000000000001";

export interface World {
  publicUrl: string;
  store: RunStore;
  guards: GuardStore;
  /** The database under it. */
  sql: SqliteSql;
  runtime: RunningRuntime;
  simulator: SimulatorServer;
  masterKey: Buffer;
  /** Publishes a document and answers calls and texts of `OURS` with it. */
  publish: (document: FlowDocument) => FlowPin;
  /** Publishes a flow that others run by its name. */
  publishOther: (document: FlowDocument) => void;
  /** A webhook as the carrier sends it; `change` alters the request after it was signed. */
  post: (path: string, params: Record<string, string>, options?: PostOptions) => Promise<{ status: number; type: string; body: string }>;
  /** Requests of a kind in the simulator's ledger. */
  asked: (what: "Message" | "Call") => { status: number; body: unknown }[];
  /** Log lines of the server, parsed. */
  lines: Record<string, unknown>[];
  restart: () => Promise<void>;
  /** A second replica on the same store; to be stopped by the caller. */
  beside: () => RunningRuntime;
  close: () => Promise<void>;
}

interface PostOptions {
  method?: "POST" | "GET";
  token?: string;
  scheme?: "v3" | "v2" | "none";
  nonce?: string;
  headers?: Record<string, string>;
  /** What is sent instead of the signed fields. */
  body?: string;
  signedUrl?: string;
}

const sendingOf = (limits: SendingLimits): Sending => ({
  limits: () => limits,
  callLimits: (to) => callLimitsOf(limits, to),
  countries: () => null,
  write: () => Promise.reject(new Error("The limits of this world stand.")),
  stop: () => undefined,
});

function quickHost(scale: number): Host {
  const host = createRealHost();
  return {
    ...host,
    now: () => host.now() * scale,
    after: (ms, call) => host.after(ms / scale, call),
    every: (ms, call) => host.every(ms / scale, call),
  };
}

export async function startWorld(
  options: {
    timeScale?: number;
    clock?: () => number;
    egressAllow?: string[];
    wrap?: (store: RunStore) => RunStore;
    settleMs?: number;
    /** How much faster than it says the runtime's own timers run. */
    scale?: number;
    limits?: SendingLimits;
    wrapCatalog?: (catalog: FlowCatalog) => FlowCatalog;
  } = {},
): Promise<World> {
  const server = createServer((request, response) => void front(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const publicUrl = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const simulator = await startSimulatorServer({ port: 0, authId: AUTH_ID, authToken: AUTH_TOKEN, timeScale: options.timeScale ?? 20 });
  const carrier = createCarrier({ name: "simulator", authId: AUTH_ID, authTokens: [AUTH_TOKEN], baseUrl: simulator.url });
  const carriers = createCarriers(carrier, carrier);
  const urls = carrierUrls(publicUrl);
  const sql = openSqlite(":memory:");
  const real = createSqliteRunStore(sql, options.clock);
  const store = options.wrap ? options.wrap(real) : real;
  sql.migrate("guards", GUARD_MIGRATIONS);
  const guards = createGuardStore(sql, () => real.now());
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: "warn" }, { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) });
  const egress = createEgressClient(createAddressGuard(options.egressAllow ?? []));
  const masterKey = Buffer.alloc(32, 7);
  const code = createCodeRunner();

  const snapshots = new Map<string, FlowDocument>();
  let assigned: AssignedNumber | null = null;
  let pin: FlowPin | null = null;
  const flows: FlowCatalog = {
    snapshot: async (hash) => snapshots.get(hash) ?? null,
    published: async () => pin,
    numberByToken: async (token) => (token === NUMBER_TOKEN ? assigned : null),
    number: async (number) => (number === OURS ? assigned : null),
  };
  const others = new Map<string, FlowPin>();
  const catalog = options.wrapCatalog ? options.wrapCatalog(flows) : flows;
  const begin = (): RunningRuntime =>
    createRuntime({
      store,
      flows: createCompiledFlows(catalog, { registry, runtimes }),
      carriers,
      urls,
      guard: {
        ...createDestinationGuard(null),
        maxSeconds: (to) => (options.limits ? longestCall(callLimitsOf(options.limits, to)) : null),
      },
      egress,
      subFlows: { pin: async (_node, { flow: name }) => others.get(name) ?? null },
      catalog,
      code,
      databases: createDatabases(),
      secrets: async (name) => (name === "KEY" ? "s3cret" : null),
      mediaUrl: (id) => id,
      recordingUrl: (id) => id,
      eventKey: Buffer.alloc(32),
      log,
      host: quickHost(options.scale ?? 1),
      guards,
      ...(options.limits && { sending: sendingOf(options.limits) }),
      alone: true,
      ...(options.settleMs !== undefined && { settleMs: options.settleMs }),
    });
  let runtime = begin();
  const recordings = createRecordingStore(sql);
  // The doors of the runtime that is running now.
  const doors = () => createCarrierFront({ store, catalog, runtime, carriers, recordings, log, publicUrl, urls, masterKey });
  let front = doors();

  simulator.simulator.sim.addNumber({ number: OURS, kind: "rented" });
  const client = carrier.connect();
  const at = urls.number(NUMBER_TOKEN);
  const { appId } = await client.applications.create({
    name: "test",
    answerUrl: at.answer,
    fallbackUrl: at.fallback,
    hangupUrl: at.hangup,
    messageUrl: at.message,
  });
  await client.numbers.update(OURS, { appId });

  return {
    publicUrl,
    store,
    guards,
    sql,
    get runtime() {
      return runtime;
    },
    simulator,
    masterKey,
    lines,
    publish: (document) => {
      const hash = contentHash(document);
      snapshots.set(hash, document);
      pin = { flowId: "flow-1", flowName: document.name, version: (pin?.version ?? 0) + 1, hash };
      assigned = { number: OURS, voiceFlowId: "flow-1", messageFlowId: "flow-1" };
      return pin;
    },
    publishOther: (document) => {
      const hash = contentHash(document);
      snapshots.set(hash, document);
      others.set(document.name, { flowId: `flow-${document.name}`, flowName: document.name, version: 1, hash });
    },
    post: async (path, params, given = {}) => {
      const { method = "POST", token = AUTH_TOKEN, scheme = "v3", nonce = newNonce(), signedUrl = publicUrl + path } = given;
      const signature =
        scheme === "v3"
          ? signV3({ method, url: signedUrl, params, nonce, authToken: token })
          : signV2({ url: signedUrl, nonce, authToken: token });
      const prefix = scheme === "v3" ? "X-Plivo-Signature-V3" : "X-Plivo-Signature-V2";
      const signed = scheme === "none" ? {} : { [prefix]: signature, [`${prefix}-Nonce`]: nonce };
      const response = await fetch(publicUrl + path, {
        method,
        headers: { "content-type": "application/x-www-form-urlencoded", ...signed, ...given.headers },
        ...(method === "POST" && { body: given.body ?? writeForm(params) }),
      });
      return { status: response.status, type: response.headers.get("content-type") ?? "", body: await response.text() };
    },
    asked: (what) =>
      simulator.simulator.sim
        .ledger(0)
        .filter((row) => row.method === "POST" && row.path.endsWith(`/${what}/`))
        .map(({ status, body }) => ({ status, body })),
    beside: begin,
    restart: async () => {
      await runtime.stop(0);
      runtime = begin();
      front = doors();
    },
    close: async () => {
      await runtime.stop(1_000);
      await simulator.close();
      await egress.close();
      await code.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await store.close();
    },
  };
}

/** A flow from a short notation: nodes by name with type and config, cords as `From.exit -> To`. The start node is there. */
export function flow(nodes: Record<string, [type: string, config: JsonObject]>, cords: string[], start: JsonObject = {}): FlowDocument {
  const all = { Start: ["start", start] as [string, JsonObject], ...nodes };
  return {
    format: FLOW_FORMAT,
    name: "Test line",
    description: "",
    language: "en-US",
    nodes: Object.entries(all).map(([name, [type, config]]) => ({ id: name.toLowerCase(), type, name, config })),
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

const CALL_UUID = "3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36";
/** Fields of a webhook of an incoming call. */
export const call = (fields: Record<string, string> = {}, callUuid = CALL_UUID): Record<string, string> => ({
  CallUUID: callUuid,
  From: CALLER.slice(1),
  To: OURS.slice(1),
  CallStatus: "in-progress",
  Direction: "inbound",
  ...fields,
});

/** The path of the first URL in a document that matches. */
export function pathIn(xml: string, kind: "action" | "redirect"): string {
  const found = new RegExp(`/carrier/voice/s/[\\w-]+/${kind}`).exec(xml);
  if (!found) throw new Error(`no ${kind} URL in ${xml}`);
  return found[0];
}

export async function until<T>(read: () => Promise<T | null | undefined | false>, ms = 60_000): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const value = await read();
    if (value) return value;
    if (performance.now() > end) throw new Error("It did not come about in time.");
    await new Promise((done) => setTimeout(done, 15));
  }
}
