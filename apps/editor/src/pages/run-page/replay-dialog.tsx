import { useMutation, useQuery } from "@tanstack/react-query";
import { ArrowRight, CircleCheck } from "lucide-react";
import { useState } from "react";
import { flowQuery } from "../../api/flows.ts";
import { replayRun, type Replay, type Run } from "../../api/runs.ts";
import { RunStatusBadge } from "../../app/run-status.tsx";
import { Button, Dialog, FieldError, Select } from "../../ui/index.ts";

/** The run's recorded events against another text of the flow. Nothing is called, sent or stored. */
export function ReplayDialog({ run, onClose }: { run: Run; onClose: () => void }) {
  const flow = useQuery(flowQuery(run.flowId));
  const published = flow.data?.published?.version ?? 0;
  const [source, setSource] = useState("draft");
  const replay = useMutation({ mutationFn: () => replayRun(run.id, source === "draft" ? "draft" : Number(source)) });
  const versions = Array.from({ length: published }, (_, index) => String(published - index));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Replay this run"
      description="What the caller and the carrier did is played again against another text of the flow. Nobody is called and nothing is sent."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button variant="primary" busy={replay.isPending} onClick={() => replay.mutate()}>
            Replay
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Select
          label="Against"
          value={source}
          onValueChange={setSource}
          options={[
            { value: "draft", label: "The draft as it is now" },
            ...versions.map((version) => ({
              value: version,
              label: `Version ${version}${Number(version) === run.version ? ", as it ran" : ""}`,
            })),
          ]}
        />
        {replay.isError && <FieldError>{replay.error.message}</FieldError>}
        {replay.data && <Outcome replay={replay.data} />}
      </div>
    </Dialog>
  );
}

function Outcome({ replay }: { replay: Replay }) {
  return (
    <section aria-live="polite" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <RunStatusBadge status={replay.status} />
        <span className="text-muted">{replay.reason?.message ?? `${replay.steps.length} steps`}</span>
      </div>
      {replay.differences.length === 0 ? (
        <p className="flex items-center gap-2 text-ok">
          <CircleCheck size={15} aria-hidden />
          Every step went the same way.
        </p>
      ) : (
        <ul aria-label="Differences" className="flex flex-col gap-1">
          {replay.differences.map((difference) => (
            <li key={difference.step} className="flex flex-wrap items-center gap-2 rounded-control bg-warning-soft px-2.5 py-1.5 text-xs">
              <span className="tabular text-muted">Step {difference.step}</span>
              <span className="font-mono">{difference.recorded ?? "nothing"}</span>
              <ArrowRight size={13} aria-label="is now" className="text-muted" />
              <span className="font-mono font-medium">{difference.replayed ?? "nothing"}</span>
            </li>
          ))}
        </ul>
      )}
      {replay.unusedEvents > 0 && (
        <p className="text-xs text-muted">{replay.unusedEvents} recorded events found no step that waited for them.</p>
      )}
    </section>
  );
}
