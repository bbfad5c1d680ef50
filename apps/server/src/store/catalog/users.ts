import { randomUUID } from "node:crypto";
import { hashToken, newToken } from "../../auth/token.ts";
import { type AccessStore, CATALOG_LIMITS, type UserRecord } from "../catalog-store.ts";
import type { Sql, SqlWriter } from "../sql.ts";
import { sayOnce } from "./facts.ts";
import { type KeyStore, seen, SEEN_EVERY_MS } from "./keys.ts";
import { cursorParts, pageOf } from "./list.ts";

const USER = 'SELECT id, name, email, role, created_at AS "createdAt", last_seen_at AS "lastSeenAt" FROM users';

interface SessionRow {
  id: string;
  user_id: string | null;
  key_hash: string | null;
  expires_at: number;
}

export function createUserStore(sql: Sql, now: () => number): Omit<AccessStore, keyof KeyStore> {
  const user = (on: SqlWriter, id: string) => on.get<UserRecord>(`${USER} WHERE id = ?`, [id]);
  const open = async (on: SqlWriter, userId: string | null, keyHash: string | null) => {
    const sessionToken = newToken();
    const expiresAt = now() + CATALOG_LIMITS.sessionMs;
    await on.run("INSERT INTO sessions (hash, id, user_id, key_hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)", [
      hashToken(sessionToken),
      randomUUID(),
      userId,
      keyHash,
      now(),
      expiresAt,
    ]);
    return { sessionToken, expiresAt };
  };

  return {
    firstOwner: () =>
      sql.transaction(async (tx) => {
        const found = await tx.get<UserRecord>(`${USER} WHERE role = 'owner' ORDER BY created_at, id LIMIT 1`);
        if (found) return found;
        // Replicas that start together agree on one id first.
        const id = await sayOnce(tx, "first_owner", randomUUID(), now());
        await tx.run("INSERT INTO users (id, name, role, created_at) VALUES (?, 'Owner', 'owner', ?) ON CONFLICT DO NOTHING", [id, now()]);
        const made = await user(tx, id);
        if (!made) throw new Error("the owner that was just stored is missing");
        return made;
      }),
    listUsers: async ({ limit, cursor }) => {
      const [at = 0, id = ""] = cursor === undefined ? [-1, ""] : cursorParts(cursor, ["number", "string"]);
      const rows = await sql.all<UserRecord>(`${USER} WHERE (created_at, id) > (?, ?) ORDER BY created_at, id LIMIT ?`, [
        at,
        id,
        limit + 1,
      ]);
      return pageOf(
        rows,
        limit,
        (row) => row,
        (row) => [row.createdAt, row.id],
      );
    },
    renameUser: async (id, name) => {
      await sql.run("UPDATE users SET name = ? WHERE id = ?", [name, id]);
      return (await user(sql, id)) ?? null;
    },
    createSignInToken: async (userId) => {
      const token = newToken();
      const expiresAt = now() + CATALOG_LIMITS.signInMs;
      await sql.run("INSERT INTO sign_in_tokens (hash, user_id, expires_at) VALUES (?, ?, ?)", [hashToken(token), userId, expiresAt]);
      return { token, expiresAt };
    },
    signIn: (token) =>
      sql.transaction(async (tx) => {
        const used = await tx.get<{ user_id: string }>("DELETE FROM sign_in_tokens WHERE hash = ? AND expires_at > ? RETURNING user_id", [
          hashToken(token),
          now(),
        ]);
        const who = used && (await user(tx, used.user_id));
        return who ? { ...(await open(tx, who.id, null)), user: who } : null;
      }),
    openKeySession: (keyHash) => open(sql, null, keyHash),
    sessionByToken: async (token) => {
      const row = await sql.get<SessionRow>("SELECT id, user_id, key_hash, expires_at FROM sessions WHERE hash = ? AND expires_at > ?", [
        hashToken(token),
        now(),
      ]);
      if (!row) return null;
      const { id, expires_at: expiresAt } = row;
      if (row.key_hash !== null) return { id, expiresAt, by: { keyHash: row.key_hash } };
      const who = row.user_id === null ? undefined : await user(sql, row.user_id);
      if (!who) return null;
      if ((who.lastSeenAt ?? 0) < now() - SEEN_EVERY_MS)
        await seen(sql.run("UPDATE users SET last_seen_at = ? WHERE id = ?", [now(), who.id]));
      return { id, expiresAt, by: { user: who } };
    },
    deleteSession: async (id) => void (await sql.run("DELETE FROM sessions WHERE id = ?", [id])),
  };
}
