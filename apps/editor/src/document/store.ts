import type { FlowDocument } from "@cordboard/flow";
import { createStore } from "zustand/vanilla";
import { apply, type ApplyContext } from "./apply.ts";
import type { Command } from "./command.ts";
import { NO_HISTORY, record, redo, takeIn, undo, type History } from "./history.ts";
import { NOTHING, stillThere, type Selection } from "./selection.ts";

/**
 * The open flow: its document, what is selected, and the way back.
 *
 *   dispatch ──► apply ──► document ──► (subscribers: canvas, form, check, autosave)
 *                  └─► history.past
 *   undo / redo move between the two; merge() takes in what is changed elsewhere, which they leave as it is.
 */
export interface DocumentState {
  document: FlowDocument;
  selection: Selection;
  history: History;
  /** Raised by a fresh merge() and by undo and redo: text fields that hold an unfinished text take the document's again. */
  epoch: number;
  /** Raised by what is changed here, by hand; not by what comes from elsewhere. */
  edits: number;
  /** Somebody else draws: nothing is changed here, and `refusals` counts what was tried. */
  readOnly: boolean;
  refusals: number;
}

export interface DispatchOptions {
  /** Steps with the same key in quick succession are undone together (typing in one field). */
  key?: string;
  /** Part of the step before it: both are undone together. */
  join?: boolean;
  /** What is selected afterwards. */
  select?: Partial<Selection>;
}

export interface DocumentStore {
  getState: () => DocumentState;
  subscribe: (listener: (state: DocumentState, previous: DocumentState) => void) => () => void;
  getInitialState: () => DocumentState;
  /** Applies commands as one step back. False when they changed nothing. */
  dispatch: (commands: Command | Command[], options?: DispatchOptions) => boolean;
  /** Replaces the whole text (JSON edit, restored version) as one step back. `anyway`: it was changed here already, earlier. */
  replace: (document: FlowDocument, options?: { anyway: boolean }) => void;
  /**
   * The text with somebody else's changes in it; the way back takes back mine alone. `fresh`: what is half typed may be
   * what they have changed, so fields take the document's text again.
   */
  merge: (document: FlowDocument, options?: { fresh: boolean }) => void;
  undo: () => void;
  redo: () => void;
  select: (selection: Partial<Selection>) => void;
  setReadOnly: (readOnly: boolean) => void;
}

export function createDocumentStore(document: FlowDocument, context: ApplyContext, now: () => number = Date.now): DocumentStore {
  const store = createStore<DocumentState>(() => ({
    document,
    selection: NOTHING,
    history: NO_HISTORY,
    epoch: 0,
    edits: 0,
    readOnly: false,
    refusals: 0,
  }));
  const { getState, setState } = store;

  function refused(): boolean {
    const { readOnly, refusals } = getState();
    if (readOnly) setState({ refusals: refusals + 1 });
    return readOnly;
  }
  function commit(next: FlowDocument, { key = null, join, select }: { key?: string | null } & Omit<DispatchOptions, "key"> = {}): boolean {
    const state = getState();
    if (next === state.document) return false;
    const selection = stillThere(select ? { ...NOTHING, ...select } : state.selection, next);
    const joins = join === true && state.history.past.length > 0;
    const history = joins ? state.history : record(state.history, state.document, key, now());
    setState({ document: next, selection, history, edits: state.edits + 1 });
    return true;
  }
  function travel(step: typeof undo): void {
    const state = getState();
    const moved = step(state.history, state.document);
    if (!moved || refused()) return;
    if (moved.document === state.document) return setState({ history: moved.history });
    const selection = stillThere(state.selection, moved.document);
    setState({ ...moved, selection, epoch: state.epoch + 1, edits: state.edits + 1 });
  }

  return {
    getState,
    subscribe: store.subscribe,
    getInitialState: store.getInitialState,
    dispatch: (commands, options = {}) => {
      const list = Array.isArray(commands) ? commands : [commands];
      const next = list.reduce((current, command) => apply(current, command, context), getState().document);
      return next !== getState().document && !refused() && commit(next, options);
    },
    replace: (next, { anyway } = { anyway: false }) => {
      if ((anyway || !refused()) && commit(next)) setState({ epoch: getState().epoch + 1 });
    },
    merge: (next, { fresh } = { fresh: false }) => {
      const { document: before, selection, history, epoch } = getState();
      setState({
        document: next,
        selection: stillThere(selection, next),
        history: takeIn(history, before, next),
        epoch: fresh ? epoch + 1 : epoch,
      });
    },
    undo: () => travel(undo),
    redo: () => travel(redo),
    select: (selection) => setState({ selection: { ...NOTHING, ...selection } }),
    setReadOnly: (readOnly) => {
      if (getState().readOnly !== readOnly) setState({ readOnly });
    },
  };
}
