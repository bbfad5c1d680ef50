import { afterEach, expect, it } from "vitest";
import { readDatabaseServer } from "./database-server.ts";
import { createDatabases, type Question } from "./databases.ts";
import { tapedMysql, type TapedServer } from "./test-mysql.ts";

const QUESTION: Question = { sql: "", values: [], mayChange: false, timeoutSeconds: 20, maxRows: 3, maxBytes: 2_048 };

let taped: TapedServer | null = null;
afterEach(async () => {
  await taped?.close();
  taped = null;
});

/** Asks each in turn; the answer or the error of the last. */
async function ask(name: string, asked: Partial<Question>[], breaksAt?: string, change: (url: string) => string = (url) => url) {
  taped = await tapedMysql(name, breaksAt);
  const server = readDatabaseServer(change(taped.url));
  if (!server) throw new Error("That address can't be read.");
  const databases = createDatabases();
  let told: unknown = null;
  for (const question of asked) {
    told = await databases.ask(server, "127.0.0.1", { ...QUESTION, ...question }).catch((error: unknown) => error);
  }
  return told;
}
const change = { mayChange: true };
const TABLE: Partial<Question>[] = [
  { sql: "CREATE OR REPLACE TABLE pets (id INT, name VARCHAR(50), price DECIMAL(6,2), big BIGINT, at DATETIME)", ...change },
  {
    sql: "INSERT INTO pets VALUES (?, ?, ?, ?, '2026-03-02 14:30:00')",
    values: [1, "Rex'; DROP TABLE pets; --", 12.5, "9007199254740993"],
    ...change,
  },
  { sql: "INSERT INTO pets VALUES (?, ?, ?, ?, NULL)", values: [2, "Mia ☎", null, 5], ...change },
];

it("binds values beside the statement, and reads exact numbers and times as they are", async () => {
  expect(await ask("reads rows", [...TABLE, { sql: "SELECT * FROM pets ORDER BY id" }])).toMatchObject({
    rows: [
      { id: 1, name: "Rex'; DROP TABLE pets; --", price: "12.50", big: "9007199254740993", at: "2026-03-02 14:30:00" },
      { id: 2, name: "Mia ☎", price: null, big: 5, at: null },
    ],
    rowCount: 2,
    more: false,
  });
});

it("leaves rows behind that are too many", async () => {
  const told = await ask("too many rows", [...TABLE, { sql: "SELECT name FROM pets ORDER BY id LIMIT ?", values: [2], maxRows: 1 }]);
  expect(told).toMatchObject({ rows: [{ name: "Rex'; DROP TABLE pets; --" }], rowCount: 1, more: true });
});

it("changes in a transaction that it commits, and counts what was changed", async () => {
  const told = await ask("changes rows", [...TABLE, { sql: "UPDATE pets SET price = 3 WHERE id > ?", values: [0], ...change }]);
  expect(told).toMatchObject({ rows: [], rowCount: 2 });
  expect(taped?.heard.slice(-5)).toEqual([
    expect.stringMatching(/^query SET SESSION max_/),
    "query START TRANSACTION READ WRITE",
    "prepare UPDATE pets SET price = 3 WHERE id > ?",
    "execute",
    "query COMMIT",
  ]);
});

it.each<[string, Partial<Question>, object]>([
  ["a change without leave", { sql: "DELETE FROM pets" }, { code: "query_read_only", done: "no" }],
  ["a change of the table without leave", { sql: "DROP TABLE pets" }, { code: "query_read_only", done: "no" }],
  ["a second statement", { sql: "SELECT 1; DROP TABLE pets", ...change }, { code: "query_failed", done: "no", again: false }],
  ["what is no SQL", { sql: "SELEC 1" }, { code: "query_failed" }],
  ["rows that are too large", { sql: "SELECT REPEAT('x', 3000) AS x FROM pets" }, { code: "query_too_large" }],
  ["a query that takes too long", { sql: "SELECT SLEEP(3) AS x", timeoutSeconds: 1 }, { code: "query_timeout", done: "no" }],
])("refuses %s", async (name, question, error) => {
  expect(await ask(name, [...TABLE, question])).toMatchObject(error);
});

it("says that it may have changed something when the connection breaks at it, and tries again when it only read", async () => {
  const update = { sql: "UPDATE pets SET price = 3", ...change };
  expect(await ask("breaks at the change", [update], "execute")).toMatchObject({ code: "uncertain", done: "maybe" });
  await taped?.close();
  expect(await ask("breaks before the change", [update], "query START")).toMatchObject({
    code: "database_unreachable",
    done: "no",
    again: true,
  });
  await taped?.close();
  expect(await ask("breaks while it reads", [{ sql: "SELECT 1" }], "execute")).toMatchObject({ done: "no", again: true });
});

it("does not try a wrong password again", async () => {
  const wrong = (url: string): string => url.replace(/:[^:@/]+@/, ":wrong@");
  expect(await ask("wrong password", [{ sql: "SELECT 1" }], undefined, wrong)).toMatchObject({ code: "sign_in_failed", again: false });
});

it("checks no certificate against a number", async () => {
  const verify = (url: string): string => url.replace("disable", "verify-full");
  expect(await ask("no name", [{ sql: "SELECT 1" }], undefined, verify)).toMatchObject({ code: "secret_invalid" });
});
