import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { API_KEY, AUTH_TOKEN, MASTER_KEY, OURS } from "./account.ts";
import { Api } from "./api.ts";
import { Balancer } from "./balancer.ts";
import { Carrier } from "./carrier.ts";
import { CutProxy } from "./cut-proxy.ts";
import { Database } from "./database.ts";
import { FrontendReader } from "./postgres-frames.ts";
import { freePort } from "@cordboard/testing/free-port";
import { ROOT } from "./processes.ts";
import { Recorder } from "./record.ts";
import { Replica } from "./replica.ts";
import { Route } from "./route.ts";

/*
 * Everything runs as it does in the world, in processes of its own:
 *
 *   simulator ──webhooks──► balancer ─┐                                  ┌─► proxy ─► PostgreSQL
 *       ▲                             ├─► route ─► replica 1, replica 2 ─┤
 *       │                     load ───┘     (each try is recorded)       └─► proxy ─► simulator's REST API ─► ledger
 *       └──────────────── people at phones, faults ──── load
 */
export interface WorldOptions {
  store: "sqlite" | "postgres";
  replicas: number;
  /** Folder with initdb and postgres; for `postgres`. */
  postgresBin: string | undefined;
  /** Where this world keeps everything; made when left out, and then removed at the end. */
  folder?: string;
  /** Patience of the carrier's side, ms. Shorter than the platform's 15 s, so that frozen replicas meet a repeat elsewhere. */
  readTimeoutMs?: number;
  env?: Record<string, string>;
  /** Root of the checkout whose server is run, one for each replica in turn; this one when left out. */
  products?: string[];
}

export interface World {
  options: WorldOptions;
  folder: string;
  carrier: Carrier;
  balancer: Balancer;
  replicas: Replica[];
  route: Route;
  recorder: Recorder;
  api: Api;
  database: Database | null;
  /** Between each replica and the database; empty for SQLite. */
  toDatabase: CutProxy[];
  /** Between each replica and the carrier. */
  toCarrier: CutProxy[];
  close: () => Promise<void>;
}

const READ_TIMEOUT_MS = 4_000;

const watchCommits = () => {
  const reader = new FrontendReader();
  return (chunk: Buffer): boolean => reader.push(chunk);
};

/** Starts everything; resolves when every replica is ready. */
export async function startWorld(options: WorldOptions): Promise<World> {
  if (options.store === "sqlite" && options.replicas !== 1) throw new Error("The embedded store belongs to one process.");
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "cordboard-chaos-"));
  mkdirSync(folder, { recursive: true });
  const carrier = await Carrier.start(join(folder, "ledger.jsonl"));
  for (const number of Object.values(OURS)) await carrier.ask("POST", "/sim/numbers", { number, kind: "rented" });
  const database = options.store === "postgres" ? await Database.create(options.postgresBin ?? "", join(folder, "postgres.log")) : null;
  const balancer = await Balancer.start();
  const toDatabase: CutProxy[] = [];
  const toCarrier: CutProxy[] = [];
  const replicas: Replica[] = [];
  const products = options.products ?? [ROOT];
  const carrierPort = Number(new URL(carrier.url).port);
  for (let i = 0; i < options.replicas; i++) {
    const rest = await CutProxy.start({ host: "127.0.0.1", port: carrierPort });
    toCarrier.push(rest);
    const wire = database && (await CutProxy.start({ host: "127.0.0.1", port: database.port }, watchCommits));
    if (wire) toDatabase.push(wire);
    const port = await freePort();
    const env = {
      PORT: String(port),
      PUBLIC_URL: balancer.url,
      DATA_DIR: join(folder, `data-${i + 1}`),
      CORDBOARD_API_KEY: API_KEY,
      CORDBOARD_TEST: "1",
      CORDBOARD_MASTER_KEY: MASTER_KEY,
      PLIVO_AUTH_TOKEN: AUTH_TOKEN,
      PLIVO_API_BASE: `http://127.0.0.1:${rest.port}`,
      EGRESS_ALLOW: "127.0.0.1",
      // Longer than a replica stands still.
      LOOKUP_SETTLE_SECONDS: "10",
      LOG_LEVEL: "warn",
      ...(database && wire && { DATABASE_URL: database.url(wire.port) }),
      ...options.env,
    };
    replicas.push(
      new Replica({
        name: `replica ${i + 1}`,
        port,
        env,
        product: products[i % products.length] ?? ROOT,
        logFile: join(folder, `replica-${i + 1}.log`),
      }),
    );
  }
  // One after another: the first makes the schema.
  for (const replica of replicas) await replica.start();
  const recorder = new Recorder(join(folder, "attempts.jsonl"));
  const route = new Route(replicas, recorder, options.readTimeoutMs ?? READ_TIMEOUT_MS);
  balancer.leadTo(route);
  const api = new Api(replicas);

  const close = async (): Promise<void> => {
    await Promise.all(replicas.map((replica) => replica.kill()));
    await carrier.stop();
    recorder.close();
    await route.close();
    await api.close();
    await balancer.stop();
    for (const proxy of [...toDatabase, ...toCarrier]) await proxy.stop();
    await database?.remove();
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  };
  return { options, folder, carrier, balancer, replicas, route, recorder, api, database, toDatabase, toCarrier, close };
}
