import type { Issue, Json } from "@cordboard/contract";
import { variablesAt, type VariableChoice } from "@cordboard/flow";
import { createContext, useContext, useMemo, type ReactNode } from "react";
import { useChecked, useDocumentState, useEditor, type Path } from "../document/index.ts";

/** What the widgets of one node's form share. */
export interface FormState {
  nodeId: string;
  /** BCP-47, the flow's default. */
  language: string;
  issues: readonly Issue[];
  change: (path: Path, value: Json | undefined) => void;
  /** Fresh each time: what is before a node changes with every cord. */
  variables: () => VariableChoice[];
}

const Context = createContext<FormState | null>(null);
const NONE: readonly Issue[] = [];

export function NodeFormProvider({ nodeId, children }: { nodeId: string; children: ReactNode }) {
  const { store } = useEditor();
  const language = useDocumentState((state) => state.document.language);
  const issues = useChecked((state) => state.byNode.get(nodeId)) ?? NONE;
  const value = useMemo<FormState>(
    () => ({
      nodeId,
      language,
      issues,
      change: (path, next) => void store.dispatch({ type: "setConfig", nodeId, path, value: next }, { key: `${nodeId} ${path.join(".")}` }),
      variables: () => variablesAt(store.getState().document, nodeId),
    }),
    [store, nodeId, language, issues],
  );
  return <Context value={value}>{children}</Context>;
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
