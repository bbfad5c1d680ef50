import { ArrowLeft, FlaskConical, RotateCcw, Square } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Link } from "wouter";
import { stopRun, type Run } from "../../api/runs.ts";
import { phone } from "../../app/format/phone.ts";
import { absoluteTime, duration, toMs } from "../../app/format/time.ts";
import { RunStatusBadge } from "../../app/run-status.tsx";
import { sayError } from "../../app/say-error.ts";
import { TimeAgo } from "../../app/time-ago.tsx";
import { useNow } from "../../app/use-now.ts";
import { Badge, Button, ConfirmDialog, CopyButton, IconButton } from "../../ui/index.ts";
import { Legs } from "./legs.tsx";
import { ReplayDialog } from "./replay-dialog.tsx";

export function RunHeader({ run }: { run: Run }) {
  return (
    <header className="shrink-0 border-b border-line bg-surface">
      <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
        <Link href="/runs" aria-label="All runs" asChild>
          <IconButton label="All runs" icon={<ArrowLeft size={16} />} />
        </Link>
        <h1 className="flex min-w-0 items-center gap-2 text-md font-semibold">
          <Link href={`/flows/${run.flowId}`} className="truncate rounded-sm hover:underline">
            {run.flowName}
          </Link>
          <span className="tabular text-sm font-normal text-muted">{run.version === null ? "draft" : `v${run.version}`}</span>
        </h1>
        <RunStatusBadge status={run.status} />
        {run.test && (
          <Badge tone="outline" icon={<FlaskConical size={11} aria-hidden />}>
            Test
          </Badge>
        )}
        <div className="flex-1" />
        <Replay run={run} />
        {run.status === "running" && <Stop run={run} />}
      </div>
      <Facts run={run} />
      <Legs run={run} />
    </header>
  );
}

function Facts({ run }: { run: Run }) {
  const running = run.status === "running";
  const now = useNow(running ? 1_000 : null);
  const end = run.endedAt ? toMs(run.endedAt) : now;
  return (
    <dl className="flex flex-wrap items-baseline gap-x-6 gap-y-1 px-4 pb-2 text-xs">
      {run.contact && (
        <Fact name="Contact">
          <Link href={`/runs?contact=${encodeURIComponent(run.contact)}`} className="tabular rounded-sm font-medium hover:underline">
            {phone(run.contact)}
          </Link>
        </Fact>
      )}
      {run.number && (
        <Fact name="Number">
          <span className="tabular">{phone(run.number)}</span>
        </Fact>
      )}
      <Fact name="Started">
        <span className="tabular">{absoluteTime(run.startedAt)}</span>{" "}
        <span className="text-muted">
          (<TimeAgo time={run.startedAt} className="tabular" />)
        </span>
      </Fact>
      <Fact name={running ? "Running for" : "Took"}>
        <span className="tabular">{duration(end - toMs(run.startedAt))}</span>
      </Fact>
      {run.result !== null && (
        <Fact name="Result">
          <span className="font-mono">{run.result}</span>
        </Fact>
      )}
      {run.reason && (
        <Fact name="Reason">
          <span className={run.status === "failed" ? "text-danger" : undefined}>{run.reason.message}</span>
        </Fact>
      )}
      <Fact name="Run">
        <span className="inline-flex items-center font-mono">
          {run.id.slice(0, 8)}
          <span className="-my-1">
            <CopyButton text={run.id} label="Copy the run’s id" />
          </span>
        </span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-1.5">
      <dt className="text-muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Stop({ run }: { run: Run }) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const stop = async () => {
    setBusy(true);
    try {
      await stopRun(run.id);
    } catch (error) {
      sayError(error, "The run goes on");
    }
    setBusy(false);
  };
  const live = run.legs.filter((leg) => leg.endedAt === null).length;
  return (
    <>
      <Button variant="danger" size="sm" icon={<Square size={12} fill="currentColor" />} busy={busy} onClick={() => setAsking(true)}>
        Stop
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Stop this run?"
        description={
          live > 0
            ? `${live === 1 ? "Its call is" : `Its ${live} calls are`} hung up at once. The steps it took stay readable.`
            : "It takes no further step. The steps it took stay readable."
        }
        action="Stop the run"
        danger
        onConfirm={() => void stop()}
      />
    </>
  );
}

function Replay({ run }: { run: Run }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" icon={<RotateCcw size={13} />} onClick={() => setOpen(true)}>
        Replay
      </Button>
      {open && <ReplayDialog run={run} onClose={() => setOpen(false)} />}
    </>
  );
}
