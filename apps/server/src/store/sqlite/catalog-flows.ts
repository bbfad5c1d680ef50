import { randomUUID } from "node:crypto";
import type { FlowDocument } from "@cordboard/flow";
import type Database from "better-sqlite3";
import type { FlowRecord, FlowStore, VersionRecord } from "../catalog-store.ts";
import { cursorParts, pageOf } from "./catalog-list.ts";

interface FlowRow {
  id: string;
  name: string;
  revision: number;
  document: string;
  hash: string;
  published: number | null;
  created_at: number;
  updated_at: number;
  version: number | null;
  version_hash: string | null;
  at: number | null;
  by: string | null;
  message: string | null;
}
type VersionRow = VersionRecord & { document: string };

const SELECT = `SELECT f.*, v.version, v.hash AS version_hash, v.at, v.by, v.message
  FROM flows f LEFT JOIN versions v ON v.flow_id = f.id AND v.version = f.published
  WHERE f.deleted_at IS NULL`;
const VERSION = "SELECT version, hash, at, by, message, document FROM versions WHERE flow_id = ?";

export function createFlowStore(db: Database.Database, now: () => number): FlowStore {
  const q = statements(db);
  const flow = (id: string): FlowRecord | null => {
    const row = q.flow.get(id);
    return row ? toFlow(row) : null;
  };

  const publish = db.transaction((id: string, release: { revision: number; by: string; message: string }) => {
    const row = q.flow.get(id);
    if (!row) return null;
    if (row.revision !== release.revision) return { revision: row.revision };
    const version = (q.lastVersion.get(id)?.version ?? 0) + 1;
    const published: VersionRecord = { version, hash: row.hash, at: now(), by: release.by, message: release.message };
    q.addVersion.run(id, version, row.hash, row.document, published.at, published.by, published.message);
    q.addSnapshot.run(row.hash, row.document);
    q.setPublished.run(version, published.at, id);
    return { published };
  });
  const create = db.transaction((id: string, name: string, document: string, hash: string) => {
    q.addFlow.run(id, name, document, hash, now(), now());
    return q.flow.get(id);
  });

  return {
    createFlow: async ({ name, document, hash }) => {
      const row = create.immediate(randomUUID(), name, JSON.stringify(document), hash);
      if (!row) throw new Error("a flow that was just stored is missing");
      return toFlow(row);
    },
    flow: async (id) => flow(id),
    listFlows: async ({ limit, cursor, text }) => {
      const [at, id] = cursor === undefined ? [Number.MAX_SAFE_INTEGER, "~"] : cursorParts(cursor, ["number", "string"]);
      const like = `%${(text ?? "").replace(/[\\%_]/g, "\\$&")}%`;
      return pageOf(q.list.all(like, at, id, limit + 1), limit, toFlow, (row) => [row.updated_at, row.id]);
    },
    saveDraft: async (id, { revision, document, hash }) => {
      const saved = q.save.run(document.name, JSON.stringify(document), hash, now(), id, revision).changes === 1;
      const row = q.flow.get(id);
      return row ? { saved, revision: row.revision } : null;
    },
    publish: async (id, release) => publish.immediate(id, release),
    deleteFlow: async (id) => q.remove.run(now(), id).changes === 1,
    listVersions: async (id, { limit, cursor }) => {
      const [below] = cursor === undefined ? [Number.MAX_SAFE_INTEGER] : cursorParts(cursor, ["number"]);
      return pageOf(q.versions.all(id, below, limit + 1), limit, toVersion, (row) => [row.version]);
    },
    version: async (id, version) => {
      const row = q.version.get(id, version);
      return row ? { ...toVersion(row), document: storedDocument(row.document) } : null;
    },
    putSnapshot: async (hash, document) => void q.addSnapshot.run(hash, JSON.stringify(document)),
    snapshot: async (hash) => {
      const row = q.snapshot.get(hash);
      return row ? storedDocument(row.document) : null;
    },
    published: async (flowId) => {
      // Asked at each call and text: the document itself is not read.
      const row = q.published.get(flowId);
      return row ? { flowId, flowName: row.name, version: row.version, hash: row.hash } : null;
    },
  };
}

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
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

const toVersion = ({ version, hash, at, by, message }: VersionRow): VersionRecord => ({ version, hash, at, by, message });

/** Parsed by the flow package before it was stored. */
function storedDocument(text: string): FlowDocument {
  return JSON.parse(text) as FlowDocument;
}

function statements(db: Database.Database) {
  return {
    flow: db.prepare<[string], FlowRow>(`${SELECT} AND f.id = ?`),
    published: db.prepare<[string], { name: string; version: number; hash: string }>(
      `SELECT f.name, v.version, v.hash FROM flows f JOIN versions v ON v.flow_id = f.id AND v.version = f.published
       WHERE f.id = ? AND f.deleted_at IS NULL`,
    ),
    list: db.prepare<unknown[], FlowRow>(
      `${SELECT} AND f.name LIKE ? ESCAPE '\\' AND (f.updated_at, f.id) < (?, ?) ORDER BY f.updated_at DESC, f.id DESC LIMIT ?`,
    ),
    addFlow: db.prepare("INSERT INTO flows (id, name, revision, document, hash, created_at, updated_at) VALUES (?, ?, 1, ?, ?, ?, ?)"),
    save: db.prepare(
      `UPDATE flows SET name = ?, document = ?, hash = ?, updated_at = ?, revision = revision + 1
       WHERE id = ? AND revision = ? AND deleted_at IS NULL`,
    ),
    remove: db.prepare("UPDATE flows SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL"),
    lastVersion: db.prepare<[string], { version: number | null }>("SELECT max(version) AS version FROM versions WHERE flow_id = ?"),
    addVersion: db.prepare("INSERT INTO versions (flow_id, version, hash, document, at, by, message) VALUES (?, ?, ?, ?, ?, ?, ?)"),
    setPublished: db.prepare("UPDATE flows SET published = ?, updated_at = ? WHERE id = ?"),
    versions: db.prepare<unknown[], VersionRow>(`${VERSION} AND version < ? ORDER BY version DESC LIMIT ?`),
    version: db.prepare<unknown[], VersionRow>(`${VERSION} AND version = ?`),
    addSnapshot: db.prepare("INSERT INTO snapshots (hash, document) VALUES (?, ?) ON CONFLICT DO NOTHING"),
    snapshot: db.prepare<[string], { document: string }>("SELECT document FROM snapshots WHERE hash = ?"),
  };
}
