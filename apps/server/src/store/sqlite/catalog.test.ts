import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { catalogSuite } from "../catalog-suite.ts";
import { createCatalog } from "../catalog/catalog.ts";
import { SQLITE_CATALOG } from "../catalog/migrations-sqlite.ts";
import type { CatalogStore } from "../catalog-store.ts";
import { openSqlite, type SqliteSql } from "./sql.ts";

const openCatalog = (sql: SqliteSql, masterKey: Buffer, now?: () => number): CatalogStore => {
  sql.migrate("catalog", SQLITE_CATALOG);
  return createCatalog(sql, { masterKey, ...(now && { now }) });
};

catalogSuite("SQLite", async ({ masterKey, now }) => {
  const folder = mkdtempSync(join(tmpdir(), "cordboard-"));
  const sql = openSqlite(join(folder, "test.db"));
  return {
    catalog: openCatalog(sql, masterKey, now),
    reopen: async (other) => openCatalog(sql, other ?? masterKey, now),
    close: async () => {
      await sql.close();
      rmSync(folder, { recursive: true });
    },
  };
});

it("writes no secret, key, session or sign-in token in plain to the disk", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cordboard-"));
  const sql = openSqlite(join(folder, "test.db"));
  const catalog = openCatalog(sql, randomBytes(32));
  await catalog.putSecret("CHAT", "canary-secret-value", "Ann", "create");
  const { key } = await catalog.createKey({ name: "CI", role: "owner", createdBy: "Ann", expiresAt: null });
  const owner = await catalog.firstOwner();
  const unused = await catalog.createSignInToken(owner.id);
  const used = await catalog.createSignInToken(owner.id);
  const session = await catalog.signIn(used.token);
  await catalog.beginAttempt("a", "k", "canary-request");
  await catalog.keepAnswer("a", "k", { status: 201, body: JSON.stringify({ key }) });
  await sql.close();
  const bytes = Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file))));
  rmSync(folder, { recursive: true });
  expect(bytes.includes("CHAT")).toBe(true);
  for (const canary of ["canary-secret-value", "canary-request", key, unused.token, session?.sessionToken ?? "no session"])
    expect(bytes.includes(canary), canary).toBe(false);
});

it("opens the catalog of the first release, with all that is in it", async () => {
  const sql = openSqlite(":memory:");
  sql.migrate("catalog", SQLITE_CATALOG.slice(0, 2));
  await sql.run("INSERT INTO users (id, name, role, created_at) VALUES ('u', 'Ann', 'owner', 1)");
  await sql.run("INSERT INTO numbers (number, token) VALUES ('+14155550199', 't')");
  const catalog = openCatalog(sql, randomBytes(32));
  expect(await catalog.firstOwner()).toMatchObject({ id: "u", name: "Ann" });
  expect(await catalog.numberByToken("t")).toMatchObject({ number: "+14155550199" });
  await sql.close();
});

it("refuses a sealed value that was moved to another record", async () => {
  const sql = openSqlite(":memory:");
  const catalog = openCatalog(sql, randomBytes(32));
  await catalog.putSecret("A", "value of a", "Ann", "create");
  await catalog.putSecret("B", "value of b", "Ann", "create");
  await sql.run("UPDATE secrets SET sealed = (SELECT sealed FROM secrets WHERE name = 'A') WHERE name = 'B'");
  await expect(catalog.secretValue("B")).rejects.toMatchObject({ code: "secret_unreadable" });
  await sql.close();
});
