import type { FlowDocument } from "@cordboard/flow";
import { ArrowLeft, Eye } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import type { Flow } from "../../api/flows.ts";
import { BoardView } from "../../canvas/index.ts";
import { entriesOf } from "../../document/index.ts";
import { useFlowOverlay } from "../../run-board/index.ts";
import { Badge, IconButton } from "../../ui/index.ts";
import { StepSheet } from "./step-sheet.tsx";

/** A flow on a phone's screen: to be looked at, with what goes on in it. Cords want a larger one. */
export function FlowOnPhone({ flow, document }: { flow: Flow; document: FlowDocument }) {
  const overlay = useFlowOverlay(flow.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const [beginning] = useState(() => beginningOf(document));
  const node = document.nodes.find(({ id }) => id === chosen);
  return (
    <main className="flex h-full flex-col">
      <title>{`${flow.name} · Cordboard`}</title>
      <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line bg-surface px-2">
        <Link href="/flows" asChild>
          <IconButton label="All flows" icon={<ArrowLeft size={16} />} />
        </Link>
        <h1 className="min-w-0 flex-1 truncate text-md font-semibold">{flow.name}</h1>
        <Badge tone={flow.published ? "ok" : "outline"}>{flow.published ? `v${flow.published.version}` : "Draft"}</Badge>
        <Badge tone="outline" icon={<Eye size={12} aria-hidden />}>
          Read only
        </Badge>
      </header>
      <div className="min-h-0 flex-1">
        <BoardView document={document} overlay={overlay} showFirst={beginning} selectedNodeId={chosen} onSelectNode={setChosen} />
      </div>
      {node ? (
        <StepSheet key={node.id} node={node} document={document} onGo={setChosen} onClose={() => setChosen(null)} />
      ) : (
        <p className="shrink-0 border-t border-line bg-surface px-4 py-2.5 text-center text-xs text-muted">
          Tap a step to read it. To change the flow, open it on a larger screen.
        </p>
      )}
    </main>
  );
}

/** The start and what it leads to: all of a flow is too small to be read here. */
function beginningOf(document: FlowDocument): string[] {
  const entries = entriesOf(document);
  return [...entries, ...document.edges.filter(({ from }) => entries.has(from)).map(({ to }) => to)];
}
