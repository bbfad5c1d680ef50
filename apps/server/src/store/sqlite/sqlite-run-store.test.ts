import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { claimsSuite } from "../claims-suite.ts";
import { messagesSuite, MIGRATIONS_BEFORE } from "../messages-suite.ts";
import { partiesSuite } from "../parties-suite.ts";
import type { RunStore } from "../run-store.ts";
import { type OpenStore, runStoreSuite } from "../run-store-suite.ts";
import { createRunHistory } from "../runs/run-history.ts";
import { secretsSuite } from "../secrets-suite.ts";
import { migrate, openDatabase } from "./database.ts";
import { RUN_MIGRATIONS } from "./run-migrations.ts";
import { openSqlite } from "./sql.ts";
import { createSqliteRunStore } from "./sqlite-run-store.ts";

const folder = mkdtempSync(join(tmpdir(), "cordboard-store-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const freshFile = (): string => join(folder, `${++files}.db`);

const openStore: OpenStore = async (clock) => {
  const file = freshFile();
  const open = (): RunStore => createSqliteRunStore(openSqlite(file), clock);
  return { store: open(), reopen: async () => open(), drop: async () => rmSync(file) };
};
runStoreSuite("embedded run store", openStore);
secretsSuite("embedded run store", openStore);
claimsSuite("embedded run store", openStore);
partiesSuite("embedded run store", openStore);
const nothing = async (): Promise<void> => undefined;
messagesSuite(
  "embedded run store",
  async (clock) => {
    const sql = openSqlite(":memory:");
    return { store: createSqliteRunStore(sql, clock), history: createRunHistory(sql), drop: nothing };
  },
  async () => {
    const sql = openSqlite(":memory:");
    sql.migrate("runs", RUN_MIGRATIONS.slice(0, MIGRATIONS_BEFORE));
    const upgrade = async () => {
      createSqliteRunStore(sql);
      return createRunHistory(sql);
    };
    return { sql, upgrade, drop: () => sql.close() };
  },
);

it("migrates each area on its own and refuses a file that a newer program has changed for good", () => {
  const db = openDatabase(freshFile());
  migrate(db, "a", ["CREATE TABLE one (x)"]);
  migrate(db, "b", ["CREATE TABLE two (x)"]);
  migrate(db, "a", ["CREATE TABLE one (x)", "CREATE TABLE three (x)"]);
  expect(db.prepare("SELECT count(*) AS n FROM migrations").get()).toEqual({ n: 3 });
  // The program before this one goes on beside what was only added.
  migrate(db, "a", ["CREATE TABLE one (x)"]);
  migrate(db, "a", ["", "", { sql: "DROP TABLE three", breaking: true }]);
  expect(() => migrate(db, "a", ["CREATE TABLE one (x)"])).toThrow(/newer Cordboard/);
  db.close();
});

it("takes a file of 0.1, whose migrations say nothing of breaking", () => {
  const db = openDatabase(freshFile());
  db.exec("CREATE TABLE migrations (area TEXT NOT NULL, n INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (area, n)) WITHOUT ROWID");
  db.exec("INSERT INTO migrations VALUES ('a', 1, '2026-11-01')");
  migrate(db, "a", ["this was done", "CREATE TABLE two (x)"]);
  expect(db.prepare("SELECT n, breaking FROM migrations ORDER BY n").all()).toEqual([
    { n: 1, breaking: 0 },
    { n: 2, breaking: 0 },
  ]);
  db.close();
});

it("is durable: WAL with a sync at every commit", () => {
  const db = openDatabase(freshFile());
  expect([db.pragma("journal_mode", { simple: true }), db.pragma("synchronous", { simple: true })]).toEqual(["wal", 2]);
  db.close();
});

it("says what is wrong when the file cannot be opened", () => {
  expect(() => openDatabase(join(folder, "no", "such", "folder.db"))).toThrow(/cannot be opened/);
});
