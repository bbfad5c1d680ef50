import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openDataFolder } from "./data-folder.ts";

const root = mkdtempSync(join(tmpdir(), "cordboard-data-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const none = { masterKey: null, masterKeyFile: null };
let folders = 0;
const fresh = (): string => join(root, `${++folders}`, "deep");

it("makes its keys once and keeps them to itself", () => {
  const dir = fresh();
  const first = openDataFolder(dir, none);
  first.release();
  const second = openDataFolder(dir, none);
  second.release();
  expect(second.masterKey).toEqual(first.masterKey);
  expect(first.masterKey).toHaveLength(32);
  expect(second.simulatorToken).toBe(first.simulatorToken);
  expect(statSync(join(dir, "master.key")).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(dir, "simulator-token"), "utf8").trim()).toBe(first.simulatorToken);
});

it("lets in one process at a time", () => {
  const dir = fresh();
  const first = openDataFolder(dir, none);
  expect(() => openDataFolder(dir, none)).toThrow(expect.objectContaining({ code: "data_dir_locked" }));
  first.release();
  openDataFolder(dir, none).release();
});

it("is free again at once when its process was killed", async () => {
  const dir = fresh();
  const script = `import { openDataFolder } from ${JSON.stringify(join(import.meta.dirname, "data-folder.ts"))};
    openDataFolder(${JSON.stringify(dir)}, { masterKey: null, masterKeyFile: null }); console.log("in"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  expect(() => openDataFolder(dir, none)).toThrow(expect.objectContaining({ code: "data_dir_locked" }));
  child.kill("SIGKILL");
  await once(child, "exit");
  openDataFolder(dir, none).release();
});

it("says so when the folder cannot be written", () => {
  writeFileSync(join(root, "file"), "");
  expect(() => openDataFolder(join(root, "file", "data"), none)).toThrow(expect.objectContaining({ code: "data_dir_not_writable" }));
});

it("takes the master key from outside and refuses one that is none", () => {
  const hex = "ab".repeat(32);
  const file = join(root, "key");
  writeFileSync(file, `${Buffer.from(hex, "hex").toString("base64")}\n`);
  const given = openDataFolder(fresh(), { masterKey: hex, masterKeyFile: null });
  const fromFile = openDataFolder(fresh(), { masterKey: null, masterKeyFile: file });
  expect(given.masterKey).toEqual(fromFile.masterKey);
  given.release();
  fromFile.release();
  const dir = fresh();
  expect(() => openDataFolder(dir, { masterKey: "secret", masterKeyFile: null })).toThrow(
    expect.objectContaining({ code: "master_key_invalid" }),
  );
  expect(() => openDataFolder(dir, { masterKey: null, masterKeyFile: join(root, "gone") })).toThrow(
    expect.objectContaining({ code: "master_key_invalid" }),
  );
  openDataFolder(dir, none).release();
});
