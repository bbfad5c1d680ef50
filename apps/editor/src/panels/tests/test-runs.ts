import type { TestsReport } from "@cordboard/api";
import type { JsonObject } from "@cordboard/contract";
import type { FlowDocument } from "@cordboard/flow";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Case } from "./outcome.ts";

/**
 * The last result of each test of the open flow, and the run of tests under way.
 *
 *   idle ──run(names)──► save the draft ──► one test after the other ──► idle
 *                              └── refused or offline ──► idle, with the reason; what was known stays
 */
export interface TestRuns {
  results: ReadonlyMap<string, TestResult>;
  running: { current: string | null; done: number; total: number } | null;
  problem: unknown;
  /** Which test is open: its place in the document. */
  chosen: number;
}

export interface TestResult {
  report: Case;
  /** ms, as the author waited. */
  took: number;
  /** What was run. */
  test: JsonObject;
  document: FlowDocument;
}

export interface TestRunner {
  store: StoreApi<TestRuns>;
  run: (keys: readonly string[]) => Promise<void>;
  /** The test at that place of the document. */
  runAt: (at: number) => Promise<void>;
  stop: () => void;
}

export interface RunnerOptions {
  document: () => FlowDocument;
  /** Saves the draft; throws when it can't be saved. */
  flush: () => Promise<unknown>;
  send: (names: string[]) => Promise<TestsReport>;
  now?: () => number;
}

export function createTestRunner({ document, flush, send, now = () => performance.now() }: RunnerOptions): TestRunner {
  const store = createStore<TestRuns>(() => ({ results: new Map(), running: null, problem: null, chosen: 0 }));
  let stopped = false;

  /** One name at a time, so that progress shows; tests of the same name come in one answer. */
  const play = async (names: string[]): Promise<void> => {
    await flush();
    const text = document();
    for (const [done, name] of names.entries()) {
      if (stopped) return;
      store.setState({ running: { current: name, done, total: names.length } });
      const began = now();
      const { cases } = await send([name]);
      const took = now() - began;
      const results = new Map(store.getState().results);
      keysOf(text.tests)
        .map((key, index) => ({ key, test: text.tests[index] }))
        .filter(({ test }) => test && nameOf(test) === name)
        .forEach(({ key, test }, index) => {
          const report = cases[index];
          if (report && test) results.set(key, { report, took, test, document: text });
        });
      store.setState({ results });
    }
  };
  const run = async (keys: readonly string[]): Promise<void> => {
    if (store.getState().running) return;
    stopped = false;
    const { tests } = document();
    const names = keysOf(tests).flatMap((key, index) => (keys.includes(key) ? [nameOf(tests[index])] : []));
    store.setState({ running: { current: null, done: 0, total: names.length }, problem: null });
    try {
      await play([...new Set(names)]);
    } catch (problem) {
      store.setState({ problem });
    } finally {
      store.setState({ running: null });
    }
  };
  return {
    store,
    run,
    runAt: (at) => run(keysOf(document().tests).slice(at, at + 1)),
    stop: () => {
      stopped = true;
    },
  };
}

export const nameOf = (test: JsonObject | undefined): string => (typeof test?.["name"] === "string" ? test["name"] : "");

/** What results are kept under: the name, and for others of that name which one. */
export function keysOf(tests: readonly JsonObject[]): string[] {
  const seen = new Map<string, number>();
  return tests.map((test) => {
    const name = nameOf(test);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}\u0000${count}`;
  });
}

/** The flow or the test says something else now than when it ran. Moving cards and writing notes change nothing. */
export function isStale(result: TestResult, test: JsonObject, document: FlowDocument): boolean {
  const { nodes, edges, variables, language } = result.document;
  return (
    result.test !== test ||
    nodes !== document.nodes ||
    edges !== document.edges ||
    variables !== document.variables ||
    language !== document.language
  );
}
