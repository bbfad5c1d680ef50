import { randomUUID } from "node:crypto";
import type { MediaRecord, MediaStore } from "../catalog-store.ts";
import type { Sql } from "../sql.ts";
import { cursorParts, pageOf } from "./list.ts";

const COLUMNS = 'SELECT id, name, content_type AS "contentType", bytes, created_at AS "createdAt", created_by AS "createdBy" FROM media';

/** The bytes stand in a table of their own, so that lists never read them. */
export function createMediaStore(sql: Sql, now: () => number): MediaStore {
  return {
    addMedia: async ({ name, contentType, content, by }) => {
      const media: MediaRecord = { id: randomUUID(), name, contentType, bytes: content.length, createdAt: now(), createdBy: by };
      await sql.transaction(async (tx) => {
        await tx.run("INSERT INTO media (id, name, content_type, bytes, created_at, created_by) VALUES (?, ?, ?, ?, ?, ?)", [
          media.id,
          name,
          contentType,
          media.bytes,
          media.createdAt,
          by,
        ]);
        await tx.run("INSERT INTO media_content (id, content) VALUES (?, ?)", [media.id, content]);
      });
      return media;
    },
    listMedia: async ({ limit, cursor }) => {
      const [at = 0, id = ""] = cursor === undefined ? [Number.MAX_SAFE_INTEGER, "~"] : cursorParts(cursor, ["number", "string"]);
      const rows = await sql.all<MediaRecord>(`${COLUMNS} WHERE (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?`, [
        at,
        id,
        limit + 1,
      ]);
      return pageOf(
        rows,
        limit,
        (media) => media,
        (media) => [media.createdAt, media.id],
      );
    },
    media: async (id) => (await sql.get<MediaRecord>(`${COLUMNS} WHERE id = ?`, [id])) ?? null,
    mediaContent: async (id) =>
      (await sql.get<{ contentType: string; content: Buffer }>(
        'SELECT m.content_type AS "contentType", c.content FROM media m JOIN media_content c ON c.id = m.id WHERE m.id = ?',
        [id],
      )) ?? null,
    deleteMedia: (id) =>
      sql.transaction(async (tx) => {
        await tx.run("DELETE FROM media_content WHERE id = ?", [id]);
        return (await tx.run("DELETE FROM media WHERE id = ?", [id])) === 1;
      }),
  };
}
