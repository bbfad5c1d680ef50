import type { FlowDocument } from "@cordboard/flow";
import { useMemo } from "react";
import type { Run } from "../../api/runs.ts";
import { withPhones } from "../../app/format/phone.ts";
import { offset, toMs } from "../../app/format/time.ts";
import { viewOf } from "../../document/index.ts";
import type { TimelineItem } from "../../run-board/index.ts";
import { StepRow } from "./step-row.tsx";

export type Chosen = { nodeId: string; stepSeq: number | null };

interface TimelineProps {
  run: Run;
  items: TimelineItem[];
  document: FlowDocument | null;
  chosen: Chosen | null;
  onChoose: (chosen: Chosen | null) => void;
}

/** Everything in the order it happened: steps as rows that open, events as lines between them. */
export function Timeline({ run, items, document, chosen, onChoose }: TimelineProps) {
  const views = useMemo(() => new Map(document?.nodes.map((node) => [node.id, viewOf(node)])), [document]);
  const start = toMs(run.startedAt);
  if (items.length === 0)
    return (
      <p className="p-6 text-center text-muted">
        {run.status === "running" ? "The first step is about to begin." : "This run took no step."}
      </p>
    );
  return (
    <ol
      aria-label="Steps and events"
      className="relative py-2 before:absolute before:inset-y-6 before:left-[87px] before:w-0.5 before:bg-line"
    >
      {items.map((item) =>
        item.kind === "step" ? (
          <StepRow
            key={item.seq}
            runId={run.id}
            step={item.step}
            view={views.get(item.step.node.id) ?? null}
            start={start}
            running={run.status === "running"}
            chosen={chosen?.stepSeq === item.step.seq}
            lit={chosen?.stepSeq === null && chosen.nodeId === item.step.node.id}
            onChoose={(open) => onChoose(open ? { nodeId: item.step.node.id, stepSeq: item.step.seq } : null)}
          />
        ) : (
          <li key={item.seq} className="relative flex gap-3 py-0.5 pr-4 pl-3 text-xs text-muted">
            <span className="w-13 shrink-0 text-right font-mono text-2xs leading-4">{offset(toMs(item.event.at) - start)}</span>
            <span aria-hidden className="mt-1 ml-2 mr-2 size-2 shrink-0 rounded-full border border-control bg-surface" />
            <span className="min-w-0 break-words">
              {withPhones(item.event.summary)}
              {item.event.ignored && " (changed nothing)"}
            </span>
          </li>
        ),
      )}
    </ol>
  );
}
