import type { ServerMessage } from "@cordboard/api";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useLive } from "../api/live.ts";
import { getJournal, runQuery, type JournalItem, type Run } from "../api/runs.ts";
import { SeqGate } from "../api/seq-gate.ts";
import { emptyJournal, withEntries } from "./journal.ts";

/** More than this in one go is read in pages of it. */
const PAGE = 1_000;

/** A run with its journal, live; null follows none. What the feed skips is read again from the journal, after the last entry that is known. */
export function useRunJournal(runId: string | null) {
  const queries = useQueryClient();
  const run = useQuery({ ...runQuery(runId ?? ""), enabled: runId !== null });
  const [{ id, journal, gate }, setKept] = useState(() => nothingOf(runId));
  const [failed, setFailed] = useState<Error | null>(null);
  const reading = useRef<Promise<void>>(Promise.resolve());
  if (id !== runId) setKept(nothingOf(runId));

  const take = (entries: JournalItem[]) =>
    setKept((kept) => (kept.id === runId ? { ...kept, journal: withEntries(kept.journal, entries) } : kept));
  const readRest = async () => {
    if (runId === null) return;
    for (;;) {
      const { items } = await getJournal(runId, gate.last ?? 0);
      gate.snapshot(items.at(-1)?.seq ?? gate.last ?? 0);
      take(items);
      if (items.length < PAGE) return;
    }
  };
  /** One reading at a time; whoever asks meanwhile gets another one after it. */
  const catchUp = () => {
    if (runId === null) return;
    reading.current = reading.current.then(readRest).then(
      () => setFailed(null),
      (error: unknown) => setFailed(error instanceof Error ? error : new Error(String(error))),
    );
    void queries.invalidateQueries({ queryKey: runQuery(runId).queryKey, exact: true });
  };
  const onMessage = (message: ServerMessage) => {
    if (message.type === "run") {
      queries.setQueryData<Run>(runQuery(message.runId).queryKey, (before) =>
        before && before.seq > message.run.seq ? before : message.run,
      );
      if (message.run.seq > (gate.last ?? 0)) catchUp();
      return;
    }
    const entry = entryOf(message);
    if (!entry) return;
    const verdict = gate.offer(entry.seq);
    if (verdict === "next") take([entry]);
    else if (verdict === "gap") catchUp();
  };

  useLive(runId === null ? null : `run:${runId}`, onMessage, catchUp);
  const begin = useEffectEvent(catchUp);
  useEffect(() => begin(), [runId]);
  return { run, journal, failed, retry: catchUp };
}

const nothingOf = (id: string | null) => ({ id, journal: emptyJournal, gate: new SeqGate() });

function entryOf(message: ServerMessage): JournalItem | null {
  if (message.type === "step") return { kind: "step", seq: message.seq, at: message.at, step: message.step };
  if (message.type === "event") return { kind: "event", seq: message.seq, at: message.at, event: message.event };
  return null;
}
