import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useMemo, useState } from "react";
import { Link } from "wouter";
import { ApiError } from "../../api/client.ts";
import { runDocumentQuery, type Run } from "../../api/runs.ts";
import { Later, LoadFailed } from "../../app/loaded.tsx";
import { useMedia } from "../../app/use-media.ts";
import { overlayOf, stepsOf, useRunJournal, type Journal } from "../../run-board/index.ts";
import { Button, EmptyState, Loading, Tabs } from "../../ui/index.ts";
import { CarrierTab } from "./carrier-tab.tsx";
import { RunBoard } from "./run-board.tsx";
import { RunHeader } from "./run-header.tsx";
import { Timeline } from "./timeline.tsx";
import { VariablesTab } from "./variables-tab.tsx";

/** Below this the board is a tab of its own. */
const WIDE = "(min-width: 1024px)";

export function RunPage({ runId }: { runId: string }) {
  const { run, journal, failed, retry } = useRunJournal(runId);
  if (run.data) return <RunView run={run.data} journal={journal} journalFailed={failed} retry={retry} />;
  if (run.error instanceof ApiError && run.error.status === 404) return <NoSuchRun />;
  if (run.isError) return <LoadFailed error={run.error} retry={() => void run.refetch()} busy={run.isFetching} />;
  return (
    <Later>
      <Loading />
    </Later>
  );
}

interface RunViewProps {
  run: Run;
  journal: Journal;
  journalFailed: Error | null;
  retry: () => void;
}

function RunView({ run, journal, journalFailed, retry }: RunViewProps) {
  const wide = useMedia(WIDE);
  const [tab, setTab] = useState("steps");
  const [chosen, setChosen] = useState<{ nodeId: string; stepSeq: number | null } | null>(null);
  const document = useQuery(runDocumentQuery(run.id));
  const overlay = useMemo(() => overlayOf(stepsOf(journal), run, document.data), [journal, run, document.data]);
  const board = (
    <RunBoard
      document={document}
      overlay={overlay}
      selectedNodeId={chosen?.nodeId ?? null}
      onSelectNode={(nodeId) => setChosen(nodeId === null ? null : { nodeId, stepSeq: null })}
    />
  );
  const tabs = [
    {
      value: "steps",
      label: "Steps",
      content: journalFailed ? (
        <LoadFailed error={journalFailed} retry={retry} busy={false} />
      ) : (
        <Timeline run={run} items={journal.items} document={document.data ?? null} chosen={chosen} onChoose={setChosen} />
      ),
    },
    { value: "variables", label: "Variables", content: <VariablesTab run={run} seq={journal.seq} /> },
    { value: "carrier", label: "Carrier", content: <CarrierTab run={run} seq={journal.seq} /> },
  ];
  if (!wide) {
    return (
      <main className="flex h-full flex-col">
        <RunHeader run={run} />
        <Tabs
          className="min-h-0 flex-1 bg-surface"
          label="Parts of the run"
          value={tab}
          onValueChange={setTab}
          tabs={[...tabs.slice(0, 1), { value: "board", label: "Board", content: <div className="h-full">{board}</div> }, ...tabs.slice(1)]}
        />
      </main>
    );
  }
  return (
    <main className="flex h-full flex-col">
      <RunHeader run={run} />
      <div className="flex min-h-0 flex-1">
        <div className="min-w-0 flex-1">{board}</div>
        <Tabs
          className="w-[440px] shrink-0 border-l border-line bg-surface"
          label="Parts of the run"
          value={tab === "board" ? "steps" : tab}
          onValueChange={setTab}
          tabs={tabs}
        />
      </div>
    </main>
  );
}

function NoSuchRun() {
  return (
    <main className="flex h-full items-center justify-center">
      <h1 className="sr-only">Run</h1>
      <EmptyState
        icon={<SearchX size={20} />}
        title="There is no such run"
        action={
          <Button asChild variant="primary">
            <Link href="/runs">To all runs</Link>
          </Button>
        }
      >
        Its address is wrong, or it was removed with old data.
      </EmptyState>
    </main>
  );
}
