import type { Issue } from "@cordboard/contract";
import { check, describeNode, registry, type FlowDocument, type FlowNode, type NodeView } from "@cordboard/flow";
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import type { ApplyContext } from "./apply.ts";
import { createChecker, type Around, type Checked, type Checker } from "./checker.ts";
import { createDocumentStore, type DocumentState, type DocumentStore } from "./store.ts";

/** What the parts of an open flow share. */
export interface Editor {
  flowId: string;
  store: DocumentStore;
  checker: Checker;
}

const seen = new WeakMap<FlowNode, NodeView>();
/** A node through its component's manifest; computed once per node object. */
export function viewOf(node: FlowNode): NodeView {
  let view = seen.get(node);
  if (!view) {
    view = describeNode(node, registry);
    seen.set(node, view);
  }
  return view;
}

export const isEntry = (node: FlowNode): boolean => registry.get(node.type)?.entry === true;

export const APPLY: ApplyContext = {
  isEntry,
  exitsOf: (node) => {
    const view = viewOf(node);
    return view.manifest && view.problems.length === 0 ? view.exits : null;
  },
};

/** The names of the flows that a document's nodes run. */
export const subFlowNames = (document: FlowDocument): string[] => [
  ...new Set(
    document.nodes.flatMap((node) => {
      const { manifest, config, problems } = viewOf(node);
      return (problems.length === 0 && manifest?.subFlow?.(config)?.flow) || [];
    }),
  ),
];

/** A flow that isn't known yet may well be there: then nothing is said of any. */
function checkWithin(document: FlowDocument, { flows, numbers }: Around): Issue[] {
  const known = flows && subFlowNames(document).every((name) => flows.names.includes(name));
  return check(document, { ...(known && { around: flows.items }), ...(numbers && { numbers }) });
}

const Context = createContext<Editor | null>(null);

/** Give it a `key` per flow: the first document opens the editor, later ones come in by `store.merge()`. */
export function EditorProvider({ flowId, initial, children }: { flowId: string; initial: FlowDocument; children: ReactNode }) {
  const [editor] = useState<Editor>(() => ({
    flowId,
    store: createDocumentStore(initial, APPLY),
    checker: createChecker(checkWithin),
  }));
  useEffect(() => {
    const { store, checker } = editor;
    checker.changed(store.getState().document);
    const stop = store.subscribe((state, previous) => {
      if (state.document !== previous.document) checker.changed(state.document);
    });
    return () => {
      stop();
      checker.stop();
    };
  }, [editor]);
  return <Context.Provider value={editor}>{children}</Context.Provider>;
}

export function useEditor(): Editor {
  const editor = useContext(Context);
  if (!editor) throw new Error("useEditor needs an EditorProvider above it");
  return editor;
}

export function useDocumentState<Value>(select: (state: DocumentState) => Value): Value {
  return useStore(useEditor().store, select);
}

export function useChecked<Value>(select: (state: Checked) => Value): Value {
  return useStore(useEditor().checker.store, select);
}
