import { randomUUID } from "node:crypto";
import { CodedError } from "@cordboard/contract";
import type Database from "better-sqlite3";
import type { SecretRecord, SecretStore } from "../catalog-store.ts";
import { cursorParts, pageOf } from "./catalog-list.ts";
import type { Seal } from "./seal.ts";

const COLUMNS = 'SELECT name, created_at AS "createdAt", updated_at AS "updatedAt", updated_by AS "updatedBy" FROM secrets';
/** The record's id is part of what is sealed, so two rows can't be swapped. */
const label = (id: string): string => `secret:${id}`;

export function createSecretStore(db: Database.Database, seal: Seal, now: () => number): SecretStore {
  const list = db.prepare<unknown[], SecretRecord>(`${COLUMNS} WHERE name > ? ORDER BY name LIMIT ?`);
  const one = db.prepare<[string], SecretRecord>(`${COLUMNS} WHERE name = ?`);
  const row = db.prepare<[string], { id: string; sealed: Buffer }>("SELECT id, sealed FROM secrets WHERE name = ?");
  const add = db.prepare(
    "INSERT INTO secrets (id, name, sealed, created_at, updated_at, updated_by) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const replace = db.prepare("UPDATE secrets SET sealed = ?, updated_at = ?, updated_by = ? WHERE id = ?");
  const remove = db.prepare("DELETE FROM secrets WHERE name = ?");

  const put = db.transaction((name: string, value: string, by: string, how: "create" | "replace"): SecretRecord | null => {
    const found = row.get(name);
    if ((how === "create") === (found !== undefined)) return null;
    const id = found?.id ?? randomUUID();
    const sealed = seal.seal(label(id), value);
    if (found) replace.run(sealed, now(), by, id);
    else add.run(id, name, sealed, now(), now(), by);
    return one.get(name) ?? null;
  });

  return {
    listSecrets: async ({ limit, cursor }) => {
      const [after] = cursor === undefined ? [""] : cursorParts(cursor, ["string"]);
      return pageOf(
        list.all(after, limit + 1),
        limit,
        (secret) => secret,
        (secret) => [secret.name],
      );
    },
    putSecret: async (name, value, by, how) => put.immediate(name, value, by, how),
    deleteSecret: async (name) => remove.run(name).changes === 1,
    secretValue: async (name) => {
      const found = row.get(name);
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
