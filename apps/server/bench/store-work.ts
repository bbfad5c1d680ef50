import { randomUUID } from "node:crypto";
import type { CommitItem } from "../src/store/run-store.ts";
import type { Sql } from "../src/store/sql.ts";
import { newRun } from "@cordboard/engine";

/** A run that is under way. */
export interface Hot {
  id: string;
  version: number;
  busy: boolean;
  at: number;
  first: CommitItem["advance"]["run"];
}

const NOTES = "It was said on the phone that the parcel should be left with the neighbour. ".repeat(20);

export function newHot(at: number): Hot {
  const id = randomUUID();
  const trigger = { kind: "api", params: {}, to: "+14155550100", from: "+14155550199" } as const;
  const first = newRun({ id, flowId: "flow-1", flowName: "Line", version: 1, hash: "h", test: false, trigger, at });
  first.variables["vars"] = { notes: NOTES };
  return { id, version: 0, busy: false, at, first };
}

/** What a digit in a menu commits: the run (some 2 KB), its key with its reply, two journal entries, two lines of the log. */
export function commitOf(hot: Hot, more: { timer?: { id: string; dueAt: number }; fires?: string } = {}): CommitItem {
  const { id, version, at } = hot;
  const seq = version * 2 + 2;
  const run = { ...hot.first, seq };
  const entry = { type: "input", summary: "Pressed 1.", ignored: false, data: { digits: "1" } };
  const reply =
    '<Response><GetInput action="https://example.com/carrier/step/x"><Speak>For sales, press one.</Speak></GetInput></Response>';
  const line = {
    stepSeq: 1,
    direction: "in",
    kind: "webhook",
    method: "POST",
    url: "/carrier/step/x",
    status: null,
    body: '{"Digits":"1"}',
  } as const;
  return {
    runId: id,
    expectedVersion: version,
    event: version === 0 ? { at, type: "started", trigger: run.trigger } : { at, type: "stop", by: "bench" },
    advance: {
      run,
      journal: [seq - 1, seq].map((n) => ({ seq: n, at, kind: "event", event: entry })),
      effects: [],
      timers: { set: more.timer ? [more.timer] : [], cancel: [] },
      tokens: [randomUUID()],
      legs: [],
      reply: { kind: "none" },
    },
    inbox: more.fires ? null : { key: randomUUID(), digest: "d".repeat(43), callUuid: id, reply },
    guard: more.fires ? { kind: "timer", timerId: more.fires } : null,
    replies: [],
    log: [line, { ...line, direction: "out", kind: "xml", body: reply }],
    nonce: { value: randomUUID(), digest: "d".repeat(43) },
    secrets: [],
  };
}

/** The same rows as one ordinary transaction, a statement at a time. */
export const oneTransaction = (sql: Sql, take: () => Hot) => async (): Promise<void> => {
  const hot = take();
  const { advance, inbox, nonce, event, log, runId } = commitOf(hot);
  await sql.transaction(async (tx) => {
    await tx.get("SELECT key FROM inbox WHERE key = ?", [inbox?.key ?? ""]);
    await tx.get(`SELECT state, row_version FROM runs WHERE id = ?${sql.forUpdate}`, [runId]);
    await tx.run("UPDATE runs SET state = ?, row_version = row_version + 1 WHERE id = ? AND row_version = ?", [
      JSON.stringify(advance.run),
      runId,
      hot.version,
    ]);
    await tx.run(
      "INSERT INTO journal (run_id, seq, entry) VALUES (?, ?, ?), (?, ?, ?)",
      advance.journal.flatMap((entry) => [runId, entry.seq, JSON.stringify(entry)]),
    );
    await tx.run("INSERT INTO events (run_id, version, event) VALUES (?, ?, ?)", [runId, hot.version + 1, JSON.stringify(event)]);
    await tx.run("INSERT INTO inbox (key, run_id, call_uuid, digest, at, reply) VALUES (?, ?, ?, ?, ?, ?)", [
      inbox?.key ?? "",
      runId,
      inbox?.callUuid ?? null,
      inbox?.digest ?? "",
      hot.at,
      inbox?.reply ?? null,
    ]);
    await tx.run("INSERT INTO nonces (nonce, digest, at) VALUES (?, ?, ?)", [nonce?.value ?? "", nonce?.digest ?? "", hot.at]);
    for (const token of advance.tokens) await tx.run("INSERT INTO tokens (token, run_id) VALUES (?, ?)", [token, runId]);
    await tx.run(
      "INSERT INTO carrier_log (run_id, seq, item) VALUES (?, ?, ?), (?, ?, ?)",
      log.flatMap((line, i) => [runId, hot.version * 2 + 1 + i, JSON.stringify(line)]),
    );
  });
  hot.version++;
  hot.busy = false;
};

const AT_ONCE = 20_000;

/** `many` runs that have ended or wait, each with a timer far off, its key and its journal. */
export async function fill(sql: Sql, many: number, at: number): Promise<void> {
  for (let from = 0; from < many; from += AT_ONCE) {
    const rows = async (table: string, columns: string, values: string, parameters: (string | number)[] = []): Promise<void> => {
      const numbers = `WITH RECURSIVE n (i) AS (SELECT CAST(? AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < CAST(? AS BIGINT))`;
      await sql.run(`${numbers} INSERT INTO ${table} (${columns}) SELECT ${values} FROM n`, [
        from + 1,
        Math.min(from + AT_ONCE, many),
        ...parameters,
      ]);
    };
    const id = "'00filled-' || ((i * 7919) % 1000003) || '-' || i";
    await rows(
      "runs",
      "id, flow_id, status, test, started_at, live_legs, search, row_version, state",
      `${id}, 'flow-1', CASE WHEN i % 2 = 0 THEN 'running' ELSE 'completed' END, 0, CAST(? AS BIGINT) - i, 0, 'x', 1, CAST(? AS TEXT)`,
      [at, JSON.stringify({ id: "filled", notes: NOTES.slice(0, 300) })],
    );
    await rows("timers", "run_id, id, due_at, lease_until", `${id}, 't', CAST(? AS BIGINT) + i, 0`, [at + 3_600_000]);
    await rows("inbox", "key, run_id, digest, at, reply", `'k' || ((i * 7919) % 1000003) || '-' || i, ${id}, 'd', CAST(? AS BIGINT), ''`, [
      at,
    ]);
    await rows("journal", "run_id, seq, entry", `${id}, 1, CAST(? AS TEXT)`, ["{}"]);
  }
}
