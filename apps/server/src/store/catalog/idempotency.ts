import { CATALOG_LIMITS, type IdempotencyStore } from "../catalog-store.ts";
import type { Sql } from "../sql.ts";
import type { Seal } from "./seal.ts";

interface AttemptRow {
  digest: string;
  status: number | null;
  sealed: Buffer | null;
}

/** Makes the attempt ours when it is new or has expired. One statement, so that of two at once one wins. */
const BEGIN = `INSERT INTO idempotency (actor, key, digest, at) VALUES (?, ?, ?, ?)
  ON CONFLICT (actor, key) DO UPDATE SET digest = excluded.digest, at = excluded.at, status = NULL, sealed = NULL
  WHERE (idempotency.status IS NULL AND idempotency.at < ?) OR idempotency.at < ?`;

/** Answers are sealed, because some hold a key that is shown only once. */
export function createIdempotencyStore(sql: Sql, seal: Seal, now: () => number): IdempotencyStore {
  const label = (actor: string, key: string): string => `answer:${actor}:${key}`;
  return {
    beginAttempt: async (actor, key, request) => {
      const digest = seal.digest(request);
      const at = now();
      const ours = await sql.run(BEGIN, [actor, key, digest, at, at - CATALOG_LIMITS.attemptMs, at - CATALOG_LIMITS.idempotencyMs]);
      if (ours === 1) return { state: "new" };
      const found = await sql.get<AttemptRow>("SELECT digest, status, sealed FROM idempotency WHERE actor = ? AND key = ?", [actor, key]);
      // Dropped between the two statements: whoever sends it again may try.
      if (!found) return { state: "busy" };
      if (found.digest !== digest) return { state: "other" };
      if (found.status === null || found.sealed === null) return { state: "busy" };
      return { state: "done", answer: { status: found.status, body: seal.open(label(actor, key), found.sealed) } };
    },
    keepAnswer: async (actor, key, { status, body }) => {
      const sealed = seal.seal(label(actor, key), body);
      await sql.run("UPDATE idempotency SET status = ?, sealed = ? WHERE actor = ? AND key = ?", [status, sealed, actor, key]);
    },
    dropAttempt: async (actor, key) =>
      void (await sql.run("DELETE FROM idempotency WHERE actor = ? AND key = ? AND status IS NULL", [actor, key])),
  };
}
