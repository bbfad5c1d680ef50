import type { Issue } from "@cordboard/contract";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import { useChecked, useDocumentState } from "../../document/index.ts";
import { MendButton } from "../../form/index.ts";
import { EmptyState } from "../../ui/index.ts";
import { useJumpToIssue } from "../use-jump.ts";

/** Everything check() says, worst first. A press leads there; what can be mended at once has a button for it. */
export function IssueList() {
  const issues = useChecked((state) => state.issues);
  if (issues.length === 0) {
    return (
      <EmptyState icon={<CircleCheck size={20} className="text-ok" />} title="No issues" className="py-6">
        This flow can be published.
      </EmptyState>
    );
  }
  return (
    <ul className="h-full overflow-y-auto p-1">
      {issues.map((issue, index) => (
        <Row key={`${issue.code} ${issue.nodeId} ${issue.field} ${issue.exit} ${index}`} issue={issue} />
      ))}
    </ul>
  );
}

const MARKS = {
  error: <CircleAlert size={14} className="text-danger" aria-label="Error" />,
  warning: <TriangleAlert size={14} className="text-warning" aria-label="Warning" />,
  hint: <Info size={14} className="text-muted" aria-label="Hint" />,
};

function Row({ issue }: { issue: Issue }) {
  const jump = useJumpToIssue();
  const name = useDocumentState((state) => state.document.nodes.find((node) => node.id === issue.nodeId)?.name);
  return (
    <li className="group relative flex items-center rounded-sm pr-1 hover:bg-hover">
      <button
        type="button"
        className="flex min-h-7 min-w-0 flex-1 items-center gap-2.5 rounded-sm px-2 py-1 text-left"
        onClick={() => jump(issue)}
      >
        <span className="shrink-0">{MARKS[issue.level]}</span>
        <span className="w-44 shrink-0 truncate font-medium">{name ?? (issue.nodeId === undefined ? "Flow" : issue.nodeId)}</span>
        <span className="min-w-0 flex-1">{issue.message}</span>
      </button>
      <MendButton issue={issue} />
    </li>
  );
}
