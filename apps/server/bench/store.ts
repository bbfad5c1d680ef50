import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { pino } from "pino";
import type { CommitItem, RunStore } from "../src/store/run-store.ts";
import { openPostgres } from "../src/store/postgres/database.ts";
import { createPostgresRunStore } from "../src/store/postgres/postgres-run-store.ts";
import type { Sql } from "../src/store/sql.ts";
import { openSqlite } from "../src/store/sqlite/sql.ts";
import { createSqliteRunStore } from "../src/store/sqlite/sqlite-run-store.ts";
import { commitOf, fill, type Hot, newHot, oneTransaction } from "./store-work.ts";

/*
 * The run store alone: natural batches beside one transaction per webhook, claimed and fired timers, and both again with a
 * million stored runs. Cases take turns. `npm run bench -- store`; PostgreSQL when CORDBOARD_BENCH_POSTGRES names one.
 */
const ROUNDS = Number(process.env["ROUNDS"] ?? 5);
const SECONDS = Number(process.env["SECONDS_PER_CASE"] ?? 2);
const MANY = Number(process.env["STORED_RUNS"] ?? 1_000_000);
const AT_ONCE = 64;
const RUNS = 2_000;
const TIMERS = 5_000;

interface Engine {
  name: string;
  store: RunStore;
  sql: Sql;
  /** For what takes long. */
  bulk: Sql;
  /** Batches that are written at the same time. */
  inFlight: number;
  maxItems: number;
  close: () => Promise<void>;
}

async function sqlite(): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), "cordboard-bench-"));
  const sql = openSqlite(join(folder, "bench.db"));
  const store = createSqliteRunStore(sql);
  const close = async (): Promise<void> => {
    await store.close();
    rmSync(folder, { recursive: true });
  };
  return { name: "SQLite", store, sql, bulk: sql, inFlight: 2, maxItems: 32, close };
}

async function postgres(server: string): Promise<Engine> {
  const { url, drop } = await newDatabase(server);
  const database = await openPostgres(url, pino({ level: "silent" }));
  const { runs } = await createPostgresRunStore(database, pino({ level: "silent" }));
  const close = async (): Promise<void> => {
    await runs.close();
    await database.close();
    await drop();
  };
  return { name: "PostgreSQL", store: runs, sql: database.sql, bulk: database.patient, inFlight: 3, maxItems: 32, close };
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** `atOnce` callers, each with one webhook after the other, for SECONDS. Answers webhooks per second and their times in ms. */
async function callers(atOnce: number, webhook: () => Promise<void>): Promise<{ perSecond: number; p50: number; p99: number }> {
  const took: number[] = [];
  const began = performance.now();
  const until = began + SECONDS * 1_000;
  const caller = async (): Promise<void> => {
    while (performance.now() < until) {
      const at = performance.now();
      await webhook();
      took.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
  took.sort((a, b) => a - b);
  const at = (share: number): number => took[Math.floor(took.length * share)] ?? Number.NaN;
  return { perSecond: (took.length / (performance.now() - began)) * 1_000, p50: at(0.5), p99: at(0.99) };
}

/** Takes turns over the runs; one run is never in two webhooks. */
function turns(hot: Hot[]): () => Hot {
  let next = 0;
  return () => {
    for (;;) {
      const run = hot[next++ % hot.length];
      if (run && !run.busy) return Object.assign(run, { busy: true });
    }
  };
}

/** What gathers while others are written goes together. */
function batched({ store, inFlight, maxItems }: Engine, take: () => Hot): () => Promise<void> {
  let queue: { hot: Hot; done: () => void; failed: (error: unknown) => void }[] = [];
  let writing = 0;
  const write = async (): Promise<void> => {
    const batch = queue.slice(0, maxItems);
    queue = queue.slice(maxItems);
    writing++;
    try {
      const items = batch.map(({ hot }) => commitOf(hot));
      const loaded = await store.load({ runIds: items.map((item) => item.runId), inboxKeys: keysOf(items) });
      if (loaded.runs.size !== items.length) throw new Error("a run is missing");
      const outcomes = await store.commit(items);
      outcomes.forEach((outcome, i) => {
        const { hot, done, failed } = batch[i] ?? {};
        if (outcome instanceof Error || outcome.kind !== "committed") return failed?.(outcome);
        if (hot) Object.assign(hot, { version: outcome.version, busy: false });
        done?.();
      });
    } catch (error) {
      for (const { failed } of batch) failed(error);
    } finally {
      writing--;
      start();
    }
  };
  const start = (): void => {
    while (queue.length > 0 && writing < inFlight) void write();
  };
  return () =>
    new Promise((done, failed) => {
      queue.push({ hot: take(), done, failed });
      setImmediate(start);
    });
}

const keysOf = (items: CommitItem[]): string[] => items.flatMap(({ inbox }) => (inbox ? [inbox.key] : []));

async function timersPerSecond({ store }: Engine): Promise<number> {
  const now = await store.now();
  const runs = Array.from({ length: TIMERS }, () => newHot(now));
  for (let i = 0; i < runs.length; i += 50)
    await store.commit(runs.slice(i, i + 50).map((hot) => commitOf(hot, { timer: { id: "t", dueAt: now - 1 } })));
  for (const hot of runs) hot.version++;
  const byId = new Map(runs.map((hot) => [hot.id, hot]));
  const began = performance.now();
  let fired = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      const due = await store.claimTimers({ owner: "bench", leaseMs: 10_000, limit: 60 });
      if (due.length === 0) return;
      const items = due.flatMap(({ runId }) => byId.get(runId) ?? []).map((hot) => commitOf(hot, { fires: "t" }));
      const outcomes = await store.commit(items);
      fired += outcomes.filter((outcome) => !(outcome instanceof Error) && outcome.kind === "committed").length;
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  if (fired !== TIMERS) throw new Error(`${fired} of ${TIMERS} timers fired`);
  return (fired / (performance.now() - began)) * 1_000;
}

async function measure(engine: Engine): Promise<Record<string, string | number>> {
  const now = await engine.store.now();
  const hot = Array.from({ length: RUNS }, () => newHot(now));
  for (let i = 0; i < hot.length; i += 50) {
    const part = hot.slice(i, i + 50);
    await engine.store.commit(part.map((run) => commitOf(run)));
    for (const run of part) run.version = 1;
  }
  const take = turns(hot);
  const cases = {
    batched: { atOnce: AT_ONCE, webhook: batched(engine, take) },
    "one by one": { atOnce: AT_ONCE, webhook: batched({ ...engine, inFlight: engine.name === "SQLite" ? 1 : 16, maxItems: 1 }, take) },
    statements: { atOnce: AT_ONCE, webhook: oneTransaction(engine.sql, take) },
    alone: { atOnce: 1, webhook: batched(engine, take) },
  };
  const found: Record<keyof typeof cases, Awaited<ReturnType<typeof callers>>[]> = {
    batched: [],
    "one by one": [],
    statements: [],
    alone: [],
  };
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of ["batched", "one by one", "statements", "alone"] as const) {
      const load = await callers(cases[name].atOnce, cases[name].webhook);
      // The first round warms up.
      if (round > 0) found[name].push(load);
    }
  }
  const rate = (name: keyof typeof cases): number => median(found[name].map((l) => l.perSecond));
  const timers = await timersPerSecond(engine);
  await fill(engine.bulk, MANY, now);
  await engine.bulk.run("ANALYZE");
  const full = [];
  for (let round = 0; round < ROUNDS; round++) full.push((await callers(AT_ONCE, cases.batched.webhook)).perSecond);
  return {
    store: engine.name,
    "batched/s": Math.round(rate("batched")),
    "p50 ms": median(found.batched.map((l) => l.p50)),
    "p99 ms": median(found.batched.map((l) => l.p99)),
    "one by one/s": Math.round(rate("one by one")),
    "÷ one by one": rate("batched") / rate("one by one"),
    "statement by statement/s": Math.round(rate("statements")),
    "÷ statement by statement": rate("batched") / rate("statements"),
    "alone, p50 ms": median(found.alone.map((l) => l.p50)),
    "timers/s": Math.round(timers),
    [`timers/s, ${MANY} wait`]: Math.round(await timersPerSecond(engine)),
    [`cost with ${MANY} runs ÷ few`]: rate("batched") / median(full),
  };
}

/** An empty database on the server behind `url`. */
async function newDatabase(url: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `bench_${randomUUID().replaceAll("-", "")}`;
  const administer = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await administer(`CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => administer(`DROP DATABASE ${name} WITH (FORCE)`) };
}

const server = process.env["CORDBOARD_BENCH_POSTGRES"];
const rows = [];
for (const open of [sqlite, ...(server === undefined ? [] : [() => postgres(server)])]) {
  const engine = await open();
  rows.push(await measure(engine));
  await engine.close();
}
console.log("\nThe run store alone");
console.table(rows);
const results = join(import.meta.dirname, "../../../bench/results");
mkdirSync(results, { recursive: true });
const machine = {
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  load: loadavg()[0],
};
writeFileSync(join(results, "store.json"), `${JSON.stringify({ at: new Date().toISOString(), machine, rows }, null, 2)}\n`);
