import type { ServerMessage } from "@cordboard/api";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useLive } from "../api/live.ts";
import { getJournal, runQuery, type JournalItem, type Run } from "../api/runs.ts";
import { SeqGate } from "../api/seq-gate.ts";
import { emptyJournal, withEntries, type Journal } from "./journal.ts";

/** More than this in one go is read in pages of it. */
const PAGE = 1_000;

/** A run with its journal, live. What the feed skips is read again from the journal, after the last entry that is known. */
export function useRunJournal(runId: string) {
  const queries = useQueryClient();
  const run = useQuery(runQuery(runId));
  const [journal, setJournal] = useState<Journal>(emptyJournal);
  const [gate] = useState(() => new SeqGate());
  const reading = useRef<Promise<void> | null>(null);
  const [failed, setFailed] = useState<Error | null>(null);

  const take = (entries: JournalItem[], seq: number) => {
    gate.snapshot(seq);
    setJournal((before) => withEntries(before, entries));
  };
  const readRest = async () => {
    for (;;) {
      const { items } = await getJournal(runId, gate.last ?? 0);
      take(items, items.at(-1)?.seq ?? gate.last ?? 0);
      if (items.length < PAGE) return;
    }
  };
  /** One reading at a time; whoever asks meanwhile gets another one after it. */
  const catchUp = () => {
    const next = (reading.current ?? Promise.resolve()).then(readRest).then(() => setFailed(null), setFailedFrom(setFailed));
    reading.current = next;
    void queries.invalidateQueries({ queryKey: runQuery(runId).queryKey, exact: true });
  };
  const onMessage = (message: ServerMessage) => {
    if (message.type === "run") {
      queries.setQueryData<Run>(runQuery(runId).queryKey, (before) => (before && before.seq > message.run.seq ? before : message.run));
      if (message.run.seq > (gate.last ?? 0)) catchUp();
      return;
    }
    const entry = entryOf(message);
    if (!entry) return;
    const verdict = gate.offer(entry.seq);
    if (verdict === "next") setJournal((before) => withEntries(before, [entry]));
    else if (verdict === "gap") catchUp();
  };

  useLive(`run:${runId}`, onMessage, catchUp);
  useEffect(catchUp, [runId]);
  return { run, journal, failed, retry: catchUp };
}

const setFailedFrom = (setFailed: (error: Error) => void) => (error: unknown) => setFailed(error instanceof Error ? error : new Error(String(error)));

function entryOf(message: ServerMessage): JournalItem | null {
  if (message.type === "step") return { kind: "step", seq: message.seq, at: message.at, step: message.step };
  if (message.type === "event") return { kind: "event", seq: message.seq, at: message.at, event: message.event };
  return null;
}
