import { randomUUID } from "node:crypto";
import type Database from "better-sqlite3";
import { hashToken, newToken } from "../../auth/token.ts";
import { type AccessStore, CATALOG_LIMITS, type KeyRecord, type UserRecord } from "../catalog-store.ts";
import { cursorParts, pageOf } from "./catalog-list.ts";

const KEY = `SELECT id, name, role, prefix, created_at AS "createdAt", created_by AS "createdBy", expires_at AS "expiresAt",
  last_used_at AS "lastUsedAt" FROM api_keys`;
const USER = 'SELECT id, name, email, role, created_at AS "createdAt", last_seen_at AS "lastSeenAt" FROM users';
/** `last used` and `last seen` are for people to read; written at most this often. */
const SEEN_EVERY_MS = 60_000;

export function createAccessStore(db: Database.Database, now: () => number): AccessStore {
  return { ...keys(db, now), ...users(db, now) };
}

type Keys = Pick<AccessStore, "createKey" | "keyByHash" | "listKeys" | "deleteKey">;
function keys(db: Database.Database, now: () => number): Keys {
  const add = db.prepare(
    "INSERT INTO api_keys (hash, id, name, role, prefix, created_at, created_by, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const byHash = db.prepare<[string], KeyRecord>(`${KEY} WHERE hash = ?`);
  const used = db.prepare("UPDATE api_keys SET last_used_at = ? WHERE hash = ?");
  const list = db.prepare<unknown[], KeyRecord>(`${KEY} WHERE (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?`);
  const remove = db.prepare("DELETE FROM api_keys WHERE id = ?");
  return {
    createKey: async ({ name, role, createdBy, expiresAt }) => {
      const text = `cb_${newToken()}`;
      const record: KeyRecord = {
        id: randomUUID(),
        name,
        role,
        prefix: text.slice(0, 10),
        createdAt: now(),
        createdBy,
        expiresAt,
        lastUsedAt: null,
      };
      add.run(hashToken(text), record.id, name, role, record.prefix, record.createdAt, createdBy, expiresAt);
      return { ...record, key: text };
    },
    keyByHash: async (hash) => {
      const key = byHash.get(hash);
      if (!key || (key.expiresAt !== null && key.expiresAt <= now())) return null;
      if ((key.lastUsedAt ?? 0) < now() - SEEN_EVERY_MS) used.run(now(), hash);
      return key;
    },
    listKeys: async ({ limit, cursor }) => {
      const [at, id] = cursor === undefined ? [Number.MAX_SAFE_INTEGER, "~"] : cursorParts(cursor, ["number", "string"]);
      return pageOf(
        list.all(at, id, limit + 1),
        limit,
        (key) => key,
        (key) => [key.createdAt, key.id],
      );
    },
    deleteKey: async (id) => remove.run(id).changes === 1,
  };
}

function users(db: Database.Database, now: () => number): Omit<AccessStore, keyof Keys> {
  const user = db.prepare<[string], UserRecord>(`${USER} WHERE id = ?`);
  const first = db.prepare<[], UserRecord>(`${USER} WHERE role = 'owner' ORDER BY created_at, id LIMIT 1`);
  const add = db.prepare("INSERT INTO users (id, name, role, created_at) VALUES (?, ?, 'owner', ?)");
  const list = db.prepare<unknown[], UserRecord>(`${USER} WHERE (created_at, id) > (?, ?) ORDER BY created_at, id LIMIT ?`);
  const rename = db.prepare("UPDATE users SET name = ? WHERE id = ?");
  const seen = db.prepare("UPDATE users SET last_seen_at = ? WHERE id = ?");
  const addToken = db.prepare("INSERT INTO sign_in_tokens (hash, user_id, expires_at) VALUES (?, ?, ?)");
  const useToken = db.prepare<[string, number], { user_id: string }>(
    "DELETE FROM sign_in_tokens WHERE hash = ? AND expires_at > ? RETURNING user_id",
  );
  const addSession = db.prepare("INSERT INTO sessions (hash, id, user_id, key_hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)");
  const session = db.prepare<[string, number], { id: string; user_id: string | null; key_hash: string | null; expires_at: number }>(
    "SELECT id, user_id, key_hash, expires_at FROM sessions WHERE hash = ? AND expires_at > ?",
  );
  const endSession = db.prepare("DELETE FROM sessions WHERE id = ?");

  const firstOwner = db.transaction((): UserRecord => {
    const found = first.get();
    if (found) return found;
    const made: UserRecord = { id: randomUUID(), name: "Owner", email: null, role: "owner", createdAt: now(), lastSeenAt: null };
    add.run(made.id, made.name, made.createdAt);
    return made;
  });
  const open = (userId: string | null, keyHash: string | null): { sessionToken: string; expiresAt: number } => {
    const sessionToken = newToken();
    const expiresAt = now() + CATALOG_LIMITS.sessionMs;
    addSession.run(hashToken(sessionToken), randomUUID(), userId, keyHash, now(), expiresAt);
    return { sessionToken, expiresAt };
  };
  const signIn = db.transaction((token: string) => {
    const used = useToken.get(hashToken(token), now());
    const who = used && user.get(used.user_id);
    return who ? { ...open(who.id, null), user: who } : null;
  });

  return {
    firstOwner: async () => firstOwner.immediate(),
    listUsers: async ({ limit, cursor }) => {
      const [at, id] = cursor === undefined ? [-1, ""] : cursorParts(cursor, ["number", "string"]);
      return pageOf(
        list.all(at, id, limit + 1),
        limit,
        (row) => row,
        (row) => [row.createdAt, row.id],
      );
    },
    renameUser: async (id, name) => {
      rename.run(name, id);
      return user.get(id) ?? null;
    },
    createSignInToken: async (userId) => {
      const token = newToken();
      const expiresAt = now() + CATALOG_LIMITS.signInMs;
      addToken.run(hashToken(token), userId, expiresAt);
      return { token, expiresAt };
    },
    signIn: async (token) => signIn.immediate(token),
    openKeySession: async (keyHash) => open(null, keyHash),
    sessionByToken: async (token) => {
      const row = session.get(hashToken(token), now());
      if (!row) return null;
      const { id, expires_at: expiresAt } = row;
      if (row.key_hash !== null) return { id, expiresAt, by: { keyHash: row.key_hash } };
      const who = row.user_id === null ? undefined : user.get(row.user_id);
      if (!who) return null;
      if ((who.lastSeenAt ?? 0) < now() - SEEN_EVERY_MS) seen.run(now(), who.id);
      return { id, expiresAt, by: { user: who } };
    },
    deleteSession: async (id) => void endSession.run(id),
  };
}
