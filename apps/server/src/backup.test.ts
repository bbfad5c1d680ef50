import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { pino } from "pino";
import { afterAll, afterEach, expect, it } from "vitest";
import { type Cordboard, defaultPaths, startCordboard } from "./app.ts";
import { backUp, markRestored, restore } from "./backup.ts";
import { readSettings } from "./settings.ts";
import { until } from "./test-world.ts";

const root = mkdtempSync(join(tmpdir(), "cordboard-backup-"));
const KEY = "test-key-0123456789abcdef";
const running: Cordboard[] = [];
const carriers: Server[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
  for (const one of carriers.splice(0)) one.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const fresh = (): string => join(root, `${++folders}`);
const coded = (code: string) => expect.objectContaining({ code });

/** A carrier that answers every text with `status`, and counts them. */
async function carrier(status: number): Promise<{ url: string; texts: () => number }> {
  let texts = 0;
  const server = createServer((request, response) => {
    request.resume();
    const isText = request.method === "POST" && request.url?.includes("/Message/");
    if (isText) texts++;
    response.writeHead(isText ? status : 404, { "content-type": "application/json" });
    response.end(JSON.stringify({ message_uuid: [`uuid-${texts}`], api_id: "x", error: "not now" }));
  }).listen(0, "127.0.0.1");
  carriers.push(server);
  await once(server, "listening");
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`, texts: () => texts };
}

async function start(dataDir: string, carrierUrl: string): Promise<Cordboard> {
  const env = { PORT: "0", DATA_DIR: dataDir, CORDBOARD_API_KEY: KEY, PLIVO_API_BASE: carrierUrl };
  const cordboard = await startCordboard(
    readSettings(env, root),
    defaultPaths(join(import.meta.dirname, "..", "..", ".."), "0"),
    pino({ level: "silent" }),
  );
  running.push(cordboard);
  return cordboard;
}
async function stop(): Promise<void> {
  await running.pop()?.stop();
}

async function api(cordboard: Cordboard, path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${cordboard.url}/api${path}`, {
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}
const effects = async (cordboard: Cordboard, state: string): Promise<unknown[]> => {
  const { items } = await api(cordboard, `/effects?state=${state}`);
  return Array.isArray(items) ? items : [];
};

const TEXT_FLOW = {
  format: "cordboard/flow@1",
  name: "One text",
  description: "",
  nodes: [
    { id: "start", type: "start", name: "Start", config: {} },
    { id: "text", type: "send_message", name: "Text", config: { from: "+14155550199", to: ["+14155550101"], text: "Hello" } },
  ],
  edges: [{ from: "start", exit: "api_request", to: "text" }],
  variables: [],
  notes: [],
  tests: [],
  layout: {},
};

it("a text that was still to be sent when the backup was made is not sent again by what is restored", async () => {
  // It surely did not do it: tried again later.
  const away = await carrier(429);
  const dataDir = fresh();
  const first = await start(dataDir, away.url);
  const flow = await api(first, "/flows", { name: "One text", document: TEXT_FLOW });
  await api(first, `/flows/${String(flow["id"])}/publish`, { revision: 1 });
  await api(first, `/flows/${String(flow["id"])}/runs`, {});
  await until(async () => away.texts() > 0 && (await effects(first, "pending")).length === 1);
  const backup = await backUp(dataDir, fresh(), { withKeys: true });
  expect(backup.keys).toContain("master.key");
  await stop();

  const back = await carrier(202);
  // Sent, after the backup was made.
  await start(dataDir, back.url);
  await until(async () => back.texts() === 1);
  await stop();

  restore(backup.folder, dataDir);
  const again = await start(dataDir, back.url);
  expect(await effects(again, "uncertain")).toMatchObject([{ kind: "send_message", state: "uncertain" }]);
  await new Promise((done) => setTimeout(done, 1_500));
  expect(back.texts()).toBe(1);
  await stop();
  // The mark counts once.
  await start(dataDir, back.url);
});

/** A data folder as a server leaves it, with something in the file beside the database. */
function dataFolder(value: string): { dir: string; close: () => void } {
  const dir = fresh();
  mkdirSync(dir);
  const db = new Database(join(dir, "cordboard.db"));
  db.pragma("journal_mode = WAL");
  db.exec("CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
  db.prepare("INSERT INTO settings VALUES ('what', ?)").run(value);
  writeFileSync(join(dir, "master.key"), `${"ab".repeat(32)}\n`, { mode: 0o600 });
  return { dir, close: () => db.close() };
}
function settings(dir: string): Record<string, string> {
  const db = new Database(join(dir, "cordboard.db"), { readonly: true });
  const rows = db.prepare<[], { name: string; value: string }>("SELECT name, value FROM settings").all();
  db.close();
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

it("copies one moment of a database in use into a folder that only its user may read", async () => {
  const used = dataFolder("in use");
  const { folder, bytes } = await backUp(used.dir, fresh(), { withKeys: true });
  expect(readdirSync(folder).toSorted()).toEqual(["cordboard.db", "master.key"]);
  expect(settings(folder)).toEqual({ what: "in use", restored: "1" });
  expect(settings(used.dir)).toEqual({ what: "in use" });
  expect(bytes).toBe(statSync(join(folder, "cordboard.db")).size);
  for (const name of ["cordboard.db", "master.key"]) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  used.close();
  const bare = await backUp(used.dir, fresh(), { withKeys: false });
  expect(readdirSync(bare.folder)).toEqual(["cordboard.db"]);
});

it("makes no half backups", async () => {
  await expect(backUp(fresh(), fresh(), { withKeys: true })).rejects.toThrow(coded("backup_not_made"));
  const { dir, close } = dataFolder("x");
  close();
  const taken = fresh();
  mkdirSync(taken);
  await expect(backUp(dir, taken, { withKeys: true })).rejects.toThrow(coded("backup_not_made"));
  writeFileSync(join(dir, "cordboard.db"), "this is no database, and quite long enough to look at".repeat(50));
  const to = fresh();
  await expect(backUp(dir, to, { withKeys: true })).rejects.toThrow(coded("backup_not_made"));
  expect(existsSync(to)).toBe(false);
});

it("moves aside what is there, keys too, and keeps the key when the backup has none", async () => {
  const old = dataFolder("old");
  const backup = await backUp(old.dir, fresh(), { withKeys: false });
  old.close();
  const now = dataFolder("now");
  now.close();
  writeFileSync(join(now.dir, "master.key"), `${"cd".repeat(32)}\n`);
  const { before, hasKey } = restore(backup.folder, now.dir);
  expect(hasKey).toBe(true);
  expect(readFileSync(join(now.dir, "master.key"), "utf8")).toContain("cdcd");
  expect(settings(now.dir)).toEqual({ what: "old", restored: "1" });
  expect(settings(before ?? "")).toEqual({ what: "now" });
  expect(restore(backup.folder, fresh())).toMatchObject({ before: null, hasKey: false });
});

it("takes a copy of a data folder whose server was killed, with what stood beside the database", () => {
  const killed = dataFolder("only in the second file");
  const copy = fresh();
  cpSync(killed.dir, copy, { recursive: true });
  killed.close();
  const target = fresh();
  restore(copy, target);
  expect(settings(target)).toEqual({ what: "only in the second file", restored: "1" });
  expect(readdirSync(copy).toSorted()).toEqual(["cordboard.db", "cordboard.db-shm", "cordboard.db-wal", "master.key"]);

  markRestored(copy);
  expect(settings(copy)).toMatchObject({ restored: "1" });
});

it("changes nothing when the backup is none, or the server runs", async () => {
  const { dir, close } = dataFolder("mine");
  close();
  const broken = fresh();
  mkdirSync(broken);
  expect(() => restore(broken, dir)).toThrow(coded("backup_unusable"));
  expect(() => markRestored(broken)).toThrow(coded("backup_unusable"));
  writeFileSync(join(broken, "cordboard.db"), "no database");
  expect(() => restore(broken, dir)).toThrow(coded("backup_unusable"));
  expect(() => restore(dir, dir)).toThrow(coded("backup_unusable"));
  expect(settings(dir)).toEqual({ what: "mine" });

  const { url } = await carrier(404);
  const dataDir = fresh();
  await start(dataDir, url);
  expect(() => restore(dir, dataDir)).toThrow(coded("data_dir_locked"));
  expect(() => markRestored(dataDir)).toThrow(coded("data_dir_locked"));
});
