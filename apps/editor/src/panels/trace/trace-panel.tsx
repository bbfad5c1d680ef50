import { ExternalLink, FlaskConical, Footprints } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { useDocumentState } from "../../document/index.ts";
import { Timeline, type Chosen } from "../../pages/run-page/timeline.tsx";
import { useRunJournal } from "../../run-board/index.ts";
import { Button, EmptyState, Loading } from "../../ui/index.ts";
import { useJump } from "../use-jump.ts";

/** The run of the call on the handset, step by step, as it happens. */
export function TracePanel({ runId, keepAsTest }: { runId: string | null; keepAsTest: (runId: string) => Promise<void> }) {
  const document = useDocumentState((state) => state.document);
  const jump = useJump();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const { run, journal } = useRunJournal(runId);
  if (runId === null) {
    return (
      <EmptyState icon={<Footprints size={20} />} title="No run yet" className="py-6">
        Try the flow: each step appears here and lights up on the board.
      </EmptyState>
    );
  }
  if (!run.data) return <Loading />;
  return (
    <div className="flex h-full flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Timeline
          run={run.data}
          items={journal.items}
          document={document}
          chosen={chosen}
          onChoose={(next) => {
            setChosen(next);
            if (next) jump(next.nodeId);
          }}
        />
      </div>
      <footer className="flex gap-1 border-t border-line p-1.5">
        <Button asChild size="sm" variant="ghost">
          <Link href={`/runs/${runId}`}>
            <ExternalLink size={13} /> Open this run
          </Link>
        </Button>
        {run.data.test && (
          <Button size="sm" variant="ghost" icon={<FlaskConical size={13} />} onClick={() => void keepAsTest(runId)}>
            Keep as a test
          </Button>
        )}
      </footer>
    </div>
  );
}
