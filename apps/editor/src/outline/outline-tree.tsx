import { useDeferredValue, useEffect, useEffectEvent, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import { nextBareExit, useBoardStore } from "../canvas/index.ts";
import { useDocumentState, useEditor, viewOf } from "../document/index.ts";
import { FIRST_FIELD, reveal, useLayoutStore } from "../panels/layout-store.ts";
import { nodeOfRow, outlineRows, type OutlineRow } from "./rows.ts";
import { rowId, TreeRow } from "./tree-row.tsx";
import { ROW, useWindow } from "./use-window.ts";

const NONE: ReadonlySet<string> = new Set();

/**
 * The flow from its start, wholly worked at by keys. The tree holds the focus, its active line is told to screen readers;
 * the step it is about is selected on the board, and a step selected there becomes the active line.
 */
export function OutlineTree({ asked }: { asked: number }) {
  const { store } = useEditor();
  const document = useDeferredValue(useDocumentState((state) => state.document));
  const [closed, setClosed] = useState(NONE);
  const rows = useMemo(() => outlineRows(document, viewOf, closed), [document, closed]);
  const [line, setLine] = useState<Line>({ key: "", at: 0 });
  const active = useActive(rows, line, setLine, (nodeId) => {
    // What was added a moment ago isn't among the lines yet; what is there and folded away is shown.
    if (document.nodes.some(({ id }) => id === nodeId)) setClosed(NONE);
  });
  const { box, first, last } = useWindow(rows.length, active);
  const keys = useKeys(rows, active, { box, setClosed, activate });
  useEffect(() => box.current?.focus(), [asked, box]);

  function activate(row: OutlineRow): void {
    setLine({ key: row.key, at: rows.indexOf(row) });
    store.select({ nodes: new Set([nodeOfRow(row)]) });
  }
  function press({ target }: MouseEvent): void {
    const row =
      target instanceof Element ? rows.find(({ key }) => key === target.closest<HTMLElement>("[data-line]")?.dataset["line"]) : null;
    if (!row) return;
    box.current?.focus();
    if (target instanceof Element && target.closest("[data-fold]")) setClosed((before) => toggled(before, row));
    else activate(row);
  }
  const chosen = rows[active];
  return (
    <div
      ref={box}
      role="tree"
      aria-label="Outline"
      data-outline
      tabIndex={0}
      aria-activedescendant={chosen && rowId(chosen)}
      className="min-h-0 flex-1 overflow-y-auto px-1 outline-offset-[-2px]"
      onKeyDown={keys}
      onClick={press}
    >
      <div role="presentation" className="relative" style={{ height: rows.length * ROW }}>
        {rows.slice(first, last).map((row, index) => (
          <TreeRow key={row.key} row={row} top={(first + index) * ROW} active={row === chosen} />
        ))}
      </div>
    </div>
  );
}

function toggled(closed: ReadonlySet<string>, { node }: OutlineRow): ReadonlySet<string> {
  if (!node) return closed;
  return closed.has(node.id) ? new Set([...closed].filter((id) => id !== node.id)) : new Set([...closed, node.id]);
}

/** The active line, and where it stood when it became that. */
interface Line {
  key: string;
  at: number;
}

/** Its index. Follows what is selected on the board; of a line that is gone the one in its place. */
function useActive(
  rows: readonly OutlineRow[],
  { key, at: last }: Line,
  setLine: (line: Line) => void,
  show: (nodeId: string) => void,
): number {
  const only = useDocumentState(({ selection }) => (selection.nodes.size === 1 ? [...selection.nodes][0] : undefined));
  const at = rows.findIndex((row) => row.key === key);
  /** While the flow is edited it stays where it is: only another selection moves it. */
  const followed = useRef<string | undefined>(undefined);
  const follow = useEffectEvent(() => {
    if (only === followed.current) return;
    const here = rows[at];
    const row = here && nodeOfRow(here) === only ? here : rows.find(({ node }) => node !== null && node.id === only);
    if (only !== undefined && !row) return show(only);
    followed.current = only;
    if (row) setLine({ key: row.key, at: rows.indexOf(row) });
  });
  useEffect(() => follow(), [only, rows]);
  return at >= 0 ? at : Math.min(last, rows.length - 1);
}

interface TreeHands {
  box: { current: HTMLDivElement | null };
  setClosed: (change: (closed: ReadonlySet<string>) => ReadonlySet<string>) => void;
  activate: (row: OutlineRow) => void;
}

function useKeys(rows: readonly OutlineRow[], active: number, { box, setClosed, activate }: TreeHands): (event: KeyboardEvent) => void {
  const { store } = useEditor();
  const board = useBoardStore();
  const layout = useLayoutStore();
  return (event) => {
    const row = rows[active];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const go = (index: number) => {
      const next = rows[Math.max(0, Math.min(index, rows.length - 1))];
      if (next) activate(next);
    };
    const parent = (): number => rows.findLastIndex(({ level }, index) => index < active && level === row.level - 1);
    /** Beside the line, where the eye is. */
    const choose = (from: { nodeId: string; exit: string } | undefined) => {
      const line = document.getElementById(rowId(row))?.getBoundingClientRect() ?? box.current?.getBoundingClientRect();
      if (line && from) board.setState({ quickAdd: { at: { x: line.left + 40 + row.level * 16, y: line.top }, from } });
    };
    const next = row.node ? nextBareExit(store.getState().document, row.node) : undefined;
    const exitHere = row.via && { nodeId: row.via.from.id, exit: row.via.exit.id };
    const actions: Record<string, (() => void) | undefined> = {
      ArrowDown: () => go(active + 1),
      ArrowUp: () => go(active - 1),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => (row.open === false ? setClosed((closed) => toggled(closed, row)) : row.open && go(active + 1)),
      ArrowLeft: () => (row.open === true ? setClosed((closed) => toggled(closed, row)) : parent() >= 0 && go(parent())),
      Enter: () => (row.node ? reveal(layout, row.node.id, FIRST_FIELD) : choose(exitHere ?? undefined)),
      a: row.node && !next ? undefined : () => choose(next ? { nodeId: nodeOfRow(row), exit: next } : (exitHere ?? undefined)),
      e: () => choose(exitHere ?? undefined),
      u: () => exitHere && row.node && store.dispatch({ type: "removeEdge", from: exitHere.nodeId, exit: exitHere.exit }),
      // A bare exit is nothing that could be deleted; its step is not meant.
      Delete: row.node ? undefined : () => {},
      Backspace: row.node ? undefined : () => {},
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
}
