import type { JsonObject } from "@cordboard/contract";
import { useDocumentState, useEditor } from "../../document/index.ts";
import { useDraft } from "../../form/use-draft.ts";
import { Input, toast } from "../../ui/index.ts";
import { nameOf } from "./test-runs.ts";

/** The name as a field; reports tell tests apart by it, so no two may share one. */
export function TestName({ at, test }: { at: number; test: JsonObject }) {
  const { store } = useEditor();
  const tests = useDocumentState((state) => state.document.tests);
  const name = nameOf(test);
  const draft = useDraft(name);
  const wanted = draft.text.trim();
  const twice = tests.some((other, index) => index !== at && nameOf(other) === wanted);
  const commit = () => {
    draft.blur();
    if (wanted === "" || wanted === name) return;
    if (twice) toast.error(`Another test is called “${wanted}”. Choose another name.`);
    else store.dispatch({ type: "setTest", at, test: { ...test, name: wanted } });
  };
  return (
    <Input
      aria-label="Name of the test"
      aria-invalid={twice || undefined}
      maxLength={200}
      className="mr-auto h-7 max-w-xl border-transparent bg-transparent px-2 font-semibold"
      value={draft.text}
      onChange={(event) => draft.type(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") draft.blur();
      }}
    />
  );
}
