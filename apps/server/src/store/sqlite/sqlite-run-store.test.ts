import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { runStoreSuite } from "../run-store-suite.ts";
import { migrate, openDatabase } from "./database.ts";
import { createSqliteRunStore } from "./sqlite-run-store.ts";

const folder = mkdtempSync(join(tmpdir(), "cordboard-store-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const freshFile = (): string => join(folder, `${++files}.db`);

runStoreSuite("embedded run store", async (clock) => {
  const file = freshFile();
  const open = (): ReturnType<typeof createSqliteRunStore> => createSqliteRunStore(openDatabase(file), clock);
  return { store: open(), reopen: async () => open() };
});

it("migrates each area on its own and refuses a file from a newer program", () => {
  const file = freshFile();
  const db = openDatabase(file);
  migrate(db, "a", ["CREATE TABLE one (x)"]);
  migrate(db, "b", ["CREATE TABLE two (x)"]);
  migrate(db, "a", ["CREATE TABLE one (x)", "CREATE TABLE three (x)"]);
  expect(db.prepare("SELECT count(*) AS n FROM migrations").get()).toEqual({ n: 3 });
  expect(() => migrate(db, "a", ["CREATE TABLE one (x)"])).toThrow(/newer Cordboard/);
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
