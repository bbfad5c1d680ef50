import type { JsonObject } from "@cordboard/contract";
import { Check, X } from "lucide-react";
import { useDocumentState, useEditor, viewOf } from "../../document/index.ts";
import { Button, cx, NodeTile, toast } from "../../ui/index.ts";
import { useJump } from "../use-jump.ts";
import { comparePath, type Case, type PathRow } from "./outcome.ts";

interface TestPathProps {
  at: number;
  test: JsonObject;
  expected: readonly string[];
  result: Case | null;
}

/** The steps the run went by, in order, and those it should have. A press leads to the step on the board. */
export function TestPath({ at, test, expected, result }: TestPathProps) {
  const { store } = useEditor();
  const taken = result && result.path.length > 0 ? result.path : null;
  const rows = comparePath(expected, taken);
  // A run that failed at a step ended too early to be an example.
  const whole = result?.ok === true || result?.failedStep?.toString().startsWith("expect.") === true;
  const expectIt = () => {
    if (!taken) return;
    const before = test["expect"];
    const expect = typeof before === "object" && before !== null && !Array.isArray(before) ? before : {};
    if (!store.dispatch({ type: "setTest", at, test: { ...test, expect: { ...expect, path: taken } } })) return;
    toast("The test expects this path now", { action: { label: "Undo", onClick: () => store.dispatch({ type: "setTest", at, test }) } });
  };
  return (
    <section className="min-w-0">
      <div className="mb-0.5 flex min-h-4 items-center justify-between gap-2">
        <h2 className="text-xs font-medium text-muted">{taken ? "Path of the run" : "Path expected"}</h2>
        {taken && whole && rows.some(({ kind }) => kind === "missing" || expected.length === 0) && (
          <Button size="sm" variant="ghost" className="-my-1.5 -mr-2.5" onClick={expectIt}>
            Expect this path
          </Button>
        )}
      </div>
      {rows.length === 0 ? (
        <p className="text-xs text-muted">Any. Run the test, then choose “Expect this path” to hold the flow to it.</p>
      ) : (
        <ol aria-label="Path" className="-mx-2">
          {rows.map((row, index) => (
            <Entry key={`${row.entry} ${index}`} row={row} failed={result?.failedStep === `expect.path ${row.entry}`} />
          ))}
        </ol>
      )}
    </section>
  );
}

const MEANING: Record<PathRow["kind"], string> = {
  met: "expected and taken",
  other: "taken",
  missing: "expected, not taken",
  open: "expected",
};

function Entry({ row, failed }: { row: PathRow; failed: boolean }) {
  const jump = useJump();
  const [name = "", exitId] = row.entry.split(/:(.*)/s);
  const node = useDocumentState((state) => state.document.nodes.find((candidate) => candidate.name === name));
  const view = node && viewOf(node);
  const exit = exitId && (view?.exits.find((known) => known.id === exitId)?.label ?? exitId.replaceAll("_", " "));
  const missing = row.kind === "missing";
  return (
    <li>
      <button
        type="button"
        disabled={!node}
        className={cx(
          "flex min-h-7 w-full items-center gap-2 rounded-sm px-2 py-0.5 text-left outline-offset-[-2px] enabled:hover:bg-hover",
          failed && "bg-danger-soft",
        )}
        title={node ? `Show ${name} on the board` : `The flow has no step ${name}`}
        onClick={() => node && jump(node.id)}
      >
        <span className={cx(missing && "opacity-50")}>
          <NodeTile size="sm" icon={view?.manifest?.icon ?? "box"} group={view?.manifest?.group ?? null} />
        </span>
        <span className="min-w-0 flex-1 truncate">
          <span className={cx("font-medium", missing && "text-danger line-through decoration-1")}>{name}</span>
          {exit && <span className={cx("text-xs", missing ? "text-danger" : "text-muted")}> {exit}</span>}
        </span>
        {row.kind === "met" && <Check size={14} aria-hidden className="shrink-0 text-ok" />}
        {missing && <X size={14} aria-hidden className="shrink-0 text-danger" />}
        <span className={missing ? "shrink-0 text-xs text-danger" : "sr-only"}>{missing ? "not taken" : MEANING[row.kind]}</span>
      </button>
    </li>
  );
}
