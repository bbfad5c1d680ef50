import { once } from "node:events";
import { createServer } from "node:net";
import { CodedError } from "@cordboard/contract";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sql } from "../sql.ts";
import { checkDatabase } from "./checks.ts";
import { createDatabaseClock } from "./clock.ts";
import { openPostgres } from "./database.ts";
import { HOT_MS } from "./pool.ts";
import { cableTo } from "./test-cable.ts";
import { asAdmin, createEmptyDatabase, TEST_POSTGRES, type TestDatabase, withReason } from "./test-database.ts";

const PASSWORD = "canary-password";
const logged = () => {
  const lines: string[] = [];
  return { lines, log: pino({ level: "trace" }, { write: (line: string) => lines.push(line) }) };
};

describe.skipIf(!TEST_POSTGRES)(withReason("a start on PostgreSQL"), () => {
  let test: TestDatabase;
  const role = `test_role_${process.pid}`;
  beforeAll(async () => {
    test = await createEmptyDatabase();
    await asAdmin(`CREATE ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
  });
  afterAll(async () => {
    await test.drop();
    await asAdmin(`DROP ROLE ${role}`);
  });
  const urlWith = (change: Partial<Record<"username" | "password" | "host" | "pathname", string>>): string =>
    Object.assign(new URL(test.url), change).href;

  /** How it is refused; no word of the password. */
  async function refusal(url: string): Promise<string> {
    const { lines, log } = logged();
    try {
      const database = await openPostgres(url, log);
      await database.migrate("test", ["CREATE TABLE made_by_migration (id TEXT)"]).finally(database.close);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      expect(`${error.message}${error.stack}${JSON.stringify(error)}${lines.join("")}`).not.toContain(PASSWORD);
      return `${error.code}: ${error.message}`;
    }
    return "it started";
  }

  it("waits for a database that takes connections and answers late, or breaks off while it starts", async () => {
    const cable = await cableTo(test.url);
    cable.freeze();
    const opening = openPostgres(cable.url, logged().log);
    setTimeout(cable.mend, HOT_MS + 300);
    const database = await opening;
    expect(await database.sql.alive()).toBe(true);
    await database.close();
    cable.close();
  });

  it("names what is wrong with the address, the user, the database or the rights, and what to do", async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const address = closed.address();
    const port = typeof address === "object" ? address?.port : 0;
    closed.close();
    await once(closed, "close");
    const ours = { username: role, password: PASSWORD };
    const told = await Promise.all([
      refusal(urlWith({ ...ours, host: `127.0.0.1:${port}` })),
      refusal(urlWith({ ...ours, host: "db.invalid" })),
      refusal(urlWith({ ...ours, password: `${PASSWORD}x` })),
      refusal(urlWith({ ...ours, pathname: "/not_there" })),
      refusal(urlWith(ours)),
    ]);
    expect(told).toEqual([
      expect.stringMatching(/^database_unreachable: .*127\.0\.0\.1:\d+ .*check host and port in DATABASE_URL/),
      expect.stringMatching(/^database_unreachable: .*db\.invalid/),
      expect.stringMatching(new RegExp(`^database_login_refused: .*${role}.*DATABASE_URL`)),
      expect.stringMatching(/^database_missing: .*"not_there".*createdb/),
      expect.stringMatching(/^database_rights_missing: .*ALTER DATABASE/),
    ]);
  });

  it("gives up in seconds on a server that never answers", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const address = silent.address();
    const began = performance.now();
    try {
      const told = await refusal(urlWith({ host: `127.0.0.1:${typeof address === "object" ? address?.port : 0}` }));
      expect(told).toMatch(/^database_unreachable/);
      // Not the minutes that TCP would take.
      expect(performance.now() - began).toBeLessThan(30_000);
    } finally {
      silent.close();
    }
  });

  it("refuses a database that only reads", async () => {
    const other = await createEmptyDatabase();
    await asAdmin(`ALTER DATABASE ${new URL(other.url).pathname.slice(1)} SET default_transaction_read_only = on`);
    expect(await refusal(other.url)).toMatch(/^database_read_only: .*primary/);
    await other.drop();
  });

  it("warns of what would lose accepted events, with the bound, and starts", async () => {
    const other = await createEmptyDatabase();
    await asAdmin(`ALTER DATABASE ${new URL(other.url).pathname.slice(1)} SET synchronous_commit = off`);
    const { lines, log } = logged();
    const database = await openPostgres(other.url, log);
    expect(lines.join("")).toMatch(/"database_not_durable".*last 600 ms are lost/);
    await database.close();
    await other.drop();
  });

  it("says nothing about a sound one", async () => {
    const { lines, log } = logged();
    const database = await openPostgres(test.url, log);
    expect(lines).toEqual([]);
    await database.close();
  });

  describe("by what the server says of itself", () => {
    /** A real answer with some facts changed. */
    const claims = async (changed: Record<string, unknown>, works = true): Promise<string> => {
      const { sql } = await test.open();
      const told: Sql = { ...sql, get: async <Row>(text: string) => changedAs<Row>({ ...(await sql.get<object>(text)), ...changed }) };
      const { lines, log } = logged();
      const notifications = { listen: () => () => undefined, onGap: () => () => undefined, notify: async () => undefined };
      try {
        await checkDatabase(told, { ...notifications, works: async () => works, close: async () => undefined }, log);
      } catch (error) {
        return error instanceof CodedError ? `${error.code}: ${error.message}` : String(error);
      }
      return lines.join("");
    };

    it("refuses an old release and a standby; warns of fsync=off, a pooler and a clock far off", async () => {
      expect(await claims({ version: 140_011, version_text: "14.11" })).toMatch(/^database_too_old: .*14\.11.*15 or newer/);
      expect(await claims({ standby: 1 })).toMatch(/^database_read_only/);
      expect(await claims({ fsync: "off" })).toMatch(/"database_not_durable".*fsync=off.*damage/);
      expect(await claims({ now_ms: Date.now() + 3_600_000 })).toMatch(/"database_clock_off".*60 min ahead/);
      expect(await claims({}, false)).toMatch(/"database_no_listen".*direct address/);
      expect(await claims({})).toBe("");
    });
  });

  it("goes by the database's clock, whatever this machine's says", async () => {
    const { sql } = await test.open();
    const hour = 3_600_000;
    const ahead: Sql = {
      ...sql,
      get: async <Row>(text: string) => {
        const row = await sql.get<{ ms: number }>(text);
        return changedAs<Row>({ ms: (row?.ms ?? 0) + hour });
      },
    };
    const clock = await createDatabaseClock(ahead, pino({ level: "silent" }));
    expect(Math.abs(clock.now() - Date.now() - hour)).toBeLessThan(5_000);
    clock.close();
  });

  it("lets one replica at a time into work of one name", async () => {
    const [a, b] = [await test.open(), await test.open()];
    const inside: string[] = [];
    const work = (name: string) => async () => {
      inside.push(`${name} in`);
      await new Promise((done) => setTimeout(done, 50));
      inside.push(`${name} out`);
    };
    await Promise.all([a.underLock("x", work("a")), b.underLock("x", work("b"))]);
    expect([inside[0]?.slice(0, 1), inside[2]?.slice(0, 1)]).toEqual([inside[1]?.slice(0, 1), inside[3]?.slice(0, 1)]);
    await expect(a.underLock("x", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(b.underLock("x", async () => "free again")).resolves.toBe("free again");
  });
});

/** The row that the statement would have given. */
const changedAs = <Row>(row: object): Row => row as Row;
