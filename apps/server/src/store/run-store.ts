import type {
  Advance,
  Effect,
  EffectKind,
  EffectResult,
  EffectState,
  Hearing,
  JournalEntry,
  JsonObject,
  Leg,
  RunEvent,
  RunState,
  RunStatus,
  Step,
} from "@cordboard/contract";

/**
 * The durable side of runs. Glossary:
 *
 *   inbox     one row per accepted event, by dedupe key, with the exact reply bytes (null while the run still owes them)
 *   outbox    effects and what became of them
 *   lease     how long a claimed effect belongs to one worker; the fence number refuses a worker that slept through it
 *   guard     what must still be true inside the transaction for the event to count (a timer not fired yet, a fence not passed)
 *
 * All methods are asynchronous and take plain data, so that the writer can live in a worker thread or in PostgreSQL.
 * Times are database time, ms since the epoch.
 */
export interface RunStore extends RunReader, RunWriter, Timers, Outbox, Routing, OptOuts, Replicas {
  /** Database time: the store's clock plus the test offset. */
  now(): Promise<number>;
  /** Moves the test clock; the offset is one row that all replicas add. Returns the new now. */
  shiftClock(change: { advanceMs: number } | { now: number }): Promise<number>;
  /** True when the store answers and its migrations are done. */
  ready(): Promise<boolean>;
  /** Removes nonces older than `nonceMs`, parties nobody began to of late, and finished inbox rows of ended runs older than `inboxMs`. */
  sweep(older: { nonceMs: number; inboxMs: number }): Promise<void>;
  close(): Promise<void>;
}

interface Page<T> {
  items: T[];
  next: string | null;
}

export interface RunQuery {
  flowId?: string;
  status?: RunStatus;
  /** The other party's number, E.164 with or without `+`. */
  contact?: string;
  /** Our number. */
  number?: string;
  /** Started at or after / before, ms since the epoch. */
  from?: number;
  to?: number;
  /** Part of the run id, flow name, number, contact, call or message uuid, or reason; case-blind. */
  text?: string;
  test?: boolean;
  batchId?: string;
  limit: number;
  /** `next` of the page before. A bad one is refused with `bad_cursor`. */
  cursor?: string;
}

/** What was exchanged with the carrier or a web server, for the operator. */
export interface CarrierItem {
  seq: number;
  stepSeq: number | null;
  /** ms since the epoch. */
  at: number;
  direction: "in" | "out";
  kind: "webhook" | "xml" | "request" | "response";
  method: string;
  url: string;
  status: number | null;
  body: string;
}
export type NewCarrierItem = Omit<CarrierItem, "seq" | "at">;

export interface StoredEffect {
  id: string;
  runId: string;
  token: string;
  nodeId: string;
  step: number;
  effect: Effect;
  state: EffectState;
  attempts: number;
  /** When it may next be tried. */
  dueAt: number;
  createdAt: number;
  begunAt: number | null;
  endedAt: number | null;
  result: EffectResult | null;
  /** An uncertain effect is reported to its run at this time if nothing resolves it sooner. */
  reportAt: number | null;
  /** The run has been told the outcome: what comes later changes the effect, never the path. */
  reported: boolean;
  /** How an uncertain effect was settled: `callback`, `lookup` or the name of a person. */
  resolvedBy: string | null;
  /** The run was a test: its traffic goes to the simulator. */
  test: boolean;
  /** The run still had a live leg when the effect was claimed. */
  live: boolean;
  /** Goes up by one with each claim: what was decided by what is read here counts only while nobody has claimed it since. */
  fence: number;
  /** Sensitive values of its run, which it has outlived. */
  secrets?: string[];
}
/** An effect that this worker owns until `leaseUntil`, as long as nobody passed its fence. */
export interface ClaimedEffect extends StoredEffect {
  leaseUntil: number;
}

/** After a commit: read the journal of the run from the last seq you know up to `seq`. */
export interface RunChange {
  runId: string;
  flowId: string;
  test: boolean;
  seq: number;
  status: RunStatus;
}

interface EffectQuery {
  state?: EffectState;
  kind?: EffectKind;
  runId?: string;
  limit: number;
  cursor?: string;
}

export interface RunReader {
  run(id: string): Promise<RunState | null>;
  /** Newest first. */
  listRuns(query: RunQuery): Promise<Page<RunState>>;
  /** Entries with seq > afterSeq, in order. */
  journal(runId: string, options?: { afterSeq?: number; limit?: number }): Promise<JournalEntry[]>;
  /** The latest form of each step, in order of seq. */
  steps(runId: string): Promise<Step[]>;
  /** Every event that was applied, in order: what a replay is fed with. */
  recordedEvents(runId: string): Promise<RunEvent[]>;
  carrierLog(runId: string, options?: { afterSeq?: number; limit?: number }): Promise<CarrierItem[]>;
  effect(id: string): Promise<StoredEffect | null>;
  /** Newest first. */
  listEffects(query: EffectQuery): Promise<Page<StoredEffect>>;
  countEffects(state: EffectState): Promise<number>;
  countRuns(status: RunStatus): Promise<number>;
  /** Told after each commit. Returns the way out. */
  subscribe(listener: (change: RunChange) => void): () => void;
}

/** A stored answer. `reply` is null while the run owes it. */
export interface InboxRow {
  key: string;
  runId: string;
  callUuid: string | null;
  /** sha256 of what came: tells a repeat from another event. */
  digest: string;
  at: number;
  reply: string | null;
}

export interface LoadedRun {
  state: RunState;
  /** Goes up by one with each commit. */
  version: number;
}

export type Guard =
  /** The reply under this key is still owed. */
  | { kind: "owed"; key: string }
  /** The timer is still set; the commit removes it. */
  | { kind: "timer"; timerId: string }
  /** The effect is still in one of these states (and, if given, under this fence); the commit moves it on. */
  | { kind: "effect"; effectId: string; from: EffectState[]; fence?: number; to: EffectChange };

export interface EffectChange {
  state: EffectState;
  result: EffectResult | null;
  dueAt?: number;
  reportAt?: number | null;
  reported?: boolean;
  resolvedBy?: string;
  /** Routes later delivery reports and hang-ups by the carrier's own id. */
  messageUuid?: string;
}

/** One event and everything it changed. */
export interface CommitItem {
  runId: string;
  /** Version the step was computed from; 0 for a new run. */
  expectedVersion: number;
  event: RunEvent;
  advance: Advance;
  /** Null for events of our own, which a guard protects. */
  inbox: { key: string; digest: string; callUuid: string | null; reply: string | null } | null;
  guard: Guard | null;
  /** Bytes for every reply of this leg that is still owed, and the leg's last reply from now on. */
  replies: { callUuid: string; body: string }[];
  log: NewCarrierItem[];
  nonce: { value: string; digest: string } | null;
  /**
   * Sensitive values that the run knew before or after the event. When the run ends they are masked in its stored replies
   * and in its effects; an effect that is still to go out keeps them until it is over.
   */
  secrets: string[];
}

export type CommitOutcome =
  | { kind: "committed"; version: number }
  /** Somebody else's commit came first: load again and retry. */
  | { kind: "conflict" }
  /** The key is taken: answer with its bytes (or wait for them). */
  | { kind: "duplicate"; row: InboxRow }
  /** The guard no longer holds: the event is over. */
  | { kind: "stale" }
  /** The nonce was seen with another content: refuse the request. */
  | { kind: "nonce_reused" };

export interface RunWriter {
  /** One read for a whole batch. Unknown ids and keys are missing from the maps. */
  load(want: { runIds: string[]; inboxKeys: string[] }): Promise<{
    now: number;
    runs: Map<string, LoadedRun>;
    inbox: Map<string, InboxRow>;
  }>;
  /**
   * One transaction for a whole batch, with at most one item per run. Each item wins or loses alone.
   * Rejects only when nothing was written; a batch with an item that the database refuses is written one by one.
   * An item that is refused alone is answered by an Error in its place.
   */
  commit(items: CommitItem[]): Promise<(CommitOutcome | Error)[]>;
  inboxRow(key: string): Promise<InboxRow | null>;
  /** Sets a reply once (`WHERE reply IS NULL`); returns the bytes that stand. */
  setReply(key: string, body: string): Promise<string | null>;
  /** For requests that change no run. False: the nonce was seen with another content. */
  rememberNonce(value: string, digest: string): Promise<boolean>;
  appendLog(runId: string, items: NewCarrierItem[]): Promise<void>;
}

export interface Timers {
  /**
   * Due timers that nobody else has claimed, the longest due first. They are the owner's for `leaseMs`; then, or when the
   * owner is found dead, they are free again. The guard of the commit decides: a timer fires once, whoever claimed it.
   */
  claimTimers(claim: { owner: string; leaseMs: number; limit: number }): Promise<DueTimer[]>;
  /** Due timers, claimed or not: for the test clock. */
  dueTimers(limit: number): Promise<DueTimer[]>;
  /** When there may be something to claim next, or null. */
  nextTimer(): Promise<number | null>;
  /** A timer whose run is gone or over. */
  dropTimer(runId: string, timerId: string): Promise<void>;
}
export interface DueTimer {
  runId: string;
  timerId: string;
  dueAt: number;
}

/** The processes on one database. An `owner` is a process, from its start to its end. */
export interface Replicas {
  /** Says that the owner lives; to be called each second. What dead owners had claimed is free again at once. */
  replicaAlive(owner: string): Promise<void>;
  /** A clean stop: to be called last. */
  replicaLeft(owner: string): Promise<void>;
}

/** To a party one effect at a time is begun and not known: the carrier's lists could not tell two apart. */
export interface Party {
  name: string;
  /** Begun so long after another, it is told apart by its time and waits for it no more, ms. The same for all. */
  apartMs: number;
}
export interface PartyHolder {
  effectId: string;
  state: EffectState;
  /** When it began. */
  at: number;
}

export interface Outbox {
  /** Pending, due and unclaimed effects; oldest first. */
  claimEffects(claim: { owner: string; leaseMs: number; limit: number }): Promise<ClaimedEffect[]>;
  /** Commits "attempt n begun". Returns the ids that may go out now: the others lost their lease, or another holds their party. */
  beginEffects(refs: { id: string; fence: number; party?: Party | null }[], leaseMs: number): Promise<Set<string>>;
  /** Which of them an effect holds that is begun or in doubt, by name. */
  heldParties(parties: Party[]): Promise<Map<string, PartyHolder>>;
  renewLeases(refs: { id: string; fence: number }[], leaseMs: number): Promise<void>;
  /** Hands back what was claimed and not begun (graceful stop). */
  releaseEffects(refs: { id: string; fence: number }[]): Promise<void>;
  /** Begun, lease over, no receipt: they become uncertain. Returns them. `all`: also unexpired leases (one process, just started). */
  findOrphans(options: { all: boolean; reportAfterMs: { live: number; idle: number } }): Promise<StoredEffect[]>;
  /** Uncertain effects whose run is to be told now. */
  dueReports(limit: number): Promise<StoredEffect[]>;
  /** A change that no run is told about. False when the effect is no longer in one of `from` (or its fence passed). */
  updateEffect(id: string, from: EffectState[], to: EffectChange, fence?: number): Promise<boolean>;
  /** When the next pending effect or report is due, or null. */
  nextEffect(): Promise<number | null>;
  /** True when a message or call with this carrier id is known already. */
  knownCarrierId(uuid: string): Promise<boolean>;
}

/** The timer that a queued run is held by until it begins; it never becomes due. */
export const QUEUED = "queued";

export interface Routing {
  /** The run that a step or effect token belongs to. */
  byToken(token: string): Promise<{ runId: string; effectId: string | null; test: boolean } | null>;
  byLeg(callUuid: string): Promise<{ runId: string; lastReply: string | null; ended: boolean; test: boolean } | null>;
  byMessage(messageUuid: string): Promise<{ runId: string; effectId: string | null } | null>;
  /**
   * Runs that listen to texts of this contact to this number of ours, who asks first first: those whose step waits for it,
   * then those that may; the one that knows the pair before one that takes any; the latest.
   */
  hearers(number: string, contact: string): Promise<Hearer[]>;
  /** Legs of runs that are over or ending, still without a hang-up, older than the time given. */
  overdueLegs(olderThan: number, limit: number): Promise<{ runId: string; leg: Leg }[]>;
  /** Running runs of a flow with one contact, oldest first; test runs are not among them. */
  liveRuns(flowId: string, contact: string): Promise<string[]>;
  /** Runs that wait with the timer `QUEUED` for the run before them, oldest first. */
  queuedRuns(limit: number): Promise<string[]>;
  /** A token that starts one test run: the simulator's number of a `try`. */
  putTry(entry: TryEntry): Promise<void>;
  tryByToken(token: string): Promise<TryEntry | null>;
  tryOfRun(runId: string): Promise<TryEntry | null>;
}

export interface Hearer {
  runId: string;
  for: Hearing["for"];
  words: string[];
  test: boolean;
}

export interface TryEntry {
  token: string;
  runId: string;
  flowId: string;
  flowName: string;
  /** Null when a draft is tried. */
  version: number | null;
  hash: string;
  /** Our number in the try, E.164. */
  number: string;
  startNode: string | null;
  variables: JsonObject;
  mocks: EffectMocks;
}

/** What an effect of the named node answers in a test run, instead of being performed. By node name. */
export type EffectMocks = Record<
  string,
  { ok: true; data: JsonObject } | { ok: false; error: { code: string; message: string }; data?: JsonObject }
>;

/** Who does not want messages from one of our numbers any more. */
export interface OptOuts {
  /** `confirmed`: the carrier has sent its confirmation already, so ours is not needed. */
  optOut(entry: { number: string; contact: string; confirmed: boolean }): Promise<void>;
  optIn(entry: { number: string; contact: string }): Promise<void>;
  /** False: the contact has opted out. One confirmation may pass within `graceMs` of the opt-out. */
  mayText(entry: { number: string; contact: string; graceMs: number }): Promise<boolean>;
}
