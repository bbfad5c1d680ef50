import type { JsonObject } from "@cordboard/contract";
import { CircleCheck, CircleX } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { useDocumentState, useEditor } from "../../document/index.ts";
import { CopyButton } from "../../ui/index.ts";
import { CodeArea, goTo } from "./code-area.tsx";
import { readTestText } from "./json-places.ts";
import { nameOf } from "./test-runs.ts";

/**
 * A test as text. Whatever is a JSON object goes into the flow as it is typed, on the same way back as everything else;
 * what a test may not say is marked where it stands.
 */
export function TestText({ at, test }: { at: number; test: JsonObject }) {
  const { store } = useEditor();
  const area = useRef<HTMLTextAreaElement>(null);
  const tests = useDocumentState((state) => state.document.tests);
  const [draft, setDraft] = useState<{ text: string; wrote: JsonObject } | null>(null);
  // Somebody else changed the test (undo, the name field): their text is shown.
  const typed = draft?.wrote === test ? draft : null;
  const text = typed?.text ?? JSON.stringify(test, null, 2);
  const taken = useMemo(() => new Set(tests.filter((_, index) => index !== at).map(nameOf)), [tests, at]);
  const { test: read, problems } = useMemo(() => readTestText(text, taken), [text, taken]);

  const type = (next: string) => {
    const { test: now } = readTestText(next, taken);
    if (now) store.dispatch({ type: "setTest", at, test: now }, { key: `test ${at}` });
    setDraft({ text: next, wrote: now ?? test });
  };
  const [first] = problems;
  const showFirst = () => {
    if (first && area.current) goTo(area.current, first);
  };
  return (
    <div className="flex h-full flex-col">
      <CodeArea ref={area} label="The test as JSON" text={text} problems={problems} onChange={type} />
      <div className="flex h-8 shrink-0 items-center gap-2 border-t border-line px-3 text-xs">
        {first ? (
          <button type="button" className="flex min-w-0 items-center gap-1.5 rounded-sm text-danger hover:underline" onClick={showFirst}>
            <CircleX size={13} className="shrink-0" aria-hidden />
            <span className="tabular shrink-0">Line {first.line}</span>
            <span className="truncate">{first.message}</span>
            {problems.length > 1 && <span className="shrink-0 text-muted">and {problems.length - 1} more</span>}
          </button>
        ) : (
          <span className="flex items-center gap-1.5 text-muted">
            <CircleCheck size={13} className="text-ok" aria-hidden />A valid test. Changes are kept as you type.
          </span>
        )}
        {first && !read && <span className="shrink-0 text-muted">· not kept until it is JSON</span>}
        <span className="ml-auto">
          <CopyButton text={text} label="Copy the test" />
        </span>
      </div>
    </div>
  );
}
