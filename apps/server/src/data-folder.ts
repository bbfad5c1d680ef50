import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import Database from "better-sqlite3";
import { CodedError } from "@cordboard/contract";

/** The one folder of an embedded installation: database, uploads, keys. One process at a time. */
export interface DataFolder {
  path: string;
  database: string;
  /** 32 bytes that encrypt secrets. */
  masterKey: Buffer;
  /** Auth token of the simulator's account. */
  simulatorToken: string;
  /** Lets the next process in. */
  release: () => void;
}

export interface KeySource {
  masterKey: string | null;
  masterKeyFile: string | null;
}

/**
 * Makes the folder if needed, takes its lock and reads or makes its keys.
 * Errors: `data_dir_not_writable`, `data_dir_locked`, `master_key_invalid`.
 */
export function openDataFolder(dir: string, keys: KeySource): DataFolder {
  const path = resolve(dir);
  makeWritable(path);
  const release = lockFolder(path);
  try {
    return {
      path,
      database: join(path, "cordboard.db"),
      masterKey: readMasterKey(path, keys),
      simulatorToken: readOrMake(join(path, "simulator-token"), () => randomBytes(20).toString("hex")),
      release,
    };
  } catch (error) {
    release();
    throw error;
  }
}

function makeWritable(path: string): void {
  const probe = join(path, `.write-test-${process.pid}`);
  try {
    mkdirSync(path, { recursive: true });
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    throw new CodedError(
      "data_dir_not_writable",
      `The data folder ${path} cannot be written (${error instanceof Error ? error.message : String(error)}); give this user the right to, or set DATA_DIR to another folder.`,
    );
  }
}

/**
 * Holds an exclusive transaction on a file of its own: the operating system lets go of it when the process dies,
 * however it dies, so there is no stale lock to clean up. Returns the way out. Errors: `data_dir_locked`.
 */
export function lockFolder(path: string): () => void {
  const lock = new Database(join(path, "lock.db"), { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch {
    lock.close();
    throw new CodedError(
      "data_dir_locked",
      `Another Cordboard is using the data folder ${path}; stop it, or set DATA_DIR to another folder.`,
    );
  }
  return () => void (lock.open && lock.close());
}

function readMasterKey(path: string, source: KeySource): Buffer {
  const file = join(path, "master.key");
  return (
    givenMasterKey(source) ??
    toKey(
      readOrMake(file, () => randomBytes(32).toString("hex")),
      file,
    )
  );
}

/** The master key of the settings; null: none is set. Errors: `master_key_invalid`. */
export function givenMasterKey({ masterKey, masterKeyFile }: KeySource): Buffer | null {
  if (masterKey !== null) return toKey(masterKey, "CORDBOARD_MASTER_KEY");
  return masterKeyFile === null ? null : toKey(readKeyFile(masterKeyFile), "CORDBOARD_MASTER_KEY_FILE");
}

function toKey(text: string, from: string): Buffer {
  const trimmed = text.trim();
  const key = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, "hex") : Buffer.from(trimmed, "base64");
  if (key.length === 32) return key;
  throw new CodedError(
    "master_key_invalid",
    `${from} must hold 32 bytes as 64 hexadecimal digits or as base64; make one with: openssl rand -hex 32`,
  );
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new CodedError("master_key_invalid", `The file ${file} (CORDBOARD_MASTER_KEY_FILE) cannot be read; check its path and rights.`);
  }
}

/** Reads a small secret file, or makes it for this user only. */
function readOrMake(file: string, make: () => string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    const value = make();
    writeFileSync(file, `${value}\n`, { mode: 0o600, flag: "wx" });
    chmodSync(file, 0o600);
    return value;
  }
}
