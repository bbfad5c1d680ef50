import { findInFlow, type Hit } from "@cordboard/flow";
import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useDeferredValue, useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useBoardStore } from "../canvas/index.ts";
import { useDocumentState, useEditor } from "../document/index.ts";
import { focusField, reveal, useLayout, useLayoutStore } from "../panels/index.ts";
import { IconButton, Input } from "../ui/index.ts";
import { Excerpt } from "./excerpt.tsx";
import { nodeOf, useGoTo } from "./use-go-to.ts";

/** At the board's upper edge while somebody looks for something. */
export function FindBar() {
  const find = useLayout((state) => state.find);
  return find === 0 ? null : <Bar asked={find} />;
}

/**
 * Finds a text on the board: cards that hold it are marked as it is typed; Enter goes from one place to the next, with the
 * field that holds it marked in the settings. Escape closes it and puts the cursor into that field.
 */
function Bar({ asked }: { asked: number }) {
  const layout = useLayoutStore();
  const { store } = useEditor();
  const [text, setText] = useState("");
  /** Place among the hits; null until the first Enter. */
  const [at, setAt] = useState<number | null>(null);
  const hits = useHits(text);
  const goTo = useGoTo();
  const current = at === null ? undefined : hits[Math.min(at, hits.length - 1)];
  useMarks(hits, current);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [asked]);

  const step = (by: 1 | -1) => {
    // Not those that are marked: who types quickly is ahead of them.
    const found = findInFlow(store.getState().document, text);
    if (found.length === 0) return;
    const next = at === null ? (by > 0 ? 0 : found.length - 1) : (at + by + found.length) % found.length;
    setAt(next);
    const hit = found[next];
    if (hit) goTo(hit);
  };
  const close = () => {
    const marked = document.querySelector<HTMLElement>("[data-found]");
    layout.setState({ find: 0 });
    if (current && marked) {
      focusField(marked);
      reveal(layout, current.nodeId, null);
    } else document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(current?.nodeId ?? "")}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search
      aria-label="Find on the board"
      className="floating pop-in absolute top-3 right-3 z-10 flex w-[400px] max-w-[calc(100%-24px)] flex-col"
    >
      <div className="flex items-center gap-1 p-1.5">
        <Input
          ref={field}
          aria-label="Find on the board"
          placeholder="A name, text, number or variable"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(null);
          }}
          onKeyDown={onKeyDown}
        />
        <output className="tabular min-w-16 shrink-0 px-1 text-right text-xs whitespace-nowrap text-muted">
          {countOf(text, at, hits.length)}
        </output>
        <IconButton
          size="sm"
          label="Previous"
          keys={["shift", "enter"]}
          icon={<ChevronUp size={15} />}
          disabled={hits.length === 0}
          onClick={() => step(-1)}
        />
        <IconButton
          size="sm"
          label="Next"
          keys={["enter"]}
          icon={<ChevronDown size={15} />}
          disabled={hits.length === 0}
          onClick={() => step(1)}
        />
        <IconButton size="sm" label="Close" keys={["Esc"]} icon={<X size={15} />} onClick={close} />
      </div>
      {current && (
        <div aria-live="polite" className="border-t border-line px-3 py-2 text-xs">
          <Excerpt hit={current} name={<NameOf hit={current} />} />
        </div>
      )}
    </search>
  );
}

function countOf(text: string, at: number | null, hits: number): string {
  if (text.trim() === "") return "";
  if (hits === 0) return "Nowhere";
  return at === null ? `${hits} ${hits === 1 ? "place" : "places"}` : `${Math.min(at, hits - 1) + 1} of ${hits}`;
}

function NameOf({ hit }: { hit: Hit }) {
  return useDocumentState((state) => nodeOf(state.document, hit)?.name ?? (hit.noteId === null ? "Flow" : ""));
}

/** Typing never waits for the search of a big flow. */
function useHits(text: string): readonly Hit[] {
  const document = useDeferredValue(useDocumentState((state) => state.document));
  const wanted = useDeferredValue(text);
  return useMemo(() => findInFlow(document, wanted), [document, wanted]);
}

function useMarks(hits: readonly Hit[], current: Hit | undefined): void {
  const board = useBoardStore();
  useEffect(() => {
    const ids = new Set(hits.flatMap(({ nodeId, noteId }) => nodeId ?? noteId ?? []));
    board.setState({ found: { ids, current: current?.nodeId ?? current?.noteId ?? null } });
  }, [board, hits, current]);
  useEffect(() => () => board.setState({ found: null }), [board]);
}
