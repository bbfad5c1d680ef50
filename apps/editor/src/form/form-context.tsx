import type { Issue, Json } from "@cordboard/contract";
import { variablesAt, type FlowDocument, type VariableChoice } from "@cordboard/flow";
import { createContext, useContext, useMemo, type ReactNode } from "react";
import { useChecked, useDocumentState, useEditor, type Path } from "../document/index.ts";

/** What the widgets of one node's form share. */
export interface FormState {
  nodeId: string;
  /** BCP-47, the flow's default. */
  language: string;
  issues: readonly Issue[];
  /** Somebody else draws: native fields are disabled by `FlowFields`, others ask this. */
  readOnly: boolean;
  change: (path: Path, value: Json | undefined) => void;
  /** What its texts can read now: that changes with every cord. The same list while the flow is the same. */
  variables: () => readonly VariableChoice[];
}

const Context = createContext<FormState | null>(null);
const NONE: readonly Issue[] = [];

export function NodeFormProvider({ nodeId, children }: { nodeId: string; children: ReactNode }) {
  const { store } = useEditor();
  const language = useDocumentState((state) => state.document.language);
  const issues = useChecked((state) => state.byNode.get(nodeId)) ?? NONE;
  const readOnly = useDocumentState((state) => state.readOnly);
  const value = useMemo<FormState>(
    () => ({
      nodeId,
      language,
      issues,
      readOnly,
      change: (path, next) => void store.dispatch({ type: "setConfig", nodeId, path, value: next }, { key: `${nodeId} ${path.join(".")}` }),
      variables: remembered(
        (document) => variablesAt(document, nodeId),
        () => store.getState().document,
      ),
    }),
    [store, nodeId, language, issues, readOnly],
  );
  return <Context value={value}>{children}</Context>;
}

/** Asked for by every text of the form with every letter, and it walks the whole flow. */
function remembered<Value>(make: (document: FlowDocument) => Value, document: () => FlowDocument): () => Value {
  let last: { of: FlowDocument; value: Value } | null = null;
  return () => {
    const now = document();
    if (last?.of !== now) last = { of: now, value: make(now) };
    return last.value;
  };
}

export function useForm(): FormState {
  const form = useContext(Context);
  if (!form) throw new Error("useForm needs a NodeFormProvider above it");
  return form;
}

/** Issues at exactly this field, or (`deep`) at it and everything inside. */
export function useFieldIssues(path: Path, deep = false): readonly Issue[] {
  const { issues } = useForm();
  const field = path.join(".");
  return issues.filter((issue) => issue.field === field || (deep && issue.field?.startsWith(`${field}.`)));
}
