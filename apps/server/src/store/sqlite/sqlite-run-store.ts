import type Database from "better-sqlite3";
import type { RunChange, RunStore } from "../run-store.ts";
import { migrate } from "./database.ts";
import { createOptOuts } from "./opt-outs.ts";
import { createOutbox } from "./outbox.ts";
import { createRouting } from "./routing.ts";
import { RUN_MIGRATIONS } from "./run-migrations.ts";
import { createReader } from "./run-read.ts";
import { createWriter } from "./run-write.ts";

const OFFSET = "clock_offset_ms";

/**
 * The embedded run store. Synchronous underneath: each call is one short piece of work, each write one durable
 * transaction. The database is handed in, because the catalog lives in the same file.
 */
export function createSqliteRunStore(db: Database.Database, clock: () => number = Date.now): RunStore {
  migrate(db, "runs", RUN_MIGRATIONS);
  const setting = db.prepare<[string], { value: string }>("SELECT value FROM settings WHERE name = ?");
  const setSetting = db.prepare("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
  let offset = Number(setting.get(OFFSET)?.value ?? 0);
  const now = (): number => clock() + offset;

  const listeners = new Set<(change: RunChange) => void>();
  // Whoever listens can't fail the commit that it is told of.
  const told = (change: RunChange): void => listeners.forEach((listener) => queueMicrotask(() => listener(change)));
  const oldNonces = db.prepare("DELETE FROM nonces WHERE at < ?");
  const oldInbox = db.prepare(
    "DELETE FROM inbox WHERE at < ? AND NOT EXISTS (SELECT 1 FROM runs WHERE id = run_id AND status = 'running')",
  );
  const alive = db.prepare("SELECT 1 FROM settings LIMIT 1");

  return {
    ...createReader(db, {
      add: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    }),
    ...createWriter(db, now, told),
    ...createOutbox(db, now),
    ...createRouting(db),
    ...createOptOuts(db, now),
    now: async () => now(),
    shiftClock: async (change) => {
      offset = "now" in change ? change.now - clock() : offset + change.advanceMs;
      setSetting.run(OFFSET, String(offset));
      return now();
    },
    ready: async () => {
      if (!db.open) return false;
      alive.get();
      return true;
    },
    sweep: async ({ nonceMs, inboxMs }) => {
      oldNonces.run(now() - nonceMs);
      oldInbox.run(now() - inboxMs);
    },
    close: async () => {
      listeners.clear();
      if (db.open) db.close();
    },
  };
}
