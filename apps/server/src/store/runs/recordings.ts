import type { RecordingFile, RecordingStore } from "../recording-store.ts";
import type { Sql } from "../sql.ts";

interface Row {
  id: string;
  url: string;
  test: number;
  kept: "here" | "elsewhere" | null;
  tries: number;
  at: number;
}

const FILES = "SELECT c.id, c.url, r.test, c.kept, c.tries, c.at FROM recordings c JOIN runs r ON r.id = c.run_id";
const toFile = (row: Row): RecordingFile => ({ ...row, test: row.test === 1 });

/** The bytes stand in a table of their own, so that lists never read them. */
export function createRecordingStore(sql: Sql): RecordingStore {
  return {
    file: async (id) => {
      const row = await sql.get<Row>(`${FILES} WHERE c.id = ?`, [id]);
      return row ? toFile(row) : null;
    },
    content: async (id) =>
      (await sql.get<{ contentType: string; content: Buffer }>(
        'SELECT content_type AS "contentType", content FROM recording_content WHERE id = ?',
        [id],
      )) ?? null,
    transcribed: async (id, text) => {
      await sql.run("INSERT INTO recording_texts (id, text) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET text = excluded.text", [id, text]);
    },
    toKeep: async ({ before, limit }) =>
      (await sql.all<Row>(`${FILES} WHERE c.kept IS NULL AND c.at < ? ORDER BY c.at, c.id LIMIT ?`, [before, limit])).map(toFile),
    keep: (id, { contentType, content }) =>
      sql.transaction(async (tx) => {
        const there = await tx.run("UPDATE recordings SET kept = 'here' WHERE id = ?", [id]);
        if (there === 0) return;
        await tx.run("INSERT INTO recording_content (id, content_type, content) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING", [
          id,
          contentType,
          content,
        ]);
      }),
    notKept: async (id, giveUp) => {
      const kept = giveUp ? "elsewhere" : null;
      await sql.run("UPDATE recordings SET tries = tries + 1, kept = ? WHERE id = ? AND kept IS NULL", [kept, id]);
    },
    olderThan: async ({ before, limit }) =>
      (await sql.all<Row>(`${FILES} WHERE c.at < ? ORDER BY c.at, c.id LIMIT ?`, [before, limit])).map(toFile),
    remove: (id) =>
      sql.transaction(async (tx) => {
        await tx.run("DELETE FROM recording_content WHERE id = ?", [id]);
        await tx.run("DELETE FROM recording_texts WHERE id = ?", [id]);
        return (await tx.run("DELETE FROM recordings WHERE id = ?", [id])) === 1;
      }),
  };
}
