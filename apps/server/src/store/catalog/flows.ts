import { randomUUID } from "node:crypto";
import type { FlowDocument } from "@cordboard/flow";
import type { FlowRecord, FlowStore, Pins, VersionRecord } from "../catalog-store.ts";
import type { Sql } from "../sql.ts";
import { cursorParts, pageOf } from "./list.ts";

interface FlowRow {
  id: string;
  name: string;
  revision: number;
  document: string;
  hash: string;
  folder: string;
  created_at: number;
  updated_at: number;
  version: number | null;
  version_hash: string | null;
  at: number | null;
  by: string | null;
  message: string | null;
}
type VersionRow = VersionRecord & { document: string };

const FLOW = `SELECT f.id, f.name, f.revision, f.document, f.hash, f.folder, f.created_at, f.updated_at, v.version, v.hash AS version_hash, v.at, v."by",
    v.message
  FROM flows f LEFT JOIN versions v ON v.flow_id = f.id AND v.version = f.published
  WHERE f.deleted_at IS NULL`;
const VERSION = 'SELECT version, hash, at, "by", message, document FROM versions WHERE flow_id = ?';
const ADD_SNAPSHOT = "INSERT INTO snapshots (hash, document) VALUES (?, ?) ON CONFLICT DO NOTHING";

export function createFlowStore(sql: Sql, now: () => number): FlowStore {
  const flow = async (id: string): Promise<FlowRecord | null> => {
    const row = await sql.get<FlowRow>(`${FLOW} AND f.id = ?`, [id]);
    return row ? toFlow(row) : null;
  };

  return {
    createFlow: async ({ name, document, hash, folder = "" }) => {
      const [id, at] = [randomUUID(), now()];
      await sql.run(
        "INSERT INTO flows (id, name, revision, document, hash, folder, created_at, updated_at) VALUES (?, ?, 1, ?, ?, ?, ?, ?)",
        [id, name, JSON.stringify(document), hash, folder, at, at],
      );
      return { id, name, revision: 1, document, hash, published: null, folder, createdAt: at, updatedAt: at };
    },
    moveFlow: async (id, folder) => (await sql.run("UPDATE flows SET folder = ? WHERE id = ? AND deleted_at IS NULL", [folder, id])) === 1,
    flow,
    flowsNamed: async (name) => (await sql.all<FlowRow>(`${FLOW} AND f.name = ? ORDER BY f.created_at, f.id`, [name])).map(toFlow),
    listFlows: async ({ limit, cursor, text, folder }) => {
      const [at = 0, id = ""] = cursor === undefined ? [Number.MAX_SAFE_INTEGER, "~"] : cursorParts(cursor, ["number", "string"]);
      const like = `%${literally(text ?? "")}%`;
      const [inside, below] = folder === undefined ? ["", "%"] : [folder, `${literally(folder)}/%`];
      const rows = await sql.all<FlowRow>(
        `${FLOW} AND lower(f.name) LIKE lower(?) ESCAPE '\\' AND (f.folder = ? OR f.folder LIKE ? ESCAPE '\\')
         AND (f.updated_at, f.id) < (?, ?) ORDER BY f.updated_at DESC, f.id DESC LIMIT ?`,
        [like, inside, below, at, id, limit + 1],
      );
      return pageOf(rows, limit, toFlow, (row) => [row.updated_at, row.id]);
    },
    saveDraft: async (id, { revision, document, hash }) => {
      const saved = await sql.run(
        `UPDATE flows SET name = ?, document = ?, hash = ?, updated_at = ?, revision = revision + 1
         WHERE id = ? AND revision = ? AND deleted_at IS NULL`,
        [document.name, JSON.stringify(document), hash, now(), id, revision],
      );
      if (saved === 1) return { saved: true, revision: revision + 1 };
      const stored = await sql.get<{ revision: number }>("SELECT revision FROM flows WHERE id = ? AND deleted_at IS NULL", [id]);
      return stored ? { saved: false, revision: stored.revision } : null;
    },
    publish: (id, release) =>
      sql.transaction(async (tx) => {
        // Two who publish at once take turns at the flow's row.
        const row = await tx.get<{ revision: number; hash: string; document: string }>(
          `SELECT revision, hash, document FROM flows WHERE id = ? AND deleted_at IS NULL${sql.forUpdate}`,
          [id],
        );
        if (!row) return null;
        if (row.revision !== release.revision) return { revision: row.revision };
        const last = await tx.get<{ version: number | null }>("SELECT max(version) AS version FROM versions WHERE flow_id = ?", [id]);
        const { by, message } = release;
        const published: VersionRecord = { version: (last?.version ?? 0) + 1, hash: row.hash, at: now(), by, message };
        await tx.run('INSERT INTO versions (flow_id, version, hash, document, at, "by", message, pins) VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [
          id,
          published.version,
          row.hash,
          row.document,
          published.at,
          by,
          message,
          release.pins === undefined ? null : JSON.stringify(release.pins),
        ]);
        await tx.run(ADD_SNAPSHOT, [row.hash, row.document]);
        await tx.run("UPDATE flows SET published = ?, updated_at = ? WHERE id = ?", [published.version, published.at, id]);
        return { published };
      }),
    deleteFlow: async (id) => (await sql.run("UPDATE flows SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL", [now(), id])) === 1,
    listVersions: async (id, { limit, cursor }) => {
      const [below = 0] = cursor === undefined ? [Number.MAX_SAFE_INTEGER] : cursorParts(cursor, ["number"]);
      const rows = await sql.all<VersionRow>(`${VERSION} AND version < ? ORDER BY version DESC LIMIT ?`, [id, below, limit + 1]);
      return pageOf(rows, limit, toVersion, (row) => [row.version]);
    },
    version: async (id, version) => {
      const row = await sql.get<VersionRow>(`${VERSION} AND version = ?`, [id, version]);
      return row ? { ...toVersion(row), document: storedDocument(row.document) } : null;
    },
    putSnapshot: async (hash, document) => void (await sql.run(ADD_SNAPSHOT, [hash, JSON.stringify(document)])),
    snapshot: async (hash) => {
      const row = await sql.get<{ document: string }>("SELECT document FROM snapshots WHERE hash = ?", [hash]);
      return row ? storedDocument(row.document) : null;
    },
    pins: async (flowId, version) => {
      const row = await sql.get<{ pins: string | null }>("SELECT pins FROM versions WHERE flow_id = ? AND version = ?", [flowId, version]);
      return storedPins(row?.pins ?? "{}");
    },
    published: async (flowId) => {
      // Asked at each call and text: the document itself is not read.
      const row = await sql.get<{ name: string; version: number; hash: string }>(
        `SELECT f.name, v.version, v.hash FROM flows f JOIN versions v ON v.flow_id = f.id AND v.version = f.published
         WHERE f.id = ? AND f.deleted_at IS NULL`,
        [flowId],
      );
      return row ? { flowId, flowName: row.name, version: row.version, hash: row.hash } : null;
    },
  };
}

/** Within a LIKE: none of it means something else. */
const literally = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

function toFlow(row: FlowRow): FlowRecord {
  const published =
    row.version === null
      ? null
      : { version: row.version, hash: row.version_hash ?? "", at: row.at ?? 0, by: row.by ?? "", message: row.message ?? "" };
  return {
    id: row.id,
    name: row.name,
    revision: row.revision,
    document: storedDocument(row.document),
    hash: row.hash,
    published,
    folder: row.folder,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

const toVersion = ({ version, hash, at, by, message }: VersionRow): VersionRecord => ({ version, hash, at, by, message });

/** Written by `publish`. */
function storedPins(text: string): Pins {
  return JSON.parse(text) as Pins;
}

/** Parsed by the flow package before it was stored. */
function storedDocument(text: string): FlowDocument {
  return JSON.parse(text) as FlowDocument;
}
