import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sql } from "./sql.ts";

/** What the port promises, on every engine. `open` gives an empty database; `again` the same one, as a second user of it. */
export function sqlSuite(name: string, open: () => Promise<{ sql: Sql; again: () => Promise<Sql>; close: () => Promise<void> }>): void {
  describe(`sql port: ${name}`, () => {
    let sql: Sql;
    let under: Awaited<ReturnType<typeof open>>;
    beforeEach(async () => {
      under = await open();
      ({ sql } = under);
      const bytes = sql.engine === "postgres" ? "BYTEA" : "BLOB";
      await sql.run(`CREATE TABLE things (id TEXT PRIMARY KEY, n BIGINT NOT NULL, "by" TEXT, body ${bytes})`);
    });
    afterEach(() => under.close());
    const add = (id: string, n: number) => sql.run("INSERT INTO things (id, n) VALUES (?, ?)", [id, n]);

    it("gives back what was put in: large numbers, null, bytes, any text", async () => {
      const text = "a?'b\"c $1 -- é 😀";
      const body = Buffer.from([0, 1, 255, 63]);
      const changed = await sql.run('INSERT INTO things (id, n, "by", body) VALUES (?, ?, ?, ?)', [
        text,
        Number.MAX_SAFE_INTEGER,
        null,
        body,
      ]);
      expect(changed).toBe(1);
      const row = await sql.get<{ id: string; n: number; by: null; body: Buffer; q: string }>(
        `SELECT id, n, "by", body, 'is it?' AS q FROM things WHERE id = ? -- one?`,
        [text],
      );
      expect(row).toMatchObject({ id: text, n: Number.MAX_SAFE_INTEGER, by: null, q: "is it?" });
      expect(Buffer.isBuffer(row?.body) && row.body.equals(body)).toBe(true);
      expect(await sql.get("SELECT id FROM things WHERE id = ?", ["nope"])).toBeUndefined();
      expect(await sql.get("SELECT count(*) AS n, sum(n) AS total FROM things")).toEqual({ n: 1, total: Number.MAX_SAFE_INTEGER });
    });

    it("counts what changed, and returns rows of a change", async () => {
      await add("a", 1);
      await add("b", 2);
      expect(await sql.run("UPDATE things SET n = n + ? WHERE n > ?", [10, 1])).toBe(1);
      expect(await sql.run("INSERT INTO things (id, n) VALUES (?, ?) ON CONFLICT DO NOTHING", ["a", 5])).toBe(0);
      expect(await sql.all("DELETE FROM things WHERE n > ? RETURNING id, n", [5])).toEqual([{ id: "b", n: 12 }]);
      expect(await sql.all("SELECT id FROM things ORDER BY id")).toEqual([{ id: "a" }]);
    });

    it("writes a transaction whole or not at all", async () => {
      await sql.transaction(async (tx) => {
        await tx.run("INSERT INTO things (id, n) VALUES (?, ?)", ["a", 1]);
        expect(await tx.get("SELECT n FROM things WHERE id = ?", ["a"])).toEqual({ n: 1 });
      });
      const half = sql.transaction(async (tx) => {
        await tx.run("UPDATE things SET n = 2 WHERE id = ?", ["a"]);
        throw new Error("no");
      });
      await expect(half).rejects.toThrow("no");
      expect(await sql.get("SELECT n FROM things WHERE id = ?", ["a"])).toEqual({ n: 1 });
      const refused = sql.transaction(async (tx) => {
        await tx.run("UPDATE things SET n = 3 WHERE id = ?", ["a"]);
        await tx.run("INSERT INTO things (id, n) VALUES (?, ?)", ["a", 9]);
      });
      await expect(refused).rejects.toThrow();
      expect(await sql.get("SELECT n FROM things WHERE id = ?", ["a"])).toEqual({ n: 1 });
      await add("b", 1);
    });

    it("loses no change when two add to one row at once", async () => {
      await add("a", 0);
      const other = await under.again();
      const raise = (on: Sql) =>
        on.transaction(async (tx) => {
          const row = await tx.get<{ n: number }>(`SELECT n FROM things WHERE id = ?${on.forUpdate}`, ["a"]);
          await tx.run("UPDATE things SET n = ? WHERE id = ?", [(row?.n ?? 0) + 1, "a"]);
        });
      // A few at a time: nobody waits longer for a lock or a connection than a webhook may, however slow the machine.
      for (let round = 0; round < 5; round++) await Promise.all([sql, other, sql, other, sql, other, sql, other].map(raise));
      expect(await sql.get("SELECT n FROM things WHERE id = ?", ["a"])).toEqual({ n: 40 });
    });

    it("gives each row that is claimed to one claimer", async () => {
      for (let i = 0; i < 20; i++) await add(String(i), 0);
      const other = await under.again();
      const claim = (on: Sql) =>
        on.transaction(async (tx) => {
          const rows = await tx.all<{ id: string }>(`SELECT id FROM things WHERE n = 0 ORDER BY id LIMIT 3${on.skipLocked}`);
          for (const { id } of rows) await tx.run("UPDATE things SET n = n + 1 WHERE id = ?", [id]);
          return rows.map(({ id }) => id);
        });
      const claimed: string[] = [];
      for (let i = 0; i < 5; i++) claimed.push(...(await Promise.all([claim(sql), claim(other)])).flat());
      expect(claimed).toHaveLength(20);
      expect(new Set(claimed).size).toBe(20);
    });

    it("answers whether it is alive, also after it was closed", async () => {
      expect(await sql.alive()).toBe(true);
      await sql.close();
      expect(await sql.alive()).toBe(false);
      await sql.close();
    });
  });
}
