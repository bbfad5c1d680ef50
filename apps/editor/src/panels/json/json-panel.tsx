import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { useDocumentState, useEditor } from "../../document/index.ts";
import { CodeField } from "../../form/index.ts";
import { Button, CopyButton, Keys } from "../../ui/index.ts";
import { readFlowText, type FlowText } from "./flow-text.ts";

const UNREAD: FlowText = { document: null, problems: [] };

/** The flow as text. What is typed is checked at once and takes effect when it is applied, as one step back. */
export function JsonPanel() {
  const { store } = useEditor();
  const document = useDeferredValue(useDocumentState((state) => state.document));
  const stored = useMemo(() => JSON.stringify(document, null, 2), [document]);
  const readOnly = useDocumentState((state) => state.readOnly);
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? stored;
  const settled = useDeferredValue(draft);
  const read = useMemo(() => (settled === null ? UNREAD : readFlowText(settled)), [settled]);
  const sure = settled === draft;
  const apply = () => {
    const now = draft === null || sure ? read : readFlowText(draft);
    if (draft === null || !now.document) return;
    store.replace(now.document);
    setDraft(null);
  };
  return (
    <div className="flex h-full">
      <div className="h-full min-w-0 flex-1 bg-board">
        <CodeField
          language="json"
          label="The flow as JSON"
          invalid={draft !== null && sure && read.document === null}
          value={text}
          problems={read.problems}
          readOnly={readOnly}
          onChange={(next) => setDraft(next === stored ? null : next)}
          onSubmit={apply}
        />
      </div>
      <div className="flex w-72 shrink-0 flex-col gap-3 overflow-y-auto border-l border-line p-3">
        <div className="flex items-center gap-2">
          <Button size="sm" variant="primary" disabled={readOnly || draft === null || (sure && !read.document)} onClick={apply}>
            Apply
          </Button>
          <Button size="sm" disabled={draft === null} onClick={() => setDraft(null)}>
            Revert
          </Button>
          <span className="ml-auto">
            <CopyButton text={text} label="Copy the flow" />
          </span>
        </div>
        {draft === null ? (
          <p className="text-xs text-muted">Edit the text here; it follows the board until you do.</p>
        ) : (
          <Verdict read={read} />
        )}
      </div>
    </div>
  );
}

const SHOWN = 20;
const WORST_FIRST = ["error", "warning"];

function Verdict({ read }: { read: FlowText }) {
  const shown = WORST_FIRST.flatMap((level) => read.problems.filter((problem) => problem.level === level));
  return (
    <div className="flex flex-col gap-2 text-xs">
      {read.document && (
        <p className="flex gap-1.5 text-muted">
          <CircleCheck size={13} className="mt-px shrink-0 text-ok" aria-hidden />
          <span>
            The text is a flow. <Keys keys={["mod", "enter"]} /> applies it.
          </span>
        </p>
      )}
      <ul className="flex flex-col gap-1">
        {shown.slice(0, SHOWN).map((problem, index) => (
          <li key={index} className={problem.level === "error" ? "flex gap-1.5 text-danger" : "flex gap-1.5 text-warning"}>
            {problem.level === "error" ? (
              <CircleAlert size={13} className="mt-px shrink-0" aria-label="Error" />
            ) : (
              <TriangleAlert size={13} className="mt-px shrink-0" aria-label="Warning" />
            )}
            <span className="min-w-0 break-words">
              <span className="tabular">Line {problem.line}</span>: {problem.message}
            </span>
          </li>
        ))}
        {shown.length > SHOWN && <li className="text-muted">and {shown.length - SHOWN} more</li>}
      </ul>
    </div>
  );
}
