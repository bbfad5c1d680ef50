import { readFileSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { ANN, cpuSeconds, sim, wholeCall } from "./calls.ts";
import { callFlow } from "./flow.ts";
import { printTable, save } from "./results.ts";
import { load } from "./caller.ts";
import { type CordboardOptions, startCordboard } from "./targets/cordboard.ts";

/*
 * What a call leaves behind, for docs/operators/scale.md: rows, bytes on disk, bytes of log, flushes, and the processor time
 * of both sides. A call is answered, hears a menu, presses a key, is forwarded, talks, and hangs up.
 */
const CALLS = Number(process.env["CALLS"] ?? 400);
const AT_ONCE = 20;
const SECONDS = Number(process.env["SECONDS_PER_CASE"] ?? 5);
/** Slow enough that a busy machine presses the key before the menu gives up. */
const TIME_SCALE = 2;

/** Sums since the database was made, or of the processes that serve it. */
interface Counts {
  diskBytes: number;
  logBytes: number;
  flushes: number;
  databaseCpuSeconds: number;
}
interface Probe {
  counts: () => Promise<Counts>;
  rows: () => Promise<Record<string, number>>;
  close: () => Promise<void>;
}

const RUN_TABLES = ["runs", "journal", "events", "carrier_log", "inbox", "timers", "effects", "tokens", "legs", "messages", "nonces"];

/** `writtenBytes`: by the server's process; SQLite's log and checkpoints are all that it writes. */
function probeSqlite(file: string, writtenBytes: () => number): Probe {
  const db = new DatabaseSync(file, { readOnly: true });
  const size = (name: string): number => statSync(name, { throwIfNoEntry: false })?.size ?? 0;
  return {
    counts: async () => ({ diskBytes: size(file), logBytes: writtenBytes(), flushes: Number.NaN, databaseCpuSeconds: 0 }),
    rows: async () =>
      Object.fromEntries(RUN_TABLES.map((table) => [table, Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"])])),
    close: async () => db.close(),
  };
}

async function probePostgres(url: string): Promise<Probe> {
  const client = new pg.Client({ connectionString: url });
  // When a call fails, the database goes before this does; that must not hide why.
  client.on("error", () => undefined);
  await client.connect();
  const one = async (sql: string): Promise<Record<string, unknown>> => (await client.query<Record<string, unknown>>(sql)).rows[0] ?? {};
  return {
    counts: async () => {
      const found = await one(`SELECT pg_database_size(current_database()) AS disk, wal_bytes, wal_sync,
        (SELECT array_agg(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()) AS pids FROM pg_stat_wal`);
      const pids = (found["pids"] as number[]).map(cpuSeconds);
      return {
        diskBytes: Number(found["disk"]),
        logBytes: Number(found["wal_bytes"]),
        flushes: Number(found["wal_sync"]),
        databaseCpuSeconds: pids.reduce((sum, seconds) => sum + seconds, 0),
      };
    },
    rows: async () => {
      const counted = await one(`SELECT ${RUN_TABLES.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`).join(", ")}`);
      return Object.fromEntries(Object.entries(counted).map(([table, n]) => [table, Number(n)]));
    },
    close: () => client.end(),
  };
}

/** Bytes that a process sent to the disk. */
const writtenBytes = (pid: number | undefined): number => Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, "utf8"))?.[1]);

async function webhooks(server: { base: string }): Promise<number> {
  const text = await (await fetch(`${server.base}/metrics`)).text();
  return [...text.matchAll(/^cordboard_webhooks_total\{.*\} (\d+)/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
}

type Server = Awaited<ReturnType<typeof startCordboard>>;
interface Look extends Counts {
  rows: Record<string, number>;
  cpuSeconds: number;
  webhooks: number;
}
interface Use {
  webhooks: number;
  rows: Record<string, number>;
  diskBytes: number;
  logBytes: number;
  flushes: number;
  cpuMs: number;
  databaseCpuMs: number;
}

/** What `work` uses up, on a server and a database of its own. */
async function used(root: string, options: CordboardOptions, work: (server: Server) => Promise<() => Promise<unknown>>): Promise<Use> {
  let at: { file: string } | { url: string } | undefined;
  const server = await startCordboard(root, { ...options, fill: async (target) => void (at = target) });
  const probe = at && "url" in at ? await probePostgres(at.url) : probeSqlite(at?.file ?? "", () => writtenBytes(server.pid));
  try {
    const look = async (): Promise<Look> => ({
      ...(await probe.counts()),
      rows: await probe.rows(),
      cpuSeconds: cpuSeconds(server.pid),
      webhooks: await webhooks(server),
    });
    const measured = await work(server);
    const before = await look();
    await measured();
    // The last reports are still coming in.
    await new Promise((done) => setTimeout(done, 2_000));
    const after = await look();
    return {
      webhooks: after.webhooks - before.webhooks,
      rows: Object.fromEntries(RUN_TABLES.map((table) => [table, (after.rows[table] ?? 0) - (before.rows[table] ?? 0)])),
      diskBytes: after.diskBytes - before.diskBytes,
      logBytes: after.logBytes - before.logBytes,
      flushes: after.flushes - before.flushes,
      cpuMs: (after.cpuSeconds - before.cpuSeconds) * 1e3,
      databaseCpuMs: (after.databaseCpuSeconds - before.databaseCpuSeconds) * 1e3,
    };
  } finally {
    await probe.close();
    await server.stop();
  }
}

function calls(root: string, postgres?: string): Promise<Use> {
  const env = { SIMULATOR_TIME_SCALE: String(TIME_SCALE) };
  return used(root, { postgres, document: callFlow(ANN), env }, async (server) => {
    const script = { answerAfterSeconds: 1, steps: [{ afterSeconds: 3, hangup: true }] };
    await sim(server, "POST", "/sim/numbers", { number: ANN, kind: "phone", script });
    await Promise.all(Array.from({ length: 10 }, () => wholeCall(server)));
    let left = CALLS;
    const one = async (): Promise<void> => {
      while (left-- > 0) await wholeCall(server);
    };
    return () => Promise.all(Array.from({ length: AT_ONCE }, one));
  });
}

/** Menus as fast as 64 callers can press keys: what a webhook costs when there is much to do at once. */
function busy(root: string, postgres?: string): Promise<Use> {
  return used(root, { postgres }, async (server) => {
    const target = { name: "busy", url: server.url, follow: true, authToken: server.authToken };
    await load(target, 64, 2);
    return () => load(target, 64, SECONDS);
  });
}

export async function benchVolume(root: string): Promise<void> {
  const postgres = process.env["CORDBOARD_BENCH_POSTGRES"];
  const stores: [string, string | undefined][] = [
    ["SQLite", undefined],
    ...(postgres ? [["PostgreSQL", postgres] as [string, string]] : []),
  ];
  const [perCall, perWebhook, rowsPerCall] = [[] as object[], [] as object[], [] as object[]];
  for (const [store, url] of stores) {
    const whole = await calls(root, url);
    perCall.push({
      store,
      calls: CALLS,
      webhooks: whole.webhooks / CALLS,
      rows: Object.values(whole.rows).reduce((sum, n) => sum + n, 0) / CALLS,
      "disk kB": whole.diskBytes / CALLS / 1e3,
      "log kB": whole.logBytes / CALLS / 1e3,
      flushes: whole.flushes / CALLS,
      "process CPU ms": whole.cpuMs / CALLS,
      "database CPU ms": whole.databaseCpuMs / CALLS,
    });
    rowsPerCall.push({ store, ...Object.fromEntries(Object.entries(whole.rows).map(([table, n]) => [table, n / CALLS])) });
    const full = await busy(root, url);
    perWebhook.push({
      store,
      webhooks: full.webhooks,
      "log kB": full.logBytes / full.webhooks / 1e3,
      flushes: full.flushes / full.webhooks,
      "process CPU ms": full.cpuMs / full.webhooks,
      "database CPU ms": full.databaseCpuMs / full.webhooks,
    });
  }
  printTable("What a call leaves behind, and costs", perCall);
  printTable("Rows per call", rowsPerCall);
  printTable("What a webhook costs with 64 callers", perWebhook);
  save("volume", { perCall, rowsPerCall, perWebhook });
}
