import { nameAdvice, nameProblem, type FlowNode } from "@cordboard/flow";
import { useId } from "react";
import { useDocumentState, useEditor } from "../../document/index.ts";
import { cx, FieldError } from "../../ui/index.ts";
import { useDraft } from "../../form/index.ts";
import { focusOutline } from "../focus-outline.ts";
import { NAME_FIELD } from "../layout-store.ts";

/** The step's name; leaving the field renames it everywhere it is read. */
export function NodeName({ node }: { node: FlowNode }) {
  const { store } = useEditor();
  const id = useId();
  // A name that can't be one changes nothing (apply.ts).
  const rename = (text: string) => void store.dispatch({ type: "renameNode", nodeId: node.id, name: text.trim() });
  const draft = useDraft(node.name, rename);
  const readOnly = useDocumentState((state) => state.readOnly);
  const taken = useDocumentState((state) => state.document.nodes.some((other) => other.id !== node.id && other.name === draft.text.trim()));
  const problem = problemOf(draft.text.trim(), taken);

  const commit = () => {
    if (problem === null) rename(draft.text);
    draft.blur();
  };
  return (
    <div data-field={NAME_FIELD}>
      <input
        aria-label="Name of the step"
        aria-invalid={problem !== null || undefined}
        aria-describedby={problem === null ? undefined : id}
        autoComplete="off"
        spellCheck={false}
        className={cx(
          "h-7 w-full rounded-sm border border-transparent bg-transparent px-1.5 text-md font-semibold hover:border-line focus:border-brass focus:outline-none",
          problem !== null && "border-danger",
        )}
        readOnly={readOnly}
        value={draft.text}
        onChange={(event) => draft.type(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !focusOutline(node.id)) event.currentTarget.blur();
          if (event.key !== "Escape" || draft.text === node.name) return;
          event.stopPropagation();
          draft.blur();
        }}
      />
      {problem !== null && (
        <div id={id} className="px-1.5 py-0.5">
          <FieldError>{problem}</FieldError>
        </div>
      )}
    </div>
  );
}

function problemOf(name: string, taken: boolean): string | null {
  const problem = nameProblem(name);
  if (problem !== null) return nameAdvice(problem);
  return taken ? "Another step has this name. Choose another." : null;
}
