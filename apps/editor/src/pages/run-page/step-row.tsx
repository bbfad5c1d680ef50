import { ChevronRight, CircleX } from "lucide-react";
import type { ReactNode } from "react";
import type { Step } from "../../api/runs.ts";
import { duration, offset, toMs } from "../../app/format/time.ts";
import { JsonView } from "../../app/json-view.tsx";
import type { viewOf } from "../../document/index.ts";
import { cx, NodeTile } from "../../ui/index.ts";
import { StepMessages } from "./step-messages.tsx";
import { StepWaits } from "./step-waits.tsx";

interface StepRowProps {
  runId: string;
  step: Step;
  /** The node in the run's own document; null while that is unknown. */
  view: ReturnType<typeof viewOf> | null;
  /** ms since the epoch at which the run began. */
  start: number;
  running: boolean;
  chosen: boolean;
  lit: boolean;
  onChoose: (open: boolean) => void;
}

export function StepRow({ runId, step, view, start, running, chosen, lit, onChoose }: StepRowProps) {
  const waiting = running && step.leftAt === null;
  const spent = step.leftAt ? toMs(step.leftAt) - toMs(step.enteredAt) : 0;
  const exit = step.exit === null ? null : (view?.exits.find((known) => known.id === step.exit)?.label ?? step.exit.replaceAll("_", " "));
  return (
    <li className={cx("relative", chosen && "bg-raised", lit && "bg-brass-soft")}>
      <button
        type="button"
        aria-expanded={chosen}
        onClick={() => onChoose(!chosen)}
        className="flex w-full items-center gap-3 py-1.5 pr-3 pl-3 text-left outline-offset-[-2px] hover:bg-hover"
      >
        <span className="w-13 shrink-0 text-right font-mono text-2xs text-muted">{offset(toMs(step.enteredAt) - start)}</span>
        <span className={cx("relative rounded-sm", waiting && "ring-2 ring-brass ring-offset-2 ring-offset-surface")}>
          <NodeTile size="md" icon={view?.manifest?.icon ?? "box"} group={view?.manifest?.group ?? null} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1.5">
            <span className="truncate font-medium">{step.node.name}</span>
            {step.error && <CircleX size={13} className="shrink-0 text-danger" aria-label="Failed" />}
          </span>
          <span className={cx("block truncate text-xs", step.error ? "text-danger" : waiting ? "text-brass" : "text-muted")}>
            {waiting ? "The run is here now" : step.error ? step.error.message : (exit ?? "The path ended here")}
          </span>
        </span>
        <span className="tabular shrink-0 text-xs text-muted">{spent > 0 && duration(spent)}</span>
        <ChevronRight
          size={14}
          aria-hidden
          className={cx("shrink-0 text-muted transition-transform duration-100", chosen && "rotate-90")}
        />
      </button>
      {waiting && step.effects.length > 0 && <StepWaits runId={runId} stepSeq={step.seq} />}
      {chosen && <StepDetails runId={runId} step={step} />}
    </li>
  );
}

function StepDetails({ runId, step }: { runId: string; step: Step }) {
  const empty = (value: object) => Object.keys(value).length === 0;
  return (
    <div className="flex flex-col gap-3 pt-1 pr-4 pb-4 pl-[4.75rem]">
      {step.error && (
        <p className="rounded-control bg-danger-soft px-2.5 py-1.5 text-xs text-danger">
          {step.error.message} <code className="font-mono opacity-80">{step.error.code}</code>
        </p>
      )}
      {step.effects.length > 0 && <StepMessages runId={runId} stepSeq={step.seq} />}
      <Part title="Settings it ran with">{empty(step.inputs) ? null : <JsonView value={step.inputs} label="Settings" />}</Part>
      <Part title="Variables it set">{empty(step.outputs) ? null : <JsonView value={step.outputs} label="Variables" />}</Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-1 text-2xs font-medium text-muted">{title}</h2>
      {children ?? <p className="text-xs text-muted">None</p>}
    </section>
  );
}
