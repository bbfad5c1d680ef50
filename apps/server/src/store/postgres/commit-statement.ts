import type { RunRows } from "../runs/run-rows.ts";
import type { SqlValue } from "../sql.ts";
import { textArray } from "./arrays.ts";
import { type Batch, createBatch, int8, maskOf, NOT_REFUSED, type Placed, runId, text } from "./batch.ts";
import { addEffects, addFeed, addHearings, addLegs, addRecords, addTimers, addWipeNotes } from "./commit-parts.ts";

/*
 * A batch of commits as one statement, so that it is one round trip and one transaction:
 *
 *   taken    items whose inbox key is there already        ┐
 *   reused   items whose nonce came with another content   ├─► refused ─► updated, created (the version check) ─► won
 *   holding  items whose guard still holds (rows locked)   ┘                                                       │
 *                 inbox, nonces, commits, tokens, effects, timers, legs, replies, messages, … of those ◄───┘
 *
 * Sets of items are bit masks of their places in the batch: a row belongs to a winner when the winners' mask has its bit.
 */
export const MAX_ITEMS = 64;

/** Masks as decimal texts: they are 64 bits wide. */
export interface CommitMasks {
  won: string;
  taken: string;
  reused: string;
  refused: string;
}

/** What a batch has none of is left out. Few kinds, because each mix of them is a statement that every connection keeps. */
interface Kinds {
  born: boolean;
  later: boolean;
  timers: boolean;
  effects: boolean;
  legs: boolean;
  secrets: boolean;
}

function kindsOf(items: RunRows[]): Kinds {
  const some = (test: (item: RunRows) => boolean): boolean => items.some(test);
  return {
    born: some(({ expected }) => expected === 0),
    later: some(({ expected }) => expected > 0),
    timers: some(({ guard, dropTimers, setTimers, over }) => guard?.kind === "timer" || over || dropTimers.length + setTimers.length > 0),
    effects: some(
      ({ guard, effects, message, messageStatus, recording, hearings }) =>
        guard?.kind === "effect" ||
        effects.length > 0 ||
        message !== null ||
        messageStatus !== null ||
        recording !== null ||
        hearings !== null,
    ),
    legs: some(({ guard, legs, replies }) => guard?.kind === "owed" || legs.length + replies.length > 0),
    secrets: some(({ secret }) => secret),
  };
}

/** `owner`: who tells the other replicas of these commits. `at`: ms since the epoch. */
export function commitStatement(items: RunRows[], at: number, owner: string): { sql: string; parameters: SqlValue[] } {
  const batch = createBatch(items);
  const kinds = kindsOf(items);
  batch.with("moment", "MATERIALIZED (SELECT CAST(? AS int8) AS at)", at);
  addChecks(batch, kinds);
  addRuns(batch, kinds);
  addRecords(batch);
  if (kinds.timers) addTimers(batch);
  if (kinds.effects) {
    addEffects(batch);
    addHearings(batch);
  }
  if (kinds.legs) addLegs(batch);
  if (kinds.secrets) addWipeNotes(batch);
  addFeed(batch, owner);
  const masks = ["won", "taken", "reused", "refused"].map((name) => `(SELECT mask FROM ${name})::text AS ${name}`);
  return batch.end(`SELECT ${masks.join(", ")}`);
}

function addChecks(batch: Batch, kinds: Kinds): void {
  const keyed = batch.one((item) => item.inbox);
  batch.part(
    "taken",
    keyed,
    { key: text(({ row }) => row.key) },
    (rows) => `MATERIALIZED ${maskOf(`${rows} JOIN inbox ON inbox.key = t.key`)}`,
  );
  batch.part(
    "reused",
    batch.one((item) => item.nonce),
    { nonce: text(({ row }) => row.value), digest: text(({ row }) => row.digest) },
    (rows) => `MATERIALIZED ${maskOf(`${rows} JOIN nonces ON nonces.nonce = t.nonce AND nonces.digest <> t.digest`)}`,
  );
  const holding = [
    ...(kinds.timers ? [addTimerGuards(batch)] : []),
    ...(kinds.legs ? [addOwedGuards(batch)] : []),
    ...(kinds.effects ? [addEffectGuards(batch)] : []),
  ].map((name) => `SELECT i FROM ${name}`);
  const held = holding.length > 0 ? maskOf(`(${holding.join(" UNION ALL ")}) AS held`) : "0";
  const guarded = batch.one((item) => item.guard).reduce((mask, { i }) => mask | (1n << BigInt(i)), 0n);
  batch.with(
    "refused",
    `MATERIALIZED (SELECT (SELECT mask FROM taken) | (SELECT mask FROM reused) | (CAST(? AS int8) # ${held}) AS mask)`,
    BigInt.asIntN(64, guarded).toString(),
  );
}

/** Needs no lock: only a commit of its run removes it, and that one changes the version too. */
function addTimerGuards(batch: Batch): string {
  const timers = batch.one((item) => (item.guard?.kind === "timer" ? item.guard : null));
  batch.part(
    "guard_timers",
    timers,
    { run_id: runId, id: text(({ row }) => row.timerId) },
    (rows) => `MATERIALIZED (SELECT t.i FROM ${rows} JOIN timers ON timers.run_id = t.run_id AND timers.id = t.id)`,
  );
  return "guard_timers";
}

function addOwedGuards(batch: Batch): string {
  const owed = batch.one((item) => (item.guard?.kind === "owed" ? item.guard : null));
  batch.part(
    "guard_owed",
    owed,
    { key: text(({ row }) => row.key) },
    (rows) =>
      `MATERIALIZED (SELECT t.i FROM ${rows} JOIN inbox ON inbox.key = t.key WHERE inbox.reply IS NULL ORDER BY t.key FOR UPDATE OF inbox)`,
  );
  return "guard_owed";
}

function addEffectGuards(batch: Batch): string {
  const effects = batch.one((item) => (item.guard?.kind === "effect" ? item.guard : null));
  batch.part(
    "guard_effects",
    effects,
    {
      id: text(({ row }) => row.effectId),
      states: text(({ row }) => `,${row.from.join(",")},`),
      fence: int8(({ row }) => row.fence ?? null),
    },
    (rows) =>
      `MATERIALIZED (SELECT t.i FROM ${rows} JOIN effects ON effects.id = t.id
         WHERE strpos(t.states, ',' || effects.state || ',') > 0 AND effects.fence = coalesce(t.fence, effects.fence)
         ORDER BY t.id FOR UPDATE OF effects)`,
  );
  return "guard_effects";
}

const RUN_COLUMNS = {
  run_id: runId,
  status: text(({ row }: Placed<RunRows>) => row.status),
  number: text(({ row }: Placed<RunRows>) => row.number),
  contact: text(({ row }: Placed<RunRows>) => row.contact),
  ended_at: int8(({ row }: Placed<RunRows>) => row.endedAt),
  live_legs: int8(({ row }: Placed<RunRows>) => row.liveLegs),
  search: text(({ row }: Placed<RunRows>) => row.search),
  state: text(({ row }: Placed<RunRows>) => row.state),
};

/** The version check: `won`. */
function addRuns(batch: Batch, kinds: Kinds): void {
  const winners: string[] = [];
  if (kinds.later) {
    batch.part(
      "updated",
      batch.one((item) => (item.expected > 0 ? item : null)),
      { ...RUN_COLUMNS, expected: int8(({ row }) => row.expected) },
      (rows) =>
        `(UPDATE runs SET status = t.status, number = t.number, contact = t.contact, ended_at = t.ended_at, live_legs = t.live_legs,
           search = t.search, state = t.state, row_version = runs.row_version + 1
         FROM ${rows} WHERE runs.id = t.run_id AND runs.row_version = t.expected AND ${NOT_REFUSED} RETURNING t.i)`,
    );
    winners.push("SELECT i FROM updated");
  }
  if (kinds.born) {
    batch.part(
      "created",
      batch.one((item) => (item.expected === 0 ? item : null)),
      {
        ...RUN_COLUMNS,
        flow_id: text(({ row }) => row.flowId),
        test: int8(({ row }) => row.test),
        batch_id: text(({ row }) => row.batchId),
        started_at: int8(({ row }) => row.startedAt),
      },
      (rows) =>
        `(INSERT INTO runs (id, status, number, contact, ended_at, live_legs, search, state, flow_id, test, batch_id, started_at, row_version)
         SELECT t.run_id, t.status, t.number, t.contact, t.ended_at, t.live_legs, t.search, t.state, t.flow_id, t.test, t.batch_id, t.started_at, 1
         FROM ${rows} WHERE ${NOT_REFUSED} ON CONFLICT (id) DO NOTHING RETURNING id)`,
    );
    winners.push("SELECT array_position((SELECT ids FROM run_ids), created.id) - 1 FROM created");
    batch.with("run_ids", "MATERIALIZED (SELECT ?::text[] AS ids)", textArray(batch.items.map((item) => item.runId)));
  }
  batch.with("won", `MATERIALIZED ${maskOf(`(${winners.join(" UNION ALL ")}) AS w (i)`)}`);
}
