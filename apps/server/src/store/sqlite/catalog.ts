import type Database from "better-sqlite3";
import { CATALOG_LIMITS, type CatalogStore } from "../catalog-store.ts";
import { createAccessStore } from "./catalog-access.ts";
import { createFlowStore } from "./catalog-flows.ts";
import { createMediaStore } from "./catalog-media.ts";
import { CATALOG_MIGRATIONS } from "./catalog-migrations.ts";
import { createNumberStore } from "./catalog-numbers.ts";
import { createAuditStore, createIdempotencyStore } from "./catalog-records.ts";
import { createSecretStore } from "./catalog-secrets.ts";
import { migrate } from "./database.ts";
import { createSeal } from "./seal.ts";

/**
 * The embedded catalog, in the same file as the runs. `masterKey`: 32 bytes.
 * Its clock is real time, not the test clock: a run that waits a year must not sign anybody out.
 */
export function createSqliteCatalog(db: Database.Database, options: { masterKey: Buffer; now?: () => number }): CatalogStore {
  migrate(db, "catalog", CATALOG_MIGRATIONS);
  const now = options.now ?? Date.now;
  const seal = createSeal(options.masterKey);
  const alive = db.prepare("SELECT 1 FROM flows LIMIT 1");
  const oldSessions = db.prepare("DELETE FROM sessions WHERE expires_at <= ?");
  const oldTokens = db.prepare("DELETE FROM sign_in_tokens WHERE expires_at <= ?");
  const oldAttempts = db.prepare("DELETE FROM idempotency WHERE at < ?");

  return {
    ...createFlowStore(db, now),
    ...createNumberStore(db),
    ...createAccessStore(db, now),
    ...createSecretStore(db, seal, now),
    ...createMediaStore(db, now),
    ...createIdempotencyStore(db, seal, now),
    ...createAuditStore(db, now),
    ready: async () => {
      if (!db.open) return false;
      alive.get();
      return true;
    },
    sweepCatalog: async () => {
      oldSessions.run(now());
      oldTokens.run(now());
      oldAttempts.run(now() - CATALOG_LIMITS.idempotencyMs);
    },
  };
}
