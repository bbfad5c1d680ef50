import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmptyDatabase, type TestDatabase, TEST_POSTGRES, withReason } from "../store/postgres/test-database.ts";
import { readDatabaseServer } from "./database-server.ts";
import { createDatabases, type Question } from "./databases.ts";

const QUESTION: Question = { sql: "", values: [], mayChange: false, timeoutSeconds: 20, maxRows: 3, maxBytes: 2_048 };
const change = { mayChange: true };

describe.skipIf(!TEST_POSTGRES)(withReason("PostgreSQL, asked by a flow"), () => {
  let database: TestDatabase;
  const databases = createDatabases();

  const ask = (sql: string, question: Partial<Question> = {}, url = database.url) => {
    const server = readDatabaseServer(url);
    if (!server) throw new Error("That address can't be read.");
    return databases.ask(server, "127.0.0.1", { ...QUESTION, sql, ...question }).catch((error: unknown) => error);
  };

  beforeAll(async () => {
    database = await createEmptyDatabase();
    await ask("CREATE TABLE pets (id INT, name TEXT, price NUMERIC(6,2), big BIGINT, at TIMESTAMPTZ, tags TEXT[], data JSONB)", change);
    const sql = "INSERT INTO pets VALUES ($1, $2, $3, $4, $5, '{cat,dog}', $6)";
    const values = [1, "Rex'; DROP TABLE pets; --", 12.5, "9007199254740993", "2026-03-02 14:30+01", { a: [1] }];
    await ask(sql, { values, ...change });
    await ask(sql, { values: [2, "Mia ☎", null, 5, null, null], ...change });
  });
  afterAll(() => database.drop());

  it("binds values beside the statement, and reads exact numbers and moments as they are", async () => {
    expect(await ask("SELECT * FROM pets WHERE id = $1 OR name = $2 ORDER BY id", { values: ["1", "Mia ☎"] })).toMatchObject({
      rows: [
        {
          id: 1,
          name: "Rex'; DROP TABLE pets; --",
          price: "12.50",
          big: "9007199254740993",
          at: "2026-03-02T13:30:00.000Z",
          tags: ["cat", "dog"],
          data: { a: [1] },
        },
        { id: 2, price: null, big: 5, at: null, data: null },
      ],
      rowCount: 2,
      more: false,
    });
  });

  it("reads what JSON has no word for as text, and lets no column change the row itself", async () => {
    const sql = `SELECT 'NaN'::float8 AS n, 'infinity'::timestamptz AS i, DATE '2026-03-02' AS d, '\\x00ff'::bytea AS b, 1 AS x, 2 AS x, '{}'::json AS "__proto__"`;
    const told = await ask(sql);
    expect(told).toMatchObject({ rows: [{ n: "NaN", i: "infinity", d: "2026-03-02", b: "00ff", x: 2 }] });
    expect(JSON.stringify(told)).toContain('"__proto__":{}');
  });

  it("counts what was changed, and what a change answers", async () => {
    expect(await ask("UPDATE pets SET price = 3 WHERE id > $1", { values: [0], ...change })).toMatchObject({ rows: [], rowCount: 2 });
    expect(await ask("UPDATE pets SET price = 3 WHERE id > 99", change)).toMatchObject({ rowCount: 0 });
    expect(await ask("UPDATE pets SET price = 4 RETURNING id", { maxRows: 1, ...change })).toMatchObject({ rows: [{ id: 1 }], more: true });
    expect(await ask("SELECT 1 FROM pets WHERE price = 4")).toMatchObject({ rowCount: 2 });
  });

  it("leaves rows behind that are too many", async () => {
    const sql = "SELECT g AS n FROM (SELECT generate_series(1, 1000000) AS g) s";
    expect(await ask(sql)).toMatchObject({ rows: [{ n: 1 }, { n: 2 }, { n: 3 }], rowCount: 3, more: true });
  });

  it.each<[string, string, Partial<Question>, object]>([
    ["a change without leave", "DELETE FROM pets", {}, { code: "query_read_only", done: "no" }],
    ["leave that a statement gives itself", "SET TRANSACTION READ WRITE", {}, { rowCount: 0 }],
    ["a change within a question", "WITH gone AS (DELETE FROM pets RETURNING id) SELECT * FROM gone", {}, { code: "query_read_only" }],
    ["a second statement", "SELECT 1; DROP TABLE pets", change, { code: "query_failed", again: false }],
    ["what is no SQL", "SELEC 1", {}, { code: "query_failed" }],
    ["a value of another type", "SELECT * FROM pets WHERE id = $1", { values: ["x"] }, { code: "query_failed" }],
    ["rows that are too large", "SELECT repeat('x', 3000) AS x", {}, { code: "query_too_large" }],
    ["a row larger than there is memory for", "SELECT repeat('x', 20000000) AS x", {}, { code: "query_too_large" }],
    ["a query that takes too long", "SELECT pg_sleep(9)", { timeoutSeconds: 1 }, { code: "query_timeout", done: "no" }],
    [
      "a change that takes too long",
      "UPDATE pets SET id = (SELECT 9 FROM pg_sleep(9))",
      { timeoutSeconds: 1, ...change },
      { code: "query_timeout", done: "no" },
    ],
  ])("%s", async (_name, sql, question, told) => {
    expect(await ask(sql, question)).toMatchObject(told);
    expect(await ask("SELECT count(*) AS n FROM pets WHERE id < 9")).toMatchObject({ rows: [{ n: 2 }] });
  });

  it("takes back a change whose answer is too large to keep", async () => {
    expect(await ask("UPDATE pets SET name = repeat('x', 3000) RETURNING name", change)).toMatchObject({ code: "query_too_large" });
    expect(await ask("SELECT 1 FROM pets WHERE length(name) = 3000")).toMatchObject({ rowCount: 0 });
  });

  it("takes nothing from our own environment", async () => {
    const before = process.env["PGDATABASE"];
    process.env["PGDATABASE"] = "postgres";
    try {
      expect(await ask("SELECT current_database() AS name")).toMatchObject({ rows: [{ name: new URL(database.url).pathname.slice(1) }] });
    } finally {
      if (before === undefined) delete process.env["PGDATABASE"];
      else process.env["PGDATABASE"] = before;
    }
  });

  it("does not try again what will never be let in, and tries a server that is away", async () => {
    const with_ = (change: (url: URL) => void): string => {
      const url = new URL(database.url);
      change(url);
      return url.href;
    };
    expect(
      await ask(
        "SELECT 1",
        {},
        with_((url) => (url.pathname = "/nothing")),
      ),
    ).toMatchObject({ code: "sign_in_failed", again: false });
    expect(
      await ask(
        "SELECT 1",
        {},
        with_((url) => (url.port = "1")),
      ),
    ).toMatchObject({ code: "database_unreachable", again: true });
    expect(
      await ask(
        "SELECT 1",
        {},
        with_((url) => (url.search = "?sslmode=require")),
      ),
    ).toMatchObject({ code: "database_unreachable" });
  });
});
