import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import Database from "better-sqlite3";
import { CodedError } from "@cordboard/contract";
import { lockFolder } from "./data-folder.ts";
import { MARK_RESTORED } from "./store/runs/restored.ts";

/*
 * Backups of the embedded store. A backup is a folder that looks like a data folder: one database file, complete, and the
 * keys. Its database is marked as restored from the moment it is made, so that whoever puts it back, and however, the next
 * start sends nothing of it a second time (`store/runs/restored.ts`).
 */
const DATABASE = "cordboard.db";
/** SQLite keeps what was written last beside the file. */
const WAL = `${DATABASE}-wal`;
const KEYS = ["master.key", "simulator-token"] as const;
/** Pages for one step: all of them, so that the copy is of one moment and never begins anew because the server writes. */
const WHOLE = 0x7fffffff;

export interface Backup {
  /** Where it is, absolute. */
  folder: string;
  bytes: number;
  /** Key files in it. */
  keys: string[];
}

/**
 * Copies the database of `dataDir` as it is now, with or without its keys, into `folder`, which must not be there yet.
 * The server may run. Errors: `backup_not_made`.
 */
export async function backUp(dataDir: string, folder: string, { withKeys }: { withKeys: boolean }): Promise<Backup> {
  const [from, to] = [resolve(dataDir), resolve(folder)];
  const source = join(from, DATABASE);
  if (!existsSync(source)) throw new CodedError("backup_not_made", `There is no database ${source}; name the data folder with --data-dir.`);
  if (existsSync(to)) throw new CodedError("backup_not_made", `${to} is there already; name a folder that is not.`);
  try {
    mkdirSync(to, { recursive: true, mode: 0o700 });
    const copy = join(to, DATABASE);
    await copyOf(source, copy);
    finish(copy);
    const keys = withKeys ? KEYS.filter((name) => copyKey(join(from, name), join(to, name))) : [];
    noteBackup(from);
    return { folder: to, bytes: statSync(copy).size, keys };
  } catch (error) {
    rmSync(to, { recursive: true, force: true });
    throw new CodedError("backup_not_made", `The backup was not made (${reason(error)}); nothing is left of it.`);
  }
}

/** Its time is that of the last backup; the Carrier page asks for it. */
const NOTE = "last-backup";

function noteBackup(dataDir: string): void {
  try {
    writeFileSync(join(dataDir, NOTE), "");
  } catch {
    // A backup from a folder that can't be written is a backup all the same.
  }
}

/** Ms; null: none was ever made of this data folder. */
export function lastBackupOf(dataDir: string): number | null {
  return statSync(join(dataDir, NOTE), { throwIfNoEntry: false })?.mtimeMs ?? null;
}

export interface Restored {
  dataDir: string;
  /** Where in it what it held before has gone; null: there was nothing. */
  before: string | null;
  /** The data folder has a key file now. Without it the master key must come from the settings. */
  hasKey: boolean;
}

/**
 * Puts a backup, or a copy of a data folder, into `dataDir`; what is there is moved aside, into a folder of its own.
 * `from` is only read. Errors: `backup_unusable`, `data_dir_locked`, `restore_failed`.
 */
export function restore(from: string, dataDir: string): Restored {
  const [source, target] = [resolve(from), resolve(dataDir)];
  if (!existsSync(join(source, DATABASE))) throw unusable(source, `there is no ${DATABASE} in it`);
  if (source === target) throw unusable(source, "it is the data folder itself");
  mkdirSync(target, { recursive: true, mode: 0o700 });
  const release = lockFolder(target);
  const coming = join(target, ".restore");
  try {
    rmSync(coming, { recursive: true, force: true });
    mkdirSync(coming, { mode: 0o700 });
    for (const name of [DATABASE, WAL]) if (existsSync(join(source, name))) copyFileSync(join(source, name), join(coming, name));
    check(join(coming, DATABASE), source);
    for (const name of KEYS) copyKey(join(source, name), join(coming, name));
    const before = moveAside(target);
    // A backup without keys goes back to where they are.
    if (before !== null) for (const name of KEYS) if (!existsSync(join(coming, name))) copyKey(join(before, name), join(coming, name));
    for (const name of [...KEYS, DATABASE]) if (existsSync(join(coming, name))) renameSync(join(coming, name), join(target, name));
    rmSync(coming, { recursive: true, force: true });
    flush(target);
    return { dataDir: target, before, hasKey: existsSync(join(target, "master.key")) };
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw new CodedError("restore_failed", `The backup was not put back (${reason(error)}); see what is in ${target}, and try again.`);
  } finally {
    release();
  }
}

/** For a data folder whose files were put back by other means (a snapshot of the machine). Errors: `backup_unusable`, `data_dir_locked`. */
export function markRestored(dataDir: string): void {
  const folder = resolve(dataDir);
  if (!existsSync(join(folder, DATABASE))) throw unusable(folder, `there is no ${DATABASE} in it`);
  const release = lockFolder(folder);
  try {
    check(join(folder, DATABASE), folder);
  } finally {
    release();
  }
}

async function copyOf(source: string, copy: string): Promise<void> {
  const db = new Database(source, { readonly: true, fileMustExist: true });
  try {
    await db.backup(copy, { progress: () => WHOLE });
  } finally {
    db.close();
  }
}

/** Whole, ours, and marked; a single file when this is done. */
function check(file: string, named: string): void {
  try {
    const db = new Database(file, { fileMustExist: true });
    try {
      if (db.pragma("quick_check", { simple: true }) !== "ok") throw new Error("its database is damaged");
    } finally {
      db.close();
    }
    finish(file);
  } catch (error) {
    throw unusable(named, reason(error));
  }
}

function finish(file: string): void {
  chmodSync(file, 0o600);
  const db = new Database(file, { fileMustExist: true });
  try {
    db.exec(MARK_RESTORED);
    // No second file beside it. The server that opens it sets WAL again.
    db.pragma("journal_mode = DELETE");
  } finally {
    db.close();
  }
  flush(file);
}

/** Within the data folder, which may be a volume of its own. */
function moveAside(target: string): string | null {
  const there = [DATABASE, WAL, `${DATABASE}-shm`, ...KEYS].filter((name) => existsSync(join(target, name)));
  if (!there.includes(DATABASE)) return null;
  const before = join(target, `before-restore-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`);
  mkdirSync(before, { mode: 0o700 });
  for (const name of there) renameSync(join(target, name), join(before, name));
  return before;
}

/** False: there is no such key; it comes from the settings, or is not needed. */
function copyKey(from: string, to: string): boolean {
  if (!existsSync(from)) return false;
  writeFileSync(to, readFileSync(from), { mode: 0o600, flush: true });
  return true;
}

/** On disk, not only handed to the system. */
function flush(path: string): void {
  const file = openSync(path, "r");
  fsyncSync(file);
  closeSync(file);
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const unusable = (folder: string, why: string): CodedError =>
  new CodedError("backup_unusable", `${folder} cannot be restored: ${why}; nothing was changed.`);
