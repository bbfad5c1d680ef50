import { randomUUID } from "node:crypto";
import { hashToken, newToken } from "../../auth/token.ts";
import type { AccessStore, KeyRecord } from "../catalog-store.ts";
import type { Sql } from "../sql.ts";
import { cursorParts, pageOf } from "./list.ts";

const KEY = `SELECT id, name, role, prefix, created_at AS "createdAt", created_by AS "createdBy", expires_at AS "expiresAt",
  last_used_at AS "lastUsedAt" FROM api_keys`;
/** `last used` and `last seen` are for people to read; written at most this often. */
export const SEEN_EVERY_MS = 60_000;

export type KeyStore = Pick<AccessStore, "createKey" | "keyByHash" | "listKeys" | "deleteKey">;

export function createKeyStore(sql: Sql, now: () => number): KeyStore {
  return {
    createKey: async ({ name, role, createdBy, expiresAt }) => {
      const text = `cb_${newToken()}`;
      const made = { id: randomUUID(), name, role, prefix: text.slice(0, 10), createdAt: now(), createdBy, expiresAt, lastUsedAt: null };
      await sql.run(
        "INSERT INTO api_keys (hash, id, name, role, prefix, created_at, created_by, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [hashToken(text), made.id, name, role, made.prefix, made.createdAt, createdBy, expiresAt],
      );
      return { ...made, key: text };
    },
    keyByHash: async (hash) => {
      const key = await sql.get<KeyRecord>(`${KEY} WHERE hash = ?`, [hash]);
      if (!key || (key.expiresAt !== null && key.expiresAt <= now())) return null;
      if ((key.lastUsedAt ?? 0) < now() - SEEN_EVERY_MS)
        await seen(sql.run("UPDATE api_keys SET last_used_at = ? WHERE hash = ?", [now(), hash]));
      return key;
    },
    listKeys: async ({ limit, cursor }) => {
      const [at = 0, id = ""] = cursor === undefined ? [Number.MAX_SAFE_INTEGER, "~"] : cursorParts(cursor, ["number", "string"]);
      const rows = await sql.all<KeyRecord>(`${KEY} WHERE (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?`, [
        at,
        id,
        limit + 1,
      ]);
      return pageOf(
        rows,
        limit,
        (key) => key,
        (key) => [key.createdAt, key.id],
      );
    },
    deleteKey: async (id) => (await sql.run("DELETE FROM api_keys WHERE id = ?", [id])) === 1,
  };
}

/** A store that can only read (a full disk) lets people in all the same. */
export const seen = (written: Promise<number>): Promise<number> => written.catch(() => 0);
