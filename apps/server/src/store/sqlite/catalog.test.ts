import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { catalogSuite } from "../catalog-suite.ts";
import { createSqliteCatalog } from "./catalog.ts";
import { openDatabase } from "./database.ts";

catalogSuite("SQLite", ({ masterKey, now }) => {
  const db = openDatabase(":memory:");
  return {
    catalog: createSqliteCatalog(db, { masterKey, now }),
    reopen: (other) => createSqliteCatalog(db, { masterKey: other ?? masterKey, now }),
    close: () => void db.close(),
  };
});

it("writes no secret, key, session or sign-in token in plain to the disk", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cordboard-"));
  const db = openDatabase(join(folder, "test.db"));
  const catalog = createSqliteCatalog(db, { masterKey: randomBytes(32) });
  await catalog.putSecret("CHAT", "canary-secret-value", "Ann", "create");
  const { key } = await catalog.createKey({ name: "CI", role: "owner", createdBy: "Ann", expiresAt: null });
  const owner = await catalog.firstOwner();
  const unused = await catalog.createSignInToken(owner.id);
  const used = await catalog.createSignInToken(owner.id);
  const session = await catalog.signIn(used.token);
  await catalog.beginAttempt("a", "k", "canary-request");
  await catalog.keepAnswer("a", "k", { status: 201, body: JSON.stringify({ key }) });
  db.close();
  const bytes = Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file))));
  rmSync(folder, { recursive: true });
  expect(bytes.includes("CHAT")).toBe(true);
  for (const canary of ["canary-secret-value", "canary-request", key, unused.token, session?.sessionToken ?? "no session"])
    expect(bytes.includes(canary), canary).toBe(false);
});

it("refuses a sealed value that was moved to another record", async () => {
  const db = openDatabase(":memory:");
  const catalog = createSqliteCatalog(db, { masterKey: randomBytes(32) });
  await catalog.putSecret("A", "value of a", "Ann", "create");
  await catalog.putSecret("B", "value of b", "Ann", "create");
  db.exec("UPDATE secrets SET sealed = (SELECT sealed FROM secrets WHERE name = 'A') WHERE name = 'B'");
  await expect(catalog.secretValue("B")).rejects.toMatchObject({ code: "secret_unreadable" });
  db.close();
});
