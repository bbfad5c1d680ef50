import { changeLine, parseChangeLine } from "../runs/change-line.ts";
import { createLocalFeed, type RunFeed } from "../runs/run-feed.ts";
import type { RunChange } from "../run-store.ts";
import type { Sql } from "../sql.ts";
import type { Notifications } from "./notifications.ts";

/*
 * What commits of one replica tell the others:
 *
 *   a batch commits, and with it a row of `changes` ──┬─ at once: listeners here
 *                                                     ├─ within 50 ms: one NOTIFY for all of them, never in a run's transaction
 *                                                     └─ each second the others read the rows that they were not told of
 *
 * So a lost notification, a broken listener, or a replica that dies before it could tell costs a second. A row is read by
 * the number of the transaction that made it: one that began earlier and ended later is not passed over. Whoever listens
 * is told each (run, seq) once.
 */
const CHANNEL = "cordboard_runs";
const GATHER_MS = 50;
const POLL_MS = 1_000;
/** PostgreSQL's limit is 8,000 with the end of the text. */
const LONGEST_BYTES = 7_900;
const KEPT_MS = 30_000;
const SWEEP_MS = 10_000;
/** Runs whose last told seq is remembered. */
const REMEMBERED = 20_000;

interface ChangeRow {
  /** Transactions below it had ended when this was read. */
  ended: string;
  id: number | null;
  body: string | null;
}

export function createPostgresFeed(options: { sql: Sql; notifications: Notifications; owner: string; now: () => number }): RunFeed {
  const { sql, notifications, owner, now } = options;
  const local = createLocalFeed();
  const told = new Map<string, number>();
  let listeners = 0;
  let gathered: string[] = [];
  let sending: NodeJS.Timeout | undefined;
  let ended: string | null = null;
  let seen = new Set<number>();
  let polling = false;

  const isNews = ({ runId, seq }: RunChange): boolean => {
    if ((told.get(runId) ?? 0) >= seq) return false;
    told.delete(runId);
    if (told.size >= REMEMBERED) for (const oldest of told.keys()) if (told.delete(oldest)) break;
    told.set(runId, seq);
    return true;
  };
  const heard = (lines: string[]): void => {
    const changes = lines.map(parseChangeLine).filter((change) => change !== null);
    if (listeners > 0) local.committed(changes.filter(isNews));
  };

  const send = (): void => {
    const texts = inPieces(owner, gathered);
    gathered = [];
    // Whoever was not told reads it within a second.
    for (const text of texts) notifications.notify(CHANNEL, text).catch(() => undefined);
  };

  const poll = async (): Promise<void> => {
    if (listeners === 0) return void (ended = null);
    const rows = await sql.all<ChangeRow>(
      `SELECT s.ended, c.id, c.body FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS ended) AS s
       LEFT JOIN changes AS c ON c.xid >= coalesce(CAST(? AS TEXT), s.ended)::xid8 AND c.at >= ? AND c.owner <> ? ORDER BY c.id`,
      [ended, now() - KEPT_MS, owner],
    );
    ended = rows[0]?.ended ?? null;
    for (const { id, body } of rows) if (id !== null && body !== null && !seen.has(id)) heard(body.split("\n"));
    seen = new Set(rows.flatMap(({ id }) => (id === null ? [] : [id])));
  };
  const look = (): void => {
    if (polling) return;
    polling = true;
    poll()
      .catch(() => undefined)
      .finally(() => (polling = false));
  };

  const leave = [
    notifications.listen(CHANNEL, (text) => {
      const [from, ...lines] = text.split("\n");
      if (from !== owner) heard(lines);
    }),
    notifications.onGap(look),
  ];
  const timers = [
    setInterval(look, POLL_MS),
    setInterval(() => void sql.run("DELETE FROM changes WHERE at < ?", [now() - KEPT_MS]).catch(() => undefined), SWEEP_MS),
  ];
  for (const timer of timers) timer.unref();

  return {
    subscribe: (listener) => {
      listeners++;
      if (listeners === 1) look();
      const away = local.subscribe(listener);
      return () => {
        listeners--;
        away();
      };
    },
    committed: (changes) => {
      if (changes.length === 0) return;
      for (const change of changes) isNews(change);
      local.committed(changes);
      for (const change of changes) gathered.push(changeLine({ ...change, test: change.test ? 1 : 0 }));
      if (sending) return;
      sending = setTimeout(() => {
        sending = undefined;
        send();
      }, GATHER_MS);
    },
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      for (const away of leave) away();
      clearTimeout(sending);
      send();
      await local.close();
    },
  };
}

/** Texts that a notification can carry: who tells, then a change per line. */
function inPieces(owner: string, lines: string[]): string[] {
  const texts: string[] = [];
  let text = owner;
  for (const line of lines) {
    if (Buffer.byteLength(text) + Buffer.byteLength(line) + 1 > LONGEST_BYTES) {
      texts.push(text);
      text = owner;
    }
    text += `\n${line}`;
  }
  return text === owner ? texts : [...texts, text];
}
