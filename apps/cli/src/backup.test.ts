import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Terminal, openTerminal } from "./test-terminal.ts";

let terminal: Terminal;
beforeEach(async () => {
  terminal = await openTerminal();
});
afterEach(() => terminal.close());
const path = (...parts: string[]) => join(terminal.cwd, ...parts);

async function dataFolder(name: string, value: string): Promise<void> {
  await mkdir(path(name));
  const db = new DatabaseSync(path(name, "cordboard.db"));
  db.exec("CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
  db.prepare("INSERT INTO settings VALUES ('what', ?)").run(value);
  db.close();
  await writeFile(path(name, "master.key"), value);
}

it("copies the data folder of .env, and puts it back", async () => {
  await dataFolder("store", "first");
  await writeFile(path(".env"), "DATA_DIR=./store\n");
  expect(await terminal.run(["backup", "copy"])).toMatchObject({ code: 0, out: expect.stringContaining("With the master key") });
  expect(await terminal.run(["backup", "copy"])).toMatchObject({ code: 1, err: expect.stringContaining("(backup_not_made)") });
  await writeFile(path("store", "master.key"), "second");
  const { code, out } = await terminal.run(["restore", "copy"]);
  expect(code).toBe(0);
  expect(await readFile(path("store", "master.key"), "utf8")).toBe("first");
  const before = out.match(/before: (\S+)/)?.[1] ?? "";
  expect(await readFile(join(before, "master.key"), "utf8")).toBe("second");
  expect(await terminal.run(["restore", "--in-place"])).toMatchObject({ code: 0 });
});

it("leaves the keys out when asked to, and says what follows", async () => {
  await dataFolder("data", "one");
  expect(await terminal.run(["backup", "--without-keys"])).toMatchObject({
    code: 0,
    out: expect.stringContaining("Without the master key"),
  });
  const [folder = ""] = (await readdir(terminal.cwd)).filter((name) => name.startsWith("cordboard-backup-"));
  expect(await readdir(path(folder))).toEqual(["cordboard.db"]);
  const restored = await terminal.run(["restore", folder, "--data-dir", "elsewhere"]);
  expect(restored).toMatchObject({ code: 0, out: expect.stringContaining("CORDBOARD_MASTER_KEY") });
});

it("names the tools of PostgreSQL where everything is in PostgreSQL, and says what is missing", async () => {
  await writeFile(path(".env"), "DATABASE_URL=postgres://somewhere/cordboard\n");
  expect(await terminal.run(["backup"])).toMatchObject({ code: 2, err: expect.stringContaining("pg_dump") });
  expect(await terminal.run(["restore", "copy"])).toMatchObject({ code: 2, err: expect.stringContaining("pg_restore") });
  await writeFile(path(".env"), "");
  expect(await terminal.run(["restore"])).toMatchObject({ code: 2 });
  expect(await terminal.run(["restore", "copy", "--in-place"])).toMatchObject({ code: 2 });
  expect(await terminal.run(["backup"])).toMatchObject({ code: 1, err: expect.stringContaining("--data-dir") });
  expect(await terminal.run(["restore", "gone"])).toMatchObject({ code: 1, err: expect.stringContaining("(backup_unusable)") });
});
