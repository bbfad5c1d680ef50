import type { JsonObject } from "@cordboard/contract";
import { parseFlowTest } from "@cordboard/flow";
import { CircleCheck, CircleX, CopyPlus, Ellipsis, History, Play, Trash2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import { withPhones } from "../../app/format/phone.ts";
import { inChunk } from "../../app/in-chunk.tsx";
import { duration } from "../../app/format/time.ts";
import { useDocumentState, useEditor } from "../../document/index.ts";
import { Button, cx, IconButton, Menu, Segmented } from "../../ui/index.ts";
import { headline, why } from "./outcome.ts";
import { TestName } from "./test-name.tsx";
import { TestPath } from "./test-path.tsx";
import { isStale, nameOf, type TestResult, type TestRunner } from "./test-runs.ts";
import { TestSteps } from "./test-steps.tsx";
import { useTestRuns } from "./use-test-runs.ts";
import { readable, type ReadableTest } from "./words.ts";

const TestText = inChunk(
  "Test",
  () => import("./test-text.tsx"),
  ({ TestText }) => TestText,
);

interface TestDetailProps {
  runner: TestRunner;
  at: number;
  test: JsonObject;
  resultKey: string;
  onDuplicate: () => void;
  onRemove: () => void;
}

/** One test: how it went, its steps as sentences, the path of its run; or its text. */
export function TestDetail({ runner, at, test, resultKey, onDuplicate, onRemove }: TestDetailProps) {
  const [view, setView] = useState("steps");
  const result = useTestRuns(runner, (runs) => runs.results.get(resultKey) ?? null);
  const running = useTestRuns(runner, (runs) => runs.running);
  const document = useDocumentState((state) => state.document);
  const parsed = parseFlowTest(test);
  const words = parsed.test ? readable(parsed.test) : null;
  const stale = result !== null && isStale(result, test, document);
  const shown = stale ? null : (result?.report ?? null);
  return (
    <section aria-label="Test" className="flex min-w-0 flex-1 flex-col">
      <header className="flex h-10 shrink-0 items-center gap-1.5 border-b border-line px-2">
        <TestName at={at} test={test} />
        <Button
          size="sm"
          icon={<Play size={13} />}
          busy={running?.current === nameOf(test)}
          disabled={running !== null}
          onClick={() => void runner.run([resultKey])}
        >
          Run
        </Button>
        <Segmented
          size="sm"
          label="Show the test as"
          value={view}
          onValueChange={setView}
          options={[
            { value: "steps", label: "Steps" },
            { value: "text", label: "JSON" },
          ]}
        />
        <Menu
          trigger={<IconButton size="sm" side="top" label="More" icon={<Ellipsis size={16} />} />}
          items={[
            { label: "Duplicate", icon: <CopyPlus size={14} />, keys: ["mod", "D"], onSelect: onDuplicate },
            { label: "Delete", icon: <Trash2 size={14} />, keys: ["delete"], danger: true, onSelect: onRemove },
          ]}
        />
      </header>
      {result && <Verdict result={result} words={words} stale={stale} />}
      <div className="min-h-0 flex-1">
        {view === "text" ? (
          <TestText at={at} test={test} />
        ) : parsed.test && words ? (
          <div className="@container h-full overflow-y-auto">
            <div className="grid gap-x-7 gap-y-3 px-4 py-2.5 @lg:grid-cols-2 @3xl:grid-cols-[minmax(0,6fr)_minmax(0,6fr)_minmax(0,5fr)]">
              <TestSteps words={words} result={shown} />
              <TestPath at={at} test={test} expected={parsed.test.expect.path} result={shown} />
            </div>
          </div>
        ) : (
          <Unreadable problems={parsed.problems ?? []} onShow={() => setView("text")} />
        )}
      </div>
    </section>
  );
}

function Verdict({ result: { report, took }, words, stale }: { result: TestResult; words: ReadableTest | null; stale: boolean }) {
  if (stale) {
    return (
      <Line className="bg-raised text-muted" icon={<History size={14} className="mt-0.5" />}>
        {report.ok ? "Passed" : "Failed"} before the last change. Run it again.
      </Line>
    );
  }
  if (report.ok) {
    return (
      <Line className="bg-ok-soft text-ok" icon={<CircleCheck size={14} className="mt-0.5" />}>
        Passed in {duration(took)}
      </Line>
    );
  }
  return (
    <Line className="bg-danger-soft text-danger" icon={<CircleX size={14} className="mt-0.5" />}>
      <strong className="font-semibold">{headline(words, report)}</strong>
      <span className="block">{withPhones(why(report))}</span>
    </Line>
  );
}

function Line({ className, icon, children }: { className: string; icon: ReactNode; children: ReactNode }) {
  return (
    <output className={cx("flex shrink-0 gap-2 px-4 py-1.5 text-xs", className)}>
      <span aria-hidden className="shrink-0">
        {icon}
      </span>
      <span className="min-w-0">{children}</span>
    </output>
  );
}

function Unreadable({ problems, onShow }: { problems: { path: (string | number)[]; message: string }[]; onShow: () => void }) {
  const { store } = useEditor();
  return (
    <div className="flex h-full flex-col items-start gap-2 overflow-y-auto px-4 py-3">
      <p>This test can’t be read yet.</p>
      <ul className="flex flex-col gap-1 text-xs text-danger">
        {problems.map(({ path, message }) => (
          <li key={path.join(".")} className="flex gap-1.5">
            <CircleX size={13} className="mt-px shrink-0" aria-hidden />
            {message}
          </li>
        ))}
      </ul>
      <div className="flex gap-2">
        <Button size="sm" variant="primary" onClick={onShow}>
          Correct the JSON
        </Button>
        <Button size="sm" onClick={store.undo}>
          Undo
        </Button>
      </div>
    </div>
  );
}
