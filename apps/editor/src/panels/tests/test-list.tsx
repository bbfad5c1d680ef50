import type { JsonObject } from "@cordboard/contract";
import { CircleCheck, CircleDashed, CircleX, Play, Square } from "lucide-react";
import { useEffect, useRef, type KeyboardEvent } from "react";
import { ErrorDetails } from "../../app/error-details.tsx";
import { duration } from "../../app/format/time.ts";
import { useDocumentState } from "../../document/index.ts";
import { Button, cx, IconButton, Spinner } from "../../ui/index.ts";
import { AddTest } from "./add-test.tsx";
import { isStale, keysOf, nameOf, type TestResult, type TestRunner } from "./test-runs.ts";
import { useTestCounts, useTestRuns } from "./use-test-runs.ts";

export interface TestListProps {
  runner: TestRunner;
  tests: readonly JsonObject[];
  chosen: number;
  onChoose: (at: number) => void;
  onAdd: (test: JsonObject) => void;
  onDuplicate: (at: number) => void;
  onRemove: (at: number) => void;
}

/** Arrow keys choose, Delete deletes, Ctrl+D duplicates, Ctrl+Enter runs: as on the board, but for tests. */
export function TestList({ runner, tests, chosen, onChoose, onAdd, onDuplicate, onRemove }: TestListProps) {
  const list = useRef<HTMLUListElement>(null);
  const keys = keysOf(tests);
  /** A row that had the focus is gone; without this the next key would be the board's, and Delete a card's. */
  const refocus = useRef(false);
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: "nearest" });
    if (refocus.current) focusRow(list.current, chosen);
    refocus.current = false;
  }, [chosen, tests]);
  const remove = () => {
    refocus.current = true;
    onRemove(chosen);
  };
  const go = (at: number) => {
    const next = Math.max(0, Math.min(at, tests.length - 1));
    onChoose(next);
    focusRow(list.current, next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const mod = event.metaKey || event.ctrlKey;
    const action: (() => void) | undefined = {
      ArrowDown: () => go(chosen + 1),
      ArrowUp: () => go(chosen - 1),
      Home: () => go(0),
      End: () => go(tests.length - 1),
      Delete: remove,
      Backspace: remove,
      ...(mod && { d: () => onDuplicate(chosen), Enter: () => void runner.run([keys[chosen] ?? ""]) }),
    }[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  return (
    <div className="flex w-72 shrink-0 @4xl:w-80 flex-col border-r border-line">
      <div className="flex h-10 shrink-0 items-center gap-1 px-2">
        <RunAll runner={runner} keys={keys} />
        <AddTest variant="ghost" onAdd={onAdd} />
        <Summary runner={runner} />
      </div>
      <Problem runner={runner} />
      <ul ref={list} aria-label="Tests" className="min-h-0 flex-1 overflow-y-auto px-1 pb-1">
        {tests.map((test, at) => (
          <Row
            key={keys[at]}
            runner={runner}
            test={test}
            resultKey={keys[at] ?? ""}
            chosen={at === chosen}
            onChoose={() => onChoose(at)}
            onKeyDown={onKeyDown}
          />
        ))}
      </ul>
    </div>
  );
}

const focusRow = (list: HTMLElement | null, at: number): void => list?.querySelectorAll<HTMLElement>("[data-test]")[at]?.focus();

function RunAll({ runner, keys }: { runner: TestRunner; keys: readonly string[] }) {
  const running = useTestRuns(runner, (runs) => runs.running);
  if (running && running.total > 1) {
    return (
      <Button size="sm" icon={<Square size={12} />} onClick={runner.stop}>
        Stop
      </Button>
    );
  }
  return (
    <Button size="sm" variant="primary" icon={<Play size={13} />} busy={running !== null} onClick={() => void runner.run(keys)}>
      Run all
    </Button>
  );
}

function Summary({ runner }: { runner: TestRunner }) {
  const { passed, failed } = useTestCounts(runner);
  const running = useTestRuns(runner, (runs) => runs.running);
  return (
    <output className="tabular ml-auto flex items-center gap-2.5 px-1 text-xs font-medium whitespace-nowrap">
      {running ? (
        <span className="text-muted">
          {running.done} of {running.total}
        </span>
      ) : (
        <>
          {failed > 0 && (
            <span className="inline-flex items-center gap-1 text-danger" title={`${failed} failed`}>
              <CircleX size={13} aria-hidden /> {failed}
              <span className="sr-only">failed</span>
            </span>
          )}
          {passed > 0 && (
            <span className="inline-flex items-center gap-1 text-ok" title={`${passed} passed`}>
              <CircleCheck size={13} aria-hidden /> {passed}
              <span className="sr-only">passed</span>
            </span>
          )}
        </>
      )}
    </output>
  );
}

function Problem({ runner }: { runner: TestRunner }) {
  const problem = useTestRuns(runner, (runs) => runs.problem);
  if (problem === null) return null;
  return (
    <div role="alert" className="mx-2 mb-1 rounded-control bg-danger-soft px-2.5 py-1.5 text-xs text-danger">
      The tests could not be run. <ErrorDetails error={problem} />
    </div>
  );
}

interface RowProps {
  runner: TestRunner;
  test: JsonObject;
  resultKey: string;
  chosen: boolean;
  onChoose: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

function Row({ runner, test, resultKey, chosen, onChoose, onKeyDown }: RowProps) {
  const result = useTestRuns(runner, (runs) => runs.results.get(resultKey) ?? null);
  const running = useTestRuns(runner, (runs) => runs.running?.current === nameOf(test));
  const busy = useTestRuns(runner, (runs) => runs.running !== null);
  const document = useDocumentState((state) => state.document);
  const stale = result !== null && isStale(result, test, document);
  const name = nameOf(test) || "A test without a name";
  return (
    <li className={cx("group relative flex items-center rounded-sm", chosen ? "bg-pressed" : "hover:bg-hover")}>
      <button
        type="button"
        data-test
        aria-current={chosen || undefined}
        className="flex min-h-7 min-w-0 flex-1 items-center gap-2 rounded-sm py-1 pr-2 pl-2 text-left outline-offset-[-2px]"
        title={name}
        onClick={onChoose}
        onKeyDown={onKeyDown}
      >
        <span className="flex w-4 shrink-0 justify-center">
          {running ? <Spinner size={14} /> : <ResultMark result={result} stale={stale} />}
        </span>
        <span className={cx("min-w-0 flex-1 truncate", chosen && "font-medium")}>{name}</span>
        {result && (
          <span className="tabular shrink-0 text-2xs text-muted group-focus-within:invisible group-hover:invisible">
            {duration(result.took)}
          </span>
        )}
      </button>
      <IconButton
        size="xs"
        side="top"
        className="absolute right-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 focus-visible:opacity-100"
        label={`Run “${name}”`}
        icon={<Play size={13} />}
        disabled={busy}
        onClick={() => void runner.run([resultKey])}
      />
    </li>
  );
}

export function ResultMark({ result, stale }: { result: TestResult | null; stale: boolean }) {
  if (!result) return <CircleDashed size={14} className="text-muted" aria-label="Not run yet" />;
  const [Glyph, word] = result.report.ok ? [CircleCheck, "Passed"] : [CircleX, "Failed"];
  if (stale) return <Glyph size={14} className="text-muted" aria-label={`${word} before the last change`} />;
  return <Glyph size={14} className={result.report.ok ? "text-ok" : "text-danger"} aria-label={word} />;
}
