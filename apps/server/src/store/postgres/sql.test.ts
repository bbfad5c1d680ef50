import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { sqlSuite } from "../sql-suite.ts";
import { openPostgres, type PostgresDatabase } from "./database.ts";
import { numbered } from "./statement.ts";
import { cableTo } from "./test-cable.ts";
import { createEmptyDatabase, TEST_POSTGRES, withReason } from "./test-database.ts";

it("numbers parameters outside of texts, quoted names and comments", () => {
  expect(numbered(`SELECT '?', 'it''s ?', "a?" FROM t -- ?\n WHERE a = ? AND b IN (?, ?)`)).toBe(
    `SELECT '?', 'it''s ?', "a?" FROM t -- ?\n WHERE a = $1 AND b IN ($2, $3)`,
  );
});

describe.skipIf(!TEST_POSTGRES)(withReason("PostgreSQL"), () => {
  sqlSuite("PostgreSQL", async () => {
    const test = await createEmptyDatabase();
    const { sql } = await test.open();
    return { sql, again: async () => (await test.open()).sql, close: test.drop };
  });

  async function withDatabase(work: (database: PostgresDatabase, open: () => Promise<PostgresDatabase>) => Promise<void>): Promise<void> {
    const test = await createEmptyDatabase();
    try {
      await work(await test.open(), test.open);
    } finally {
      await test.drop();
    }
  }

  it("does a transaction again when two wait for each other", () =>
    withDatabase(async ({ sql }) => {
      await sql.run("CREATE TABLE t (id TEXT PRIMARY KEY, n BIGINT NOT NULL)");
      for (const id of ["a", "b"]) await sql.run("INSERT INTO t VALUES (?, 0)", [id]);
      let tries = 0;
      const both = (first: string, second: string) =>
        sql.transaction(async (tx) => {
          tries++;
          await tx.run("UPDATE t SET n = n + 1 WHERE id = ?", [first]);
          await tx.get("SELECT pg_sleep(0.2)");
          await tx.run("UPDATE t SET n = n + 1 WHERE id = ?", [second]);
        });
      await Promise.all([both("a", "b"), both("b", "a")]);
      expect(await sql.all("SELECT id, n FROM t ORDER BY id")).toEqual([
        { id: "a", n: 2 },
        { id: "b", n: 2 },
      ]);
      expect(tries).toBeGreaterThan(2);
    }));

  it("does not take a transaction for written whose failed statement was caught", () =>
    withDatabase(async ({ sql }) => {
      await sql.run("CREATE TABLE t (id TEXT PRIMARY KEY)");
      const swallowed = sql.transaction(async (tx) => {
        await tx.run("INSERT INTO t VALUES ('a')");
        await tx.run("INSERT INTO t VALUES ('a')").catch(() => 0);
      });
      await expect(swallowed).rejects.toThrow("nothing was written");
      expect(await sql.all("SELECT id FROM t")).toEqual([]);
    }));

  it("gives up on a statement after its time, and is there for the next one", () =>
    withDatabase(async ({ sql }) => {
      const began = performance.now();
      await expect(sql.get("SELECT pg_sleep(20)")).rejects.toThrow();
      expect(performance.now() - began).toBeLessThan(10_000);
      expect(await sql.get("SELECT 1 AS one")).toEqual({ one: 1 });
    }));

  it("outlives the end of all its connections, idle ones and those in a transaction", () =>
    withDatabase(async ({ sql, notifications }, open) => {
      const other = await open();
      const killAll = () =>
        other.sql.all(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
        );
      await sql.run("CREATE TABLE t (id TEXT PRIMARY KEY)");
      const cut = sql.transaction(async (tx) => {
        await tx.run("INSERT INTO t VALUES ('a')");
        await killAll();
        await tx.run("INSERT INTO t VALUES ('b')");
      });
      await expect(cut).rejects.toThrow();
      expect(await sql.all("SELECT id FROM t")).toEqual([]);
      await Promise.all(Array.from({ length: 8 }, () => sql.get("SELECT 1")));
      const back = new Promise<void>((done) => notifications.onGap(done));
      await killAll();
      // Reads are asked again by themselves.
      expect(await Promise.all(Array.from({ length: 8 }, () => sql.get("SELECT 1 AS one")))).toEqual(Array(8).fill({ one: 1 }));
      await back;
      expect(await notifications.works()).toBe(true);
    }));

  it("waits two seconds for a database that went silent, and goes on when it is there again", async () => {
    const test = await createEmptyDatabase();
    const cable = await cableTo(test.url);
    const database = await openPostgres(cable.url, pino({ level: "silent" }));
    try {
      const { sql, notifications } = database;
      await sql.run("CREATE TABLE t (id TEXT PRIMARY KEY)");
      // Some connections are open, more are wanted than there are, and one is in a transaction.
      await Promise.all(Array.from({ length: 8 }, () => sql.get("SELECT 1")));
      let open: (() => void) | undefined;
      const opened = new Promise<void>((done) => (open = done));
      const cut = sql.transaction(async (tx) => {
        await tx.run("INSERT INTO t VALUES ('a')");
        cable.freeze();
        open?.();
        await tx.run("INSERT INTO t VALUES ('b')");
      });
      await opened;
      const began = performance.now();
      const more = Array.from({ length: 40 }, (_, i) => sql.run("INSERT INTO t VALUES (?)", [String(i)]));
      const asked = await Promise.allSettled([cut, ...more]);
      expect(asked.every(({ status }) => status === "rejected")).toBe(true);
      expect(performance.now() - began).toBeLessThan(10_000);
      expect(await sql.alive()).toBe(false);
      const back = new Promise<void>((done) => notifications.onGap(done));
      cable.mend();
      expect(await sql.get("SELECT count(*) AS n FROM t WHERE id IN ('a', 'b')")).toEqual({ n: 0 });
      expect(await sql.alive()).toBe(true);
      await back;
    } finally {
      cable.close();
      await database.close();
      await test.drop();
    }
  });

  it("tells other replicas, and those that came back that they may have missed something", () =>
    withDatabase(async ({ notifications }, open) => {
      const other = await open();
      const heard: string[] = [];
      const arrived = new Promise<void>((done) => other.notifications.listen("test", (text) => heard.push(text) === 2 && done()));
      await other.notifications.works(); // the LISTEN came before this
      await notifications.notify("test", "one");
      await notifications.notify("test", "two");
      await arrived;
      expect(heard).toEqual(["one", "two"]);
    }));
});
