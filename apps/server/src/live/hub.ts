import type { ServerMessage } from "@cordboard/api";
import type { JournalEntry, RunState } from "@cordboard/contract";
import type { Logger } from "pino";
import { iso } from "../http/handler.ts";
import { runView } from "../http/run-view.ts";
import type { Changes } from "../store/changes.ts";
import type { RunChange, RunStore } from "../store/run-store.ts";

type Send = (message: ServerMessage) => void;

/**
 * Who follows what. Per topic `run:<id>`:
 *
 *   follow ─► `subscribed` with the run's seq ─► one message for each journal entry after it, in order, without gaps
 *
 * A commit only marks its run as changed; the run is then read once for everybody who follows it, and again if more
 * commits came meanwhile. So a run that changes quickly costs one read per turn, and nobody is told anything that is
 * not committed. Topics `runs` and `flow:<id>` hear of runs as a whole.
 */
export interface Hub {
  /** The way out; null: there is no such run. */
  follow: (topic: string, send: Send) => Promise<(() => void) | null>;
  /** To all who follow a flow. */
  say: (flowId: string, message: ServerMessage) => void;
  close: () => void;
}

interface Follower {
  send: Send;
  /** Last seq this follower was told. */
  seq: number;
}

/** Journal entries read at once. */
const PAGE = 500;

export function createHub(runs: RunStore, changes: Pick<Changes, "listen">, logger: Logger): Hub {
  const journals = new Map<string, Set<Follower>>();
  const topics = new Map<string, Set<Send>>();
  const changed = new Map<string, RunChange>();
  const busy = new Set<string>();

  const wanted = ({ runId, flowId }: RunChange): boolean =>
    journals.has(`run:${runId}`) || topics.has("runs") || topics.has(`flow:${flowId}`);

  const work = async (runId: string): Promise<void> => {
    busy.add(runId);
    try {
      while (changed.delete(runId)) await tell(runId);
    } catch (error) {
      logger.error({ err: error, runId }, "live feed could not read a run");
    } finally {
      busy.delete(runId);
    }
  };

  const tell = async (runId: string): Promise<void> => {
    const run = await runs.run(runId);
    if (!run) return;
    const followers = journals.get(`run:${runId}`);
    if (followers) await tellJournal(run, followers);
    const snapshot: ServerMessage = { type: "run", runId, flowId: run.flowId, at: iso(await runs.now()), run: runView(run) };
    for (const topic of [`flow:${run.flowId}`, "runs"]) for (const send of topics.get(topic) ?? []) send(snapshot);
    for (const { send } of followers ?? []) send(snapshot);
  };

  const tellJournal = async (run: RunState, followers: ReadonlySet<Follower>): Promise<void> => {
    const last = run.seq;
    for (let after = Math.min(...[...followers].map((f) => f.seq)); after < last;) {
      const entries = await runs.journal(run.id, { afterSeq: after, limit: PAGE });
      const end = entries.at(-1);
      if (!end) return;
      for (const entry of entries) {
        for (const follower of followers) {
          if (entry.seq <= follower.seq) continue;
          follower.seq = entry.seq;
          follower.send(messageOf(entry, run));
        }
      }
      after = end.seq;
    }
  };

  const say: Hub["say"] = (flowId, message) => {
    for (const send of topics.get(`flow:${flowId}`) ?? []) send(message);
  };

  const stop = runs.subscribe((change) => {
    if (!wanted(change)) return;
    changed.set(change.runId, change);
    if (!busy.has(change.runId)) void work(change.runId);
  });

  // Saved here or on another replica.
  const stopDrafts = changes.listen((change) => {
    if (change.kind !== "draft") return;
    const { flowId, revision, by } = change;
    say(flowId, { type: "draft", flowId, revision, by, at: iso(Date.now()) });
  });

  return {
    follow: async (topic, send) => {
      const [kind, id = ""] = topic.split(":");
      if (kind !== "run") {
        join(topics, topic, send);
        send({ type: "subscribed", topic, seq: null });
        return () => leave(topics, topic, send);
      }
      const run = await runs.run(id);
      if (!run) return null;
      const follower: Follower = { send, seq: run.seq };
      join(journals, topic, follower);
      send({ type: "subscribed", topic, seq: run.seq });
      // A commit between the read and the joining would be missed.
      const now = await runs.run(id);
      if (now && now.seq > run.seq) {
        changed.set(id, { runId: id, flowId: now.flowId, test: now.test, seq: now.seq, status: now.status });
        if (!busy.has(id)) void work(id);
      }
      return () => leave(journals, topic, follower);
    },
    say,
    close: () => {
      stop();
      stopDrafts();
      journals.clear();
      topics.clear();
    },
  };
}

function messageOf(entry: JournalEntry, run: RunState): ServerMessage {
  const common = { runId: run.id, flowId: run.flowId, seq: entry.seq, at: iso(entry.at) };
  if (entry.kind === "step") return { type: "step", ...common, step: entry.step };
  if (entry.kind === "event") return { type: "event", ...common, event: entry.event };
  return { type: "run", ...common, run: { ...runView(run), status: entry.run.status, reason: entry.run.reason } };
}

function join<T>(map: Map<string, Set<T>>, topic: string, member: T): void {
  const members = map.get(topic) ?? new Set<T>();
  map.set(topic, members.add(member));
}

function leave<T>(map: Map<string, Set<T>>, topic: string, member: T): void {
  const members = map.get(topic);
  members?.delete(member);
  if (members?.size === 0) map.delete(topic);
}
