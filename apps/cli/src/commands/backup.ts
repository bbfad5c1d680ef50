import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { type Command, EXIT, type Given, type Io, UsageError } from "../command.ts";

/* Backups of the embedded store. PostgreSQL has its own tools; docs/operators/backup.md tells of both. */

const DATA_DIR = { "data-dir": { type: "string" } } as const;

export const backup: Command = {
  name: "backup",
  usage: "[FOLDER] [--data-dir DIR] [--without-keys]",
  summary: "Copy the embedded store and its keys into a folder; the server may run",
  about: [
    "FOLDER must not be there yet; it is ./cordboard-backup-<time> when left out. The copy is of one moment and complete.",
    "--data-dir is the setting DATA_DIR (from the environment or .env, else ./data) when left out.",
    "--without-keys leaves out the master key, for a backup that is kept where secrets should not be: keep the key elsewhere.",
  ],
  options: { ...DATA_DIR, "without-keys": { type: "boolean" } },
  run: async (given, io) => {
    const dataDir = dataDirOf(given, io, "pg_dump");
    const folder = given.words[0] ?? `cordboard-backup-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`;
    const { backUp } = await import("@cordboard/server/backup");
    const { bytes, keys } = await backUp(dataDir, resolve(io.cwd, folder), { withKeys: !given.flag("without-keys") });
    io.out(`${(bytes / 1e6).toFixed(1)} MB → ${folder}`);
    io.out(
      keys.includes("master.key")
        ? "With the master key: whoever has this folder can read the stored secrets."
        : "Without the master key: stored secrets can only be read with it, so keep it somewhere else.",
    );
    return EXIT.ok;
  },
};

export const restore: Command = {
  name: "restore",
  usage: "FOLDER [--data-dir DIR] | --in-place [--data-dir DIR]",
  summary: "Put a backup back into the data folder; the server must be stopped",
  about: [
    "FOLDER is a backup, or a copy of a data folder. What the data folder holds now is moved into a folder in it.",
    "--in-place: the files were put back by other means, such as a snapshot of the machine.",
    "At its next start Cordboard sends nothing that was still to be sent when the backup was made: it may have been sent",
    "since. It is listed as uncertain instead, for a person to settle.",
  ],
  options: { ...DATA_DIR, "in-place": { type: "boolean" } },
  run: async (given, io) => {
    const dataDir = dataDirOf(given, io, "pg_restore");
    const [folder] = given.words;
    if ((folder === undefined) !== given.flag("in-place")) throw new UsageError("Name the folder of the backup, or say --in-place.");
    const { markRestored, restore: putBack } = await import("@cordboard/server/backup");
    if (folder === undefined) {
      markRestored(dataDir);
      io.out("The next start takes this data folder for a restored one.");
      return EXIT.ok;
    }
    const { before, hasKey } = putBack(resolve(io.cwd, folder), dataDir);
    io.out(`${folder} → ${dataDir}`);
    if (before !== null) io.out(`What was there before: ${before}`);
    if (!hasKey) io.out("There is no master key in it: set CORDBOARD_MASTER_KEY or CORDBOARD_MASTER_KEY_FILE before the start.");
    return EXIT.ok;
  },
};

/** As the server reads it: the option, the environment, `.env`, the default. `tool`: what does this for PostgreSQL. */
function dataDirOf(given: Given, io: Io, tool: string): string {
  const file = join(io.cwd, ".env");
  const settings = { ...(existsSync(file) && parseEnv(readFileSync(file, "utf8"))), ...io.env };
  const named = given.text("data-dir");
  if (named === undefined && settings["DATABASE_URL"])
    throw new UsageError(`DATABASE_URL is set, so everything is in PostgreSQL: use ${tool}, as docs/operators/backup.md tells.`);
  return resolve(io.cwd, named ?? (settings["DATA_DIR"] || "data"));
}
