import type { JsonObject } from "@cordboard/contract";
import type Database from "better-sqlite3";
import { type AuditRecord, type AuditStore, CATALOG_LIMITS, type IdempotencyStore } from "../catalog-store.ts";
import { cursorParts, pageOf } from "./catalog-list.ts";
import type { Seal } from "./seal.ts";

interface AttemptRow {
  digest: string;
  at: number;
  status: number | null;
  sealed: Buffer | null;
}

/** Answers are sealed, because some hold a key that is shown only once. */
export function createIdempotencyStore(db: Database.Database, seal: Seal, now: () => number): IdempotencyStore {
  const one = db.prepare<[string, string], AttemptRow>("SELECT digest, at, status, sealed FROM idempotency WHERE actor = ? AND key = ?");
  const put = db.prepare("INSERT OR REPLACE INTO idempotency (actor, key, digest, at) VALUES (?, ?, ?, ?)");
  const keep = db.prepare("UPDATE idempotency SET status = ?, sealed = ? WHERE actor = ? AND key = ?");
  const drop = db.prepare("DELETE FROM idempotency WHERE actor = ? AND key = ? AND status IS NULL");
  const label = (actor: string, key: string): string => `answer:${actor}:${key}`;

  const begin = db.transaction((actor: string, key: string, digest: string): AttemptRow | null => {
    const found = one.get(actor, key);
    const old = found && found.at < now() - (found.status === null ? CATALOG_LIMITS.attemptMs : CATALOG_LIMITS.idempotencyMs);
    if (found && !old) return found;
    put.run(actor, key, digest, now());
    return null;
  });

  return {
    beginAttempt: async (actor, key, request) => {
      const digest = seal.digest(request);
      const found = begin.immediate(actor, key, digest);
      if (!found) return { state: "new" };
      if (found.digest !== digest) return { state: "other" };
      if (found.status === null || found.sealed === null) return { state: "busy" };
      return { state: "done", answer: { status: found.status, body: seal.open(label(actor, key), found.sealed) } };
    },
    keepAnswer: async (actor, key, answer) => void keep.run(answer.status, seal.seal(label(actor, key), answer.body), actor, key),
    dropAttempt: async (actor, key) => void drop.run(actor, key),
  };
}

interface AuditRow {
  id: number;
  at: number;
  actor_kind: AuditRecord["actor"]["kind"];
  actor_id: string | null;
  actor_name: string;
  action: string;
  target: string | null;
  details: string;
  address: string | null;
}

export function createAuditStore(db: Database.Database, now: () => number): AuditStore {
  const add = db.prepare(
    "INSERT INTO audit (at, actor_kind, actor_id, actor_name, action, target, details, address) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const list = db.prepare<unknown[], AuditRow>(
    "SELECT * FROM audit WHERE id < ? AND (? IS NULL OR action = ?) AND (? IS NULL OR target = ?) ORDER BY id DESC LIMIT ?",
  );
  return {
    addAudit: async ({ actor, action, target, details, address }) =>
      void add.run(now(), actor.kind, actor.id, actor.name, action, target, JSON.stringify(details), address),
    listAudit: async ({ limit, cursor, action = null, target = null }) => {
      const [below] = cursor === undefined ? [Number.MAX_SAFE_INTEGER] : cursorParts(cursor, ["number"]);
      return pageOf(list.all(below, action, action, target, target, limit + 1), limit, toAudit, (row) => [row.id]);
    },
  };
}

function toAudit(row: AuditRow): AuditRecord {
  return {
    id: row.id,
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    target: row.target,
    details: storedDetails(row.details),
    address: row.address,
  };
}

/** Written by `addAudit` from a JsonObject. */
function storedDetails(text: string): JsonObject {
  return JSON.parse(text) as JsonObject;
}
