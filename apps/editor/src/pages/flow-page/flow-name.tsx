import { useDocumentState, useEditor } from "../../document/index.ts";
import { useDraft } from "../../form/index.ts";

/** The flow's name, edited where it stands. */
export function FlowName() {
  const { store } = useEditor();
  const name = useDocumentState((state) => state.document.name);
  const readOnly = useDocumentState((state) => state.readOnly);
  const draft = useDraft(name);
  const commit = () => {
    const next = draft.text.trim();
    if (next !== "" && next !== name) store.dispatch({ type: "setFlow", patch: { name: next } });
    draft.blur();
  };
  return (
    <div className="inline-grid min-w-0 items-center">
      <span
        aria-hidden
        className="invisible col-start-1 row-start-1 max-w-80 overflow-hidden border border-transparent px-1.5 font-semibold whitespace-pre"
      >
        {draft.text || " "}
      </span>
      <input
        aria-label="Name of the flow"
        autoComplete="off"
        maxLength={200}
        size={1}
        className="col-start-1 row-start-1 h-7 w-full min-w-16 rounded-sm border border-transparent bg-transparent px-1.5 font-semibold text-ellipsis hover:border-line focus:border-brass focus:outline-none"
        readOnly={readOnly}
        value={draft.text}
        onChange={(event) => draft.type(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key === "Escape") draft.blur();
        }}
      />
    </div>
  );
}
