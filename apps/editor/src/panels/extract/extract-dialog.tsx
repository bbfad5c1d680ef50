import { extractFlow, type Extraction } from "@cordboard/flow";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useLocation } from "wouter";
import { createFlow, flowsQuery, publishFlow } from "../../api/flows.ts";
import { useBoardState, useBoardStore } from "../../canvas/index.ts";
import { extractCommands, useEditor } from "../../document/index.ts";
import { Button, Dialog, Field, FieldError, Input, toast } from "../../ui/index.ts";

/** Takes the selected steps out into a flow of their own; a Run Flow step takes their place. */
export function ExtractDialog() {
  const board = useBoardStore();
  const open = useBoardState((state) => state.extracting);
  const close = () => board.setState({ extracting: false });
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title="Make it a flow of its own"
      description="Other flows can then run these steps too. Here a Run Flow step takes their place."
    >
      {open && <NameForm close={close} />}
    </Dialog>
  );
}

function NameForm({ close }: { close: () => void }) {
  const { store } = useEditor();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [name, setName] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [{ document, selection }] = useState(() => store.getState());
  const trial = extractFlow(document, selection.nodes, name.trim() || "New flow");
  const problem = "problem" in trial ? trial.problem : null;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    if ("problem" in trial) return;
    if (store.getState().readOnly) return setError("Somebody else is drawing here. Take over first.");
    if (wanted === "") return setError("Give the flow a name; callers never hear it.");
    setBusy(true);
    try {
      const { items } = await queries.fetchQuery(flowsQuery());
      if (items.some((flow) => flow.name === wanted)) throw new Error(`Another flow is called “${wanted}”. Choose another name.`);
      const id = await make(wanted, trial, document.name);
      const { commands, nodeId } = extractCommands(document, [...selection.nodes], trial);
      store.dispatch(commands, { select: { nodes: new Set([nodeId]) } });
      await queries.invalidateQueries({ queryKey: ["flows"] });
      close();
      toast(`“${wanted}” is a flow of its own now`, { action: { label: "Open it", onClick: () => go(`/flows/${id}`) } });
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {problem === null ? (
        <Field label="Name" error={error}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={200}
              value={name}
              placeholder="Ask for the order number"
              onChange={(event) => {
                setName(event.target.value);
                setError(null);
              }}
            />
          )}
        </Field>
      ) : (
        <FieldError>{problem}</FieldError>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={close}>{problem === null ? "Cancel" : "Close"}</Button>
        {problem === null && (
          <Button type="submit" variant="primary" disabled={busy}>
            Make the flow
          </Button>
        )}
      </div>
    </form>
  );
}

/** Publishes it as well, so that it can be run: nobody else has it yet. What is missing in it the new flow says itself. */
async function make(name: string, { flow }: Extraction, from: string): Promise<string> {
  const made = await createFlow(name, { ...flow, name });
  await publishFlow(made.id, { revision: made.draft.revision, message: `Taken out of ${from}` }).catch(() =>
    toast.warning(`“${name}” has issues. Publish it before this flow.`),
  );
  return made.id;
}
