import { parseDocument, type FlowDocument } from "@cordboard/flow";
import type { Issue } from "@cordboard/contract";
import { useDeferredValue, useMemo, useState } from "react";
import { useDocumentState, useEditor } from "../../document/index.ts";
import { Button, CopyButton, Keys } from "../../ui/index.ts";
import { IssueLines } from "../../form/index.ts";

/** The flow as text. What is typed is checked at once and takes effect when it is applied, as one step back. */
export function JsonPanel() {
  const { store } = useEditor();
  const document = useDeferredValue(useDocumentState((state) => state.document));
  const stored = useMemo(() => JSON.stringify(document, null, 2), [document]);
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? stored;
  const read = useMemo(() => (draft === null ? { document: null, issues: [] } : parseText(draft)), [draft]);
  const apply = () => {
    if (!read.document) return;
    store.replace(read.document);
    setDraft(null);
  };
  return (
    <div className="flex h-full">
      <textarea
        aria-label="The flow as JSON"
        aria-invalid={read.issues.length > 0 || undefined}
        spellCheck={false}
        className="h-full min-w-0 flex-1 resize-none bg-board px-4 py-3 font-mono text-xs leading-5 outline-offset-[-2px]"
        value={text}
        onChange={(event) => setDraft(event.target.value === stored ? null : event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) apply();
        }}
      />
      <div className="flex w-72 shrink-0 flex-col gap-3 overflow-y-auto border-l border-line p-3">
        <div className="flex items-center gap-2">
          <Button size="sm" variant="primary" disabled={draft === null || read.issues.length > 0} onClick={apply}>
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
          <IssueLines issues={read.issues} />
        )}
        {draft !== null && read.issues.length === 0 && (
          <p className="text-xs text-muted">
            The text is a valid flow. <Keys keys={["mod", "enter"]} /> applies it.
          </p>
        )}
      </div>
    </div>
  );
}

function parseText(text: string): { document: FlowDocument | null; issues: Issue[] } {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { document: null, issues: [{ level: "error", code: "not_json", message: `Not JSON yet: ${message}` }] };
  }
  const parsed = parseDocument(raw);
  return parsed.document ? { document: parsed.document, issues: [] } : { document: null, issues: parsed.issues };
}
