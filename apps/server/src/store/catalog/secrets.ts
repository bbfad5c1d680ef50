import { randomUUID } from "node:crypto";
import { CodedError } from "@cordboard/contract";
import type { SecretRecord, SecretStore } from "../catalog-store.ts";
import type { Sql } from "../sql.ts";
import { cursorParts, pageOf } from "./list.ts";
import type { Seal } from "./seal.ts";

const COLUMNS = 'name, created_at AS "createdAt", updated_at AS "updatedAt", updated_by AS "updatedBy"';
/** The record's id is part of what is sealed, so two rows can't be swapped. */
const label = (id: string): string => `secret:${id}`;

export function createSecretStore(sql: Sql, seal: Seal, now: () => number): SecretStore {
  const create = async (name: string, value: string, by: string): Promise<SecretRecord | null> => {
    const [id, at] = [randomUUID(), now()];
    const made = await sql.get<SecretRecord>(
      `INSERT INTO secrets (id, name, sealed, created_at, updated_at, updated_by) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
      [id, name, seal.seal(label(id), value), at, at, by],
    );
    return made ?? null;
  };
  const replace = async (name: string, value: string, by: string): Promise<SecretRecord | null> => {
    const found = await sql.get<{ id: string }>("SELECT id FROM secrets WHERE name = ?", [name]);
    if (!found) return null;
    const changed = await sql.get<SecretRecord>(
      `UPDATE secrets SET sealed = ?, updated_at = ?, updated_by = ? WHERE id = ? RETURNING ${COLUMNS}`,
      [seal.seal(label(found.id), value), now(), by, found.id],
    );
    return changed ?? null;
  };

  return {
    listSecrets: async ({ limit, cursor }) => {
      const [after = ""] = cursor === undefined ? [""] : cursorParts(cursor, ["string"]);
      const rows = await sql.all<SecretRecord>(`SELECT ${COLUMNS} FROM secrets WHERE name > ? ORDER BY name LIMIT ?`, [after, limit + 1]);
      return pageOf(
        rows,
        limit,
        (secret) => secret,
        (secret) => [secret.name],
      );
    },
    putSecret: (name, value, by, how) => (how === "create" ? create(name, value, by) : replace(name, value, by)),
    deleteSecret: async (name) => (await sql.run("DELETE FROM secrets WHERE name = ?", [name])) === 1,
    secretValue: async (name) => {
      const found = await sql.get<{ id: string; sealed: Buffer }>("SELECT id, sealed FROM secrets WHERE name = ?", [name]);
      if (!found) return null;
      try {
        return seal.open(label(found.id), found.sealed);
      } catch {
        throw new CodedError(
          "secret_unreadable",
          `The secret ${name} was sealed with another master key; start with the key that was used then, or store the secret again.`,
        );
      }
    },
  };
}
