import type { RunState } from "@cordboard/contract";
import { type CommitItem, QUEUED, type StoredEffect } from "../src/store/run-store.ts";
import type { Deed } from "./fake-carrier.ts";
import type { MemoryStore } from "./memory-store/memory-store.ts";
import { TextsModel } from "./model-texts.ts";
import type { Webhook } from "./network.ts";

/*
 * The oracle. Written from the properties P1 to P10 that are promised (durable runs, "Properties"), not from the code:
 * it sees what was committed, what was answered, what the carrier really did, and says what must not be.
 *
 *   P1 accepted once, same bytes    P2 acknowledged is stored     P3 at most one real deed per effect, none missing
 *   P4 one writer per run           P5 timers once, never early   P6 a run keeps its version
 *   P7 ended stays ended            P8 every run waits for something with a deadline
 *   P9 bounded work (the engine's own budgets; here: everything comes to rest)      P10 always a whole document
 */
/** Of two attempts that begin further apart the lists' times say which is which. */
const TWIN_MS = 240_000;

interface KnownRun {
  version: number;
  seq: number;
  at: number;
  hash: string;
  ended: string | null;
  timers: Map<string, number>;
  fired: Set<string>;
}

export class Model {
  readonly problems: string[] = [];
  readonly #runs = new Map<string, KnownRun>();
  readonly #keys = new Set<string>();
  readonly #digests = new Map<string, string>();
  readonly #beginnings = new Map<string, { runId: string; commit: number }>();
  readonly #answers = new Map<string, string>();
  readonly #acknowledged = new Map<string, Webhook>();
  readonly #starts = new Map<string, string>();
  readonly #store: MemoryStore;
  readonly #texts = new TextsModel((property, what) => this.#wrong(property, what));
  commits = 0;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  #wrong(property: string, what: string): void {
    this.problems.push(`${property} ${what}`);
  }

  /** A commit that won. `at`: database time. */
  committed(item: CommitItem, at: number): void {
    this.commits++;
    const { runId, advance, event, inbox } = item;
    const { run } = advance;
    const fresh: KnownRun = { version: 0, seq: 0, at: 0, hash: run.hash, ended: null, timers: new Map(), fired: new Set() };
    const known = this.#runs.get(runId) ?? fresh;
    this.#runs.set(runId, known);

    if (item.expectedVersion !== known.version)
      this.#wrong("P4", `${runId}: version ${item.expectedVersion} was written over ${known.version}`);
    known.version = item.expectedVersion + 1;
    if (event.at < known.at) this.#wrong("P4", `${runId}: an event of ${event.at} after one of ${known.at}`);
    known.at = event.at;
    for (const entry of advance.journal)
      if (entry.seq !== ++known.seq) this.#wrong("P4", `${runId}: journal entry ${entry.seq} where ${known.seq} belongs`);
    if (run.hash !== known.hash) this.#wrong("P6", `${runId} changed its flow`);

    if (inbox) {
      if (this.#keys.has(inbox.key)) this.#wrong("P1", `${inbox.key} was applied twice`);
      this.#keys.add(inbox.key);
      const other = this.#digests.get(inbox.digest);
      if (other !== undefined) this.#wrong("P1", `one request was applied as ${other} and as ${inbox.key}`);
      this.#digests.set(inbox.digest, inbox.key);
    }
    if (item.expectedVersion === 0) this.#begun(run);
    this.#texts.committed(item);
    this.#timers(known, item, at);
    this.#ended(known, run);
    this.#waits(known, run);
  }

  #begun({ id, trigger }: RunState): void {
    const cause = trigger.kind === "call" ? trigger.call.callUuid : trigger.kind === "message" ? trigger.message.uuid : null;
    if (cause === null) return;
    const before = this.#beginnings.get(cause);
    if (before !== undefined) this.#wrong("P1", `${cause} began two runs: ${before.runId}, ${id}`);
    this.#beginnings.set(cause, { runId: id, commit: this.commits });
  }

  #timers(known: KnownRun, { runId, event, advance }: CommitItem, at: number): void {
    if (event.type === "timer") {
      const dueAt = known.timers.get(event.timerId);
      if (known.fired.has(event.timerId)) this.#wrong("P5", `${runId}: the timer ${event.timerId} fired twice`);
      else if (dueAt === undefined) this.#wrong("P5", `${runId}: a timer fired that was not set (${event.timerId})`);
      else if (at < dueAt) this.#wrong("P5", `${runId}: a timer fired ${dueAt - at} ms early`);
      known.fired.add(event.timerId);
      known.timers.delete(event.timerId);
    }
    if (event.type === "started") known.timers.delete(QUEUED);
    for (const id of advance.timers.cancel) known.timers.delete(id);
    for (const { id, dueAt } of advance.timers.set) known.timers.set(id, dueAt);
  }

  #ended(known: KnownRun, run: RunState): void {
    const end = run.endedAt === null ? null : `${run.status} at ${run.endedAt}`;
    if (known.ended !== null && end !== known.ended) this.#wrong("P7", `${run.id} was ${known.ended} and is now ${end ?? run.status}`);
    if ((run.status === "running") !== (run.endedAt === null)) this.#wrong("P7", `${run.id} is ${run.status} and ended at ${run.endedAt}`);
    known.ended = end;
  }

  #waits({ timers }: KnownRun, { id, status, threads, reaperTimer }: RunState): void {
    if (status !== "running" || timers.has(QUEUED)) return;
    const waits = Object.values(threads).flatMap(({ wait }) => wait ?? []);
    for (const { timerId, what } of waits) if (!timers.has(timerId)) this.#wrong("P8", `${id} waits for ${what} without a deadline`);
    if (waits.length === 0 && !timers.has(reaperTimer ?? "")) this.#wrong("P8", `${id} waits for nothing without a deadline`);
  }

  /** What we answered a webhook with. `arrived`: the carrier got it, so it is acknowledged. `mayRefuse`: a flow that may be busy. */
  answered(webhook: Webhook, body: string, arrived: boolean, mayRefuse: boolean): void {
    const { digest, path, xml } = webhook;
    if (xml && !/<Response\s*\/>|<Response>[\s\S]*<\/Response>\s*$/.test(body))
      this.#wrong("P10", `${path} was answered with "${body.slice(0, 60)}"`);
    const stored = this.#digests.has(digest);
    const before = this.#answers.get(digest);
    // A request that leads nowhere is not accepted, and may be answered in any way.
    if (stored && before !== undefined && before !== body)
      this.#wrong("P1", `${path} was answered in two ways:\n    ${before}\n    ${body}`);
    if (stored) this.#answers.set(digest, body);
    if (!arrived) return;
    // A hang-up may overtake the request that its call begins with; then nobody knows the call yet.
    const overtakes = path.includes("/n/") && path.endsWith("/hangup") && !stored && !this.#wasKnown(webhook);
    if (overtakes || (!stored && mayRefuse)) return;
    if (!stored) this.#wrong("P2", `${path} was acknowledged and is not stored`);
    this.#acknowledged.set(digest, webhook);
  }

  /** Its call had begun well before. */
  #wasKnown({ params }: Webhook): boolean {
    const begun = this.#beginnings.get(params["CallUUID"] ?? "");
    return begun !== undefined && this.commits - begun.commit > 20;
  }

  /** A request came to nothing although nothing was wrong any more. */
  unanswered({ path }: Webhook, why: string): void {
    this.#wrong("P10", `${path}: ${why}`);
  }

  /** An API request was answered with this run. */
  started(key: string, runId: string): void {
    const before = this.#starts.get(key);
    if (before !== undefined && before !== runId) this.#wrong("P1", `the key ${key} began two runs: ${before}, ${runId}`);
    this.#starts.set(key, runId);
  }

  /** Long after the last fault. */
  atRest(deeds: readonly Deed[], visits: ReadonlyMap<string, number>, now: number): void {
    const { tables } = this.#store;
    const stored = new Set([...tables.inbox.values()].map(({ digest }) => digest));
    for (const [digest, { path }] of this.#acknowledged) if (!stored.has(digest)) this.#wrong("P2", `${path} was acknowledged and is gone`);
    for (const runId of this.#starts.values())
      if (!tables.runs.has(runId)) this.#wrong("P2", `the run ${runId} was promised and is not there`);
    const done = new Map<string, number>();
    for (const { token } of deeds) done.set(token, (done.get(token) ?? 0) + 1);
    for (const { stored: effect } of tables.effects.values()) {
      const { id, state, token, result, reported, dueAt, begunAt, reportAt } = effect;
      const { kind } = effect.effect;
      const times = done.get(token) ?? 0;
      const real = kind === "send_message" || kind === "place_call";
      if (times > 1) this.#wrong("P3", `${kind} ${id} was done ${times} times`);
      if (real && state === "done" && times !== 1) this.#wrong("P3", `${kind} ${id} is said to be done and was never done`);
      if (real && (state === "failed" || state === "cancelled") && times !== 0)
        this.#wrong("P3", `${kind} ${id} is ${state} and was done all the same (${JSON.stringify(result)})`);
      if (state === "pending" && dueAt < now - 5_000) this.#wrong("P3", `${kind} ${id} is due and nobody does it`);
      if (state === "begun" && (begunAt ?? 0) < now - 10_000) this.#wrong("P3", `${kind} ${id} was begun and nobody knows more`);
      if (real && state === "uncertain" && !this.#hasTwin(effect))
        this.#wrong("P3", `${kind} ${id} is in doubt, and the carrier's lists say what became of it`);
      if (state === "uncertain" && !reported && (reportAt ?? 0) < now - 5_000)
        this.#wrong("P3", `${kind} ${id} is in doubt and its run was never told`);
    }
    for (const token of done.keys())
      if (!tables.tokens.has(token)) this.#wrong("P3", `something was done for ${token}, which is no effect of ours`);
    for (const [url, times] of visits) if (times > 1) this.#wrong("P3", `${url} was asked ${times} times`);

    this.#texts.atRest((runId) => tables.runs.get(runId)?.running === false);
    for (const { runId, timerId, dueAt } of tables.timers.values())
      if (dueAt < now - 5_000) this.#wrong("P5", `${runId}: the timer ${timerId} is ${now - dueAt} ms late`);
    for (const { runId, timerId } of tables.timers.values())
      if (timerId === QUEUED && this.#isFirst(runId)) this.#wrong("P8", `${runId} waits in a queue in which nobody is before it`);
  }

  /** "Begun" is committed: nothing else to that recipient may be in doubt, for the lists could not tell the two apart. */
  effectBegun(id: string): void {
    const mine = this.#store.tables.effects.get(id)?.stored;
    if (mine?.effect.kind !== "send_message") return;
    const { to } = mine.effect;
    for (const { stored: other } of this.#store.tables.effects.values())
      if (other.id !== id && other.effect.kind === "send_message" && other.effect.to === to && isOpen(other, mine.begunAt))
        this.#wrong("P3", `the text ${id} was begun while ${other.id} to the same recipient was ${other.state}`);
  }

  /** Two calls in doubt between the same two parties at about the same time, for somebody who was on the phone and did not wait. */
  #hasTwin({ id, effect, begunAt }: StoredRow): boolean {
    if (effect.kind !== "place_call") return false;
    return [...this.#store.tables.effects.values()].some(
      ({ stored: other }) =>
        other.id !== id &&
        other.state === "uncertain" &&
        other.effect.kind === "place_call" &&
        other.effect.to === effect.to &&
        isOpen(other, begunAt),
    );
  }

  #isFirst(runId: string): boolean {
    const { runs } = this.#store.tables;
    const mine = runs.get(runId);
    if (!mine?.running) return false;
    const ahead = (other: typeof mine): boolean =>
      other.startedAt < mine.startedAt || (other.startedAt === mine.startedAt && other.id < mine.id);
    return ![...runs.values()].some(
      (other) => other.running && other.flowId === mine.flowId && other.contact === mine.contact && ahead(other),
    );
  }
}

type StoredRow = Omit<StoredEffect, "live" | "fence">;

/** Begun at about that time, and nobody knows what came of it. */
const isOpen = ({ state, begunAt }: StoredRow, at: number | null): boolean =>
  (state === "begun" || state === "uncertain") && begunAt !== null && Math.abs(begunAt - (at ?? 0)) < TWIN_MS;
