import { ChevronDown, ChevronUp, CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { inChunk } from "../../app/in-chunk.tsx";
import { useChecked } from "../../document/index.ts";
import { useRunOnHandset } from "../../phone/index.ts";
import { cx, IconButton } from "../../ui/index.ts";
import { openDock, useLayout, useLayoutStore, type DockTab } from "../layout-store.ts";
import { DockHandle } from "./dock-handle.tsx";
import { IssueList } from "./issue-list.tsx";
import { TestsCount } from "../tests/tests-count.tsx";
import type { TestRunner } from "../tests/test-runs.ts";

const OutlinePanel = inChunk(
  "Outline",
  () => import("../../outline/index.ts"),
  ({ OutlinePanel }) => OutlinePanel,
);
const TestsPanel = inChunk(
  "Tests",
  () => import("../tests/tests-panel.tsx"),
  ({ TestsPanel }) => TestsPanel,
);
const TracePanel = inChunk(
  "Trace",
  () => import("../trace/trace-panel.tsx"),
  ({ TracePanel }) => TracePanel,
);
const JsonPanel = inChunk(
  "JSON",
  () => import("../json/json-panel.tsx"),
  ({ JsonPanel }) => JsonPanel,
);

/** Along the bottom: issues, the outline, tests, the run that is being tried and the flow as text. A bar while closed. */
export function Dock({ tests, keepAsTest }: { tests: TestRunner; keepAsTest: (runId: string) => Promise<void> }) {
  const layout = useLayoutStore();
  const { open, tab, height } = useLayout((state) => state.dock);
  const asked = useLayout((state) => state.outline);
  const runId = useRunOnHandset();
  const close = () => layout.setState({ dock: { ...layout.getState().dock, open: false } });
  const press = (next: DockTab) => (open && tab === next ? close() : openDock(layout, next));
  return (
    <section
      aria-label="Issues, outline, tests, trace and text"
      className="relative flex shrink-0 flex-col border-t border-line bg-surface"
      style={open ? { height } : undefined}
    >
      {open && <DockHandle />}
      <div className={cx("flex shrink-0 items-center gap-1 px-2", open ? "h-11 pt-2" : "h-9")}>
        <DockButton active={open && tab === "issues"} onPress={() => press("issues")}>
          <IssueCount />
        </DockButton>
        <DockButton active={open && tab === "outline"} onPress={() => press("outline")}>
          Outline
        </DockButton>
        <DockButton active={open && tab === "tests"} onPress={() => press("tests")}>
          <TestsCount runner={tests} />
        </DockButton>
        <DockButton active={open && tab === "trace"} onPress={() => press("trace")}>
          Trace
          {runId !== null && <span className="size-1.5 rounded-full bg-brass" title="A run is on the handset" />}
        </DockButton>
        <DockButton active={open && tab === "json"} onPress={() => press("json")}>
          JSON
        </DockButton>
        <IconButton
          size="sm"
          side="top"
          className="ml-auto"
          label={open ? "Close" : "Open"}
          icon={open ? <ChevronDown size={16} /> : <ChevronUp size={16} />}
          onClick={() => (open ? close() : openDock(layout, tab))}
        />
      </div>
      {open && (
        <div className="min-h-0 flex-1 overflow-hidden border-t border-line">
          {tab === "issues" && <IssueList />}
          {tab === "outline" && <OutlinePanel asked={asked} />}
          {tab === "tests" && <TestsPanel runner={tests} />}
          {tab === "trace" && <TracePanel runId={runId} keepAsTest={keepAsTest} />}
          {tab === "json" && <JsonPanel />}
        </div>
      )}
    </section>
  );
}

function DockButton({ active, onPress, children }: { active: boolean; onPress: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-expanded={active}
      className={cx(
        "flex h-7 items-center gap-1.5 rounded-control px-2 text-xs",
        active ? "bg-pressed font-medium text-ink" : "text-muted hover:bg-hover hover:text-ink",
      )}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

function IssueCount() {
  const errors = useChecked((state) => state.errors);
  const warnings = useChecked((state) => state.warnings);
  return (
    <>
      Issues
      {errors > 0 && (
        <span className="tabular inline-flex items-center gap-1 text-danger">
          <CircleAlert size={13} aria-hidden /> {errors}
          <span className="sr-only">errors</span>
        </span>
      )}
      {warnings > 0 && (
        <span className="tabular inline-flex items-center gap-1 text-warning">
          <TriangleAlert size={13} aria-hidden /> {warnings}
          <span className="sr-only">warnings</span>
        </span>
      )}
      {errors + warnings === 0 && <CircleCheck size={13} className="text-ok" aria-label="none" />}
    </>
  );
}
