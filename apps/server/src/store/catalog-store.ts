import type { JsonObject } from "@cordboard/contract";
import type { FlowDocument } from "@cordboard/flow";

/**
 * What Cordboard keeps besides runs: flows with drafts and versions, numbers, people, keys, secrets, uploads. Glossary:
 *
 *   revision  save counter of a draft              snapshot  the immutable text of a flow, by content hash
 *   pin       which text of a flow a run takes     token     unguessable part of an address; kept as it is for numbers, hashed for people
 *
 * Times are ms since the epoch. All methods are asynchronous and take plain data, so that PostgreSQL can stand behind them.
 */
export interface CatalogStore
  extends FlowStore, NumberStore, AccessStore, SecretStore, MediaStore, IdempotencyStore, AuditStore, FactStore {
  ready(): Promise<boolean>;
  /** Removes what has expired: sessions, sign-in links, idempotency rows. */
  sweepCatalog(): Promise<void>;
}

export interface ListQuery {
  limit: number;
  /** `next` of the page before. A bad one is refused with `bad_cursor`. */
  cursor?: string | undefined;
}
export interface ListPage<T> {
  items: T[];
  next: string | null;
}

export interface VersionRecord {
  version: number;
  hash: string;
  at: number;
  by: string;
  message: string;
}
export interface FlowRecord {
  id: string;
  name: string;
  revision: number;
  document: FlowDocument;
  /** Content hash of the draft. */
  hash: string;
  published: VersionRecord | null;
  /** Path in the list, `Support/Night`; empty: at the top. */
  folder: string;
  createdAt: number;
  updatedAt: number;
}
interface FlowPin {
  flowId: string;
  flowName: string;
  version: number | null;
  hash: string;
}

/** Which versions of other flows a version runs, by node id. */
export type Pins = Record<string, FlowPin>;

export interface FlowStore {
  createFlow(flow: { name: string; document: FlowDocument; hash: string; folder?: string }): Promise<FlowRecord>;
  /** Into another folder; the draft stays as it is. False: no such flow. */
  moveFlow(id: string, folder: string): Promise<boolean>;
  /** Null: never made, or deleted. */
  flow(id: string): Promise<FlowRecord | null>;
  /** Names are not unique. */
  flowsNamed(name: string): Promise<FlowRecord[]>;
  /** Last changed first; `text` is part of the name, `folder` the one it lies in or below. */
  listFlows(query: ListQuery & { text?: string | undefined; folder?: string | undefined }): Promise<ListPage<FlowRecord>>;
  /** Stored only when the revision is still the stored one; else answers the stored one. Null: no such flow. */
  saveDraft(
    id: string,
    draft: { revision: number; document: FlowDocument; hash: string },
  ): Promise<{ saved: boolean; revision: number } | null>;
  /** The next version from the draft, if its revision is still the given one. Null: no such flow. */
  publish(
    id: string,
    release: { revision: number; by: string; message: string; pins?: Pins },
  ): Promise<{ published: VersionRecord } | { revision: number } | null>;
  /** Versions and snapshots stay, for the runs that are pinned to them. False: no such flow. */
  deleteFlow(id: string): Promise<boolean>;
  /** Newest first. */
  listVersions(id: string, query: ListQuery): Promise<ListPage<VersionRecord>>;
  version(id: string, version: number): Promise<(VersionRecord & { document: FlowDocument }) | null>;
  /** Keeps a text that is not a version (a draft that is tried). */
  putSnapshot(hash: string, document: FlowDocument): Promise<void>;
  snapshot(hash: string): Promise<FlowDocument | null>;
  /** The version that new runs take; also of a flow that is deleted: null. */
  published(flowId: string): Promise<FlowPin | null>;
  /** What `publish` was told of this version; empty for others. */
  pins(flowId: string, version: number): Promise<Pins>;
}

export interface NumberRecord {
  /** E.164 with `+`. */
  number: string;
  /** Unguessable part of the number's webhook URLs. */
  token: string;
  voiceFlowId: string | null;
  messageFlowId: string | null;
  /** The carrier's Application that points here. */
  applicationId: string | null;
}
export interface NumberStore {
  numbers(): Promise<NumberRecord[]>;
  number(number: string): Promise<NumberRecord | null>;
  numberByToken(token: string): Promise<NumberRecord | null>;
  /** Makes the number with a fresh token when it is new; what is left out stays. */
  putNumber(
    number: string,
    change: { voiceFlowId?: string | null | undefined; messageFlowId?: string | null | undefined; applicationId?: string | null },
  ): Promise<NumberRecord>;
  numbersOfFlow(flowId: string): Promise<NumberRecord[]>;
}

export type RoleName = "viewer" | "operator" | "editor" | "owner";
export interface KeyRecord {
  id: string;
  name: string;
  role: RoleName;
  prefix: string;
  createdAt: number;
  createdBy: string;
  expiresAt: number | null;
  lastUsedAt: number | null;
}
export interface UserRecord {
  id: string;
  name: string;
  email: string | null;
  role: RoleName;
  createdAt: number;
  lastSeenAt: number | null;
}
interface SessionRecord {
  id: string;
  expiresAt: number;
  /** Who signed in: a person by a link, or the holder of a key. */
  by: { user: UserRecord } | { keyHash: string };
}

export interface AccessStore {
  /** The key itself is in this answer only; a hash of it is kept. */
  createKey(key: { name: string; role: RoleName; createdBy: string; expiresAt: number | null }): Promise<KeyRecord & { key: string }>;
  /** By `hashToken(key)`. Null: unknown, revoked or expired. */
  keyByHash(hash: string): Promise<KeyRecord | null>;
  listKeys(query: ListQuery): Promise<ListPage<KeyRecord>>;
  deleteKey(id: string): Promise<boolean>;

  /** The first user, an owner, made when there is none. */
  firstOwner(): Promise<UserRecord>;
  listUsers(query: ListQuery): Promise<ListPage<UserRecord>>;
  renameUser(id: string, name: string): Promise<UserRecord | null>;

  /** A token for one sign-in within 15 minutes. */
  createSignInToken(userId: string): Promise<{ token: string; expiresAt: number }>;
  /** Uses the token up and opens a session. Null: wrong, used or expired. */
  signIn(token: string): Promise<{ sessionToken: string; expiresAt: number; user: UserRecord } | null>;
  /** A browser session with the rights of a key; it ends with the key. */
  openKeySession(keyHash: string): Promise<{ sessionToken: string; expiresAt: number }>;
  sessionByToken(token: string): Promise<SessionRecord | null>;
  deleteSession(id: string): Promise<void>;
}

export interface SecretRecord {
  name: string;
  createdAt: number;
  updatedAt: number;
  updatedBy: string;
}
export interface SecretStore {
  listSecrets(query: ListQuery): Promise<ListPage<SecretRecord>>;
  /** `create`: null when the name is taken; `replace`: null when there is none. */
  putSecret(name: string, value: string, by: string, how: "create" | "replace"): Promise<SecretRecord | null>;
  deleteSecret(name: string): Promise<boolean>;
  /** Only for the place that sends it. Null: no such secret. */
  secretValue(name: string): Promise<string | null>;
}

export interface MediaRecord {
  id: string;
  name: string;
  contentType: "audio/mpeg" | "audio/wav";
  bytes: number;
  createdAt: number;
  createdBy: string;
}
export interface MediaStore {
  addMedia(media: { name: string; contentType: MediaRecord["contentType"]; content: Buffer; by: string }): Promise<MediaRecord>;
  listMedia(query: ListQuery): Promise<ListPage<MediaRecord>>;
  media(id: string): Promise<MediaRecord | null>;
  mediaContent(id: string): Promise<{ contentType: string; content: Buffer } | null>;
  deleteMedia(id: string): Promise<boolean>;
}

interface KeptAnswer {
  status: number;
  body: string;
}
export interface IdempotencyStore {
  /**
   * `new`: go on, then `keepAnswer` or `dropAttempt`. `done`: answer the same again. `other`: the key was used with another
   * request. `busy`: the first request is still being answered.
   */
  beginAttempt(
    actor: string,
    key: string,
    request: string | Buffer,
  ): Promise<{ state: "new" | "other" | "busy" } | { state: "done"; answer: KeptAnswer }>;
  keepAnswer(actor: string, key: string, answer: KeptAnswer): Promise<void>;
  dropAttempt(actor: string, key: string): Promise<void>;
}

export interface AuditRecord {
  id: number;
  at: number;
  actor: { kind: "user" | "key" | "system"; id: string | null; name: string };
  action: string;
  target: string | null;
  details: JsonObject;
  address: string | null;
}
export interface AuditStore {
  addAudit(entry: Omit<AuditRecord, "id" | "at">): Promise<void>;
  listAudit(query: ListQuery & { action?: string | undefined; target?: string | undefined }): Promise<ListPage<AuditRecord>>;
}

/** Small things that an installation knows of itself. `at`: when it was last said. */
export interface FactStore {
  fact(name: string): Promise<{ value: string; at: number } | null>;
  say(name: string, value: string): Promise<void>;
  forgetFact(name: string): Promise<void>;
}

/** How long things of the catalog live. */
export const CATALOG_LIMITS = {
  signInMs: 15 * 60_000,
  sessionMs: 14 * 24 * 3_600_000,
  idempotencyMs: 24 * 3_600_000,
  /** A request that was begun and never answered (a crash) may be tried again after this. */
  attemptMs: 60_000,
} as const;
