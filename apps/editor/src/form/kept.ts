import { useCallback } from "react";
import { useEditor, type DocumentStore, type Path } from "../document/index.ts";
import { useForm } from "./form-context.tsx";

/** What can't be stored yet, of each open flow, by step and field. */
const flows = new WeakMap<DocumentStore, Map<string, unknown>>();

/**
 * Something typed that the document can't hold yet (a text that is no JSON so far, a row without a name), kept while its
 * step is closed, until the flow is. `read` answers null for what is none of its kind.
 */
export function useKept<Value>(
  path: Path,
  read: (kept: unknown) => Value | null,
): { kept: () => Value | null; keep: (value: Value | null) => void } {
  const { store } = useEditor();
  const { nodeId } = useForm();
  const key = `${nodeId} ${path.join(".")}`;
  const kept = useCallback(() => read(flows.get(store)?.get(key)), [store, key, read]);
  const keep = useCallback(
    (value: Value | null) => {
      const all = flows.get(store) ?? new Map<string, unknown>();
      flows.set(store, all);
      if (value === null) all.delete(key);
      else all.set(key, value);
    },
    [store, key],
  );
  return { kept, keep };
}

export const keptText = (kept: unknown): string | null => (typeof kept === "string" ? kept : null);
