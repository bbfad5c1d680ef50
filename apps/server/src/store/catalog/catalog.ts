import { CATALOG_LIMITS, type CatalogStore } from "../catalog-store.ts";
import type { Sql } from "../sql.ts";
import { createAuditStore } from "./audit.ts";
import { fact, forget, say } from "./facts.ts";
import { createFlowStore } from "./flows.ts";
import { createIdempotencyStore } from "./idempotency.ts";
import { createKeyStore } from "./keys.ts";
import { createMediaStore } from "./media.ts";
import { createNumberStore } from "./numbers.ts";
import { createSeal } from "./seal.ts";
import { createSecretStore } from "./secrets.ts";
import { createUserStore } from "./users.ts";

/**
 * The catalog over either engine; its migrations (`migrations-*.ts`) are done. `masterKey`: 32 bytes.
 * `now` is real time, not the test clock: a run that waits a year must not sign anybody out. Replicas give the database's.
 */
export function createCatalog(sql: Sql, { masterKey, now = Date.now }: { masterKey: Buffer; now?: () => number }): CatalogStore {
  const seal = createSeal(masterKey);
  return {
    ...createFlowStore(sql, now),
    ...createNumberStore(sql),
    ...createKeyStore(sql, now),
    ...createUserStore(sql, now),
    ...createSecretStore(sql, seal, now),
    ...createMediaStore(sql, now),
    ...createIdempotencyStore(sql, seal, now),
    ...createAuditStore(sql, now),
    fact: (name) => fact(sql, name),
    say: (name, value) => say(sql, name, value, now()),
    forgetFact: (name) => forget(sql, name),
    ready: () => sql.alive(),
    sweepCatalog: async () => {
      await sql.run("DELETE FROM sessions WHERE expires_at <= ?", [now()]);
      await sql.run("DELETE FROM sign_in_tokens WHERE expires_at <= ?", [now()]);
      await sql.run("DELETE FROM idempotency WHERE at < ?", [now() - CATALOG_LIMITS.idempotencyMs]);
    },
  };
}
