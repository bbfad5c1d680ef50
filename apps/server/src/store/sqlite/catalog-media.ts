import { randomUUID } from "node:crypto";
import type Database from "better-sqlite3";
import type { MediaRecord, MediaStore } from "../catalog-store.ts";
import { cursorParts, pageOf } from "./catalog-list.ts";

const COLUMNS = 'SELECT id, name, content_type AS "contentType", bytes, created_at AS "createdAt", created_by AS "createdBy" FROM media';

/** The bytes stand in a table of their own, so that lists never read them. */
export function createMediaStore(db: Database.Database, now: () => number): MediaStore {
  const add = db.prepare("INSERT INTO media (id, name, content_type, bytes, created_at, created_by) VALUES (?, ?, ?, ?, ?, ?)");
  const addContent = db.prepare("INSERT INTO media_content (id, content) VALUES (?, ?)");
  const list = db.prepare<unknown[], MediaRecord>(`${COLUMNS} WHERE (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?`);
  const one = db.prepare<[string], MediaRecord>(`${COLUMNS} WHERE id = ?`);
  const content = db.prepare<[string], { contentType: string; content: Buffer }>(
    'SELECT m.content_type AS "contentType", c.content FROM media m JOIN media_content c USING (id) WHERE m.id = ?',
  );
  const remove = db.prepare("DELETE FROM media WHERE id = ?");
  const removeContent = db.prepare("DELETE FROM media_content WHERE id = ?");

  const addBoth = db.transaction((media: MediaRecord, bytes: Buffer) => {
    add.run(media.id, media.name, media.contentType, media.bytes, media.createdAt, media.createdBy);
    addContent.run(media.id, bytes);
  });
  const removeBoth = db.transaction((id: string): boolean => {
    removeContent.run(id);
    return remove.run(id).changes === 1;
  });

  return {
    addMedia: async ({ name, contentType, content: bytes, by }) => {
      const media: MediaRecord = { id: randomUUID(), name, contentType, bytes: bytes.length, createdAt: now(), createdBy: by };
      addBoth.immediate(media, bytes);
      return media;
    },
    listMedia: async ({ limit, cursor }) => {
      const [at, id] = cursor === undefined ? [Number.MAX_SAFE_INTEGER, "~"] : cursorParts(cursor, ["number", "string"]);
      return pageOf(
        list.all(at, id, limit + 1),
        limit,
        (media) => media,
        (media) => [media.createdAt, media.id],
      );
    },
    media: async (id) => one.get(id) ?? null,
    mediaContent: async (id) => content.get(id) ?? null,
    deleteMedia: async (id) => removeBoth.immediate(id),
  };
}
