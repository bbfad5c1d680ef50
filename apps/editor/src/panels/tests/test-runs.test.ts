// @vitest-environment node
import type { FlowDocument } from "@cordboard/flow";
import { describe, expect, it, vi } from "vitest";
import { receptionist } from "../../document/fixture.ts";
import { createTestRunner, isStale, keysOf } from "./test-runs.ts";

const named = (...names: string[]): FlowDocument => ({ ...receptionist(), tests: names.map((name) => ({ name })) });
const answer = (name: string, ...oks: boolean[]) => ({
  passed: 0,
  failed: 0,
  cases: oks.map((ok) => ({ name, ok, failedStep: ok ? null : 1, message: null, runId: null, path: [] })),
});

function runner(document: FlowDocument, oks: Record<string, boolean[]>) {
  const flush = vi.fn(async () => 1);
  const send = vi.fn(async ([name = ""]: string[]) => answer(name, ...(oks[name] ?? [])));
  const made = createTestRunner({ document: () => document, flush, send, now: () => 0 });
  const results = () => Object.fromEntries([...made.store.getState().results].map(([key, { report }]) => [key, report.ok]));
  return { ...made, flush, send, results };
}

describe("running tests", () => {
  it("saves the draft, then plays one after the other and tells how far it is", async () => {
    const { run, store, flush, send, results } = runner(named("a", "b", "c"), { a: [true], c: [false] });
    const seen: string[] = [];
    store.subscribe(({ running }) => running && seen.push(`${running.current} ${running.done}/${running.total}`));
    await run(["a", "c"]);
    expect(flush).toHaveBeenCalledBefore(send);
    expect(send.mock.calls).toEqual([[["a"]], [["c"]]]);
    expect(results()).toEqual({ a: true, c: false });
    expect([...new Set(seen)]).toEqual(["null 0/2", "a 0/2", "c 1/2"]);
    expect(store.getState().running).toBeNull();
  });

  it("tells tests of the same name apart", async () => {
    const document = named("a", "a");
    const { run, send, results } = runner(document, { a: [true, false] });
    await run(keysOf(document.tests));
    expect(send).toHaveBeenCalledTimes(1);
    expect(Object.values(results())).toEqual([true, false]);
  });

  it("stops between two tests", async () => {
    const { run, stop, send, store } = runner(named("a", "b"), { a: [true], b: [true] });
    send.mockImplementationOnce(async () => (stop(), answer("a", true)));
    await run(["a", "b"]);
    expect(send).toHaveBeenCalledTimes(1);
    expect(store.getState().running).toBeNull();
  });

  it("keeps what is known when the draft can't be saved", async () => {
    const { run, flush, store, results } = runner(named("a"), { a: [true] });
    await run(["a"]);
    flush.mockRejectedValueOnce(new Error("The server can’t be reached."));
    await run(["a"]);
    expect(store.getState().problem).toEqual(new Error("The server can’t be reached."));
    expect(results()).toEqual({ a: true });
    await run(["a"]);
    expect(store.getState().problem).toBeNull();
  });

  it("knows when a result is older than the flow or the test", async () => {
    const document = named("a");
    const { run, store } = runner(document, { a: [true] });
    await run(["a"]);
    const result = store.getState().results.get("a");
    const [test] = document.tests;
    if (!result || !test) throw new Error("no result");
    expect(isStale(result, test, document)).toBe(false);
    expect(isStale(result, test, { ...document, layout: {}, notes: [] })).toBe(false);
    expect(isStale(result, test, { ...document, edges: [] })).toBe(true);
    expect(isStale(result, { ...test }, document)).toBe(true);
  });
});
