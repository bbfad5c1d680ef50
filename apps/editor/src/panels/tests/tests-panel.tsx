import type { JsonObject } from "@cordboard/contract";
import { FlaskConical } from "lucide-react";
import { useDocumentState, useEditor } from "../../document/index.ts";
import { EmptyState, toast } from "../../ui/index.ts";
import { AddTest } from "./add-test.tsx";
import { freeName } from "./new-test.ts";
import { TestDetail } from "./test-detail.tsx";
import { TestList } from "./test-list.tsx";
import { keysOf, nameOf, type TestRunner } from "./test-runs.ts";
import { useTestRuns } from "./use-test-runs.ts";

/** The flow's tests at the left, the chosen one at the right. */
export function TestsPanel({ runner }: { runner: TestRunner }) {
  const { store } = useEditor();
  const tests = useDocumentState((state) => state.document.tests);
  const wanted = useTestRuns(runner, (runs) => runs.chosen);
  const chosen = Math.min(wanted, tests.length - 1);
  const test = tests[chosen];
  const choose = (at: number) => runner.store.setState({ chosen: at });

  const add = (added: JsonObject, at = tests.length) => {
    if (store.dispatch({ type: "addTest", test: added, at })) choose(at);
  };
  const duplicate = (at: number) => {
    const copied = tests[at];
    if (copied) add({ ...copied, name: freeName(store.getState().document, `${nameOf(copied)} copy`.trim()) }, at + 1);
  };
  const remove = (at: number) => {
    const removed = tests[at];
    if (!removed || !store.dispatch({ type: "removeTest", at })) return;
    choose(Math.max(0, Math.min(at, tests.length - 2)));
    const undo = () => {
      store.dispatch({ type: "addTest", test: removed, at });
      choose(at);
    };
    toast(`Deleted “${nameOf(removed)}”`, { action: { label: "Undo", onClick: undo } });
  };

  if (!test) {
    return (
      <div className="h-full overflow-y-auto">
        <EmptyState
          icon={<FlaskConical size={20} />}
          title="No tests yet"
          className="max-w-md py-6"
          action={<AddTest variant="primary" onAdd={add} />}
        >
          A test plays a call, a text or a request through this flow in a moment, without a telephone: what the caller hears and presses,
          who is called, and which way the run must take. Run them after a change to see that everything still works.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="@container flex h-full">
      <TestList runner={runner} tests={tests} chosen={chosen} onChoose={choose} onAdd={add} onDuplicate={duplicate} onRemove={remove} />
      <TestDetail
        key={chosen}
        runner={runner}
        at={chosen}
        test={test}
        resultKey={keysOf(tests)[chosen] ?? ""}
        onDuplicate={() => duplicate(chosen)}
        onRemove={() => remove(chosen)}
      />
    </div>
  );
}
