// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { JournalItem, Run } from "../api/runs.ts";
import { useRunJournal } from "./use-run-journal.ts";

const RUN = "00000000-0000-4000-8000-000000000001";
const at = "2026-03-01T10:00:00.000Z";
const event = (seq: number): JournalItem => ({
  seq,
  at,
  kind: "event",
  event: { type: "input", summary: `e${seq}`, ignored: false, data: {} },
});
const run = (seq: number): Partial<Run> => ({ id: RUN, flowId: "f", status: "running", waitingFor: [], legs: [], seq });

/** What the server has stored, and what was asked for. */
let stored: JournalItem[] = [];
let asked: number[] = [];
let socket: { onopen?: () => void; onclose?: () => void; onmessage?: (event: { data: string }) => void } = {};

beforeEach(() => {
  stored = [event(1), event(2)];
  asked = [];
  vi.stubGlobal("fetch", (url: string) => {
    const after = /journal\?after=(\d+)/.exec(url)?.[1];
    if (after !== undefined) asked.push(Number(after));
    const body =
      after === undefined ? run(stored.length) : { items: stored.filter((item) => item.seq > Number(after)), seq: stored.length };
    return Promise.resolve(new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } }));
  });
  vi.stubGlobal(
    "WebSocket",
    class {
      constructor() {
        socket = this as typeof socket;
      }
      send(): void {}
      close(): void {}
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

const client = new QueryClient();
const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>;
const say = (message: object) => act(() => socket.onmessage?.({ data: JSON.stringify({ runId: RUN, flowId: "f", at, ...message }) }));
const tell = (seq: number) => say({ type: "event", seq, event: { type: "input", summary: `e${seq}`, ignored: false, data: {} } });

test("reads the journal, goes on with the feed, and reads again what the feed skipped", async () => {
  const { result, unmount } = renderHook(() => useRunJournal(RUN), { wrapper });
  const seqs = () => result.current.journal.items.map((item) => item.seq);
  await waitFor(() => expect(seqs()).toEqual([1, 2]));
  act(() => socket.onopen?.());

  tell(3);
  tell(3);
  expect(seqs()).toEqual([1, 2, 3]);

  stored = [1, 2, 3, 4, 5, 6].map(event);
  asked = [];
  tell(6);
  await waitFor(() => expect(seqs()).toEqual([1, 2, 3, 4, 5, 6]));
  expect(asked).toEqual([3]);

  // A run that ended wrote journal entries nobody sent: its own message is the hint.
  stored = [...stored, event(7)];
  say({ type: "run", seq: 7, run: run(7) });
  await waitFor(() => expect(seqs()).toContain(7));
  unmount();
});
