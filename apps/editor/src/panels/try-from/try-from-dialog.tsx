import type { FlowDocument, FlowNode } from "@cordboard/flow";
import { Phone, Play, SendHorizontal } from "lucide-react";
import { useId, useState, type FormEvent, type ReactNode } from "react";
import type { Trigger } from "../../app/entry.ts";
import { useBoardState, useBoardStore } from "../../canvas/index.ts";
import { useEditor } from "../../document/index.ts";
import { PayloadField, shelfOf } from "../../payloads/index.ts";
import { FromField } from "../../phone/from-field.tsx";
import { tryFrom, usePhone } from "../../phone/index.ts";
import { Button, Dialog, Field, Input, Segmented } from "../../ui/index.ts";
import { useWish } from "./use-wish.ts";

const KINDS: { value: Trigger; label: string; start: string; icon: ReactNode }[] = [
  { value: "call", label: "A call", start: "Call from here", icon: <Phone size={14} /> },
  { value: "message", label: "A text", start: "Text from here", icon: <SendHorizontal size={14} /> },
  { value: "api", label: "An API request", start: "Start from here", icon: <Play size={14} /> },
];

/** Begins a test at the chosen step, with what the steps before it would have set. */
export function TryFromDialog() {
  const { store } = useEditor();
  const board = useBoardStore();
  const nodeId = useBoardState((state) => state.tryingFrom);
  const { document } = store.getState();
  const node = document.nodes.find(({ id }) => id === nodeId);
  const close = () => board.setState({ tryingFrom: null });
  return (
    <Dialog
      open={node !== undefined}
      onOpenChange={(next) => !next && close()}
      title={`Try from ${node?.name ?? "here"}`}
      description="A test of the draft that begins at this step. The steps before it are not visited: say what they would have set."
    >
      {node && <WishForm key={node.id} document={document} node={node} close={close} />}
    </Dialog>
  );
}

function WishForm({ document, node, close }: { document: FlowDocument; node: FlowNode; close: () => void }) {
  const { flowId, store } = useEditor();
  const [shelf] = useState(() => shelfOf(store));
  const wish = useWish(document, flowId, node.id);
  const [busy, setBusy] = useState(false);
  const kind = KINDS.find(({ value }) => value === wish.as);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const { from } = usePhone.getState();
    const started = await tryFrom({ ...wish.body(), ...(wish.as !== "api" && { from }) }, `${document.name}, from ${node.name}`);
    setBusy(false);
    if (started) close();
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      <Segmented
        label="It begins with"
        value={wish.as}
        onValueChange={(value) => wish.setAs(KINDS.find((one) => one.value === value)?.value ?? "call")}
        options={KINDS.map(({ value, label }) => ({ value, label }))}
      />
      {wish.as !== "api" && <FromField />}
      {wish.as === "message" && (
        <Field label="What the text says">
          {(ids) => <Input {...ids} maxLength={1600} value={wish.text} onChange={(event) => wish.setText(event.target.value)} />}
        </Field>
      )}
      {wish.as === "api" && wish.fields.length > 0 && (
        <Values title="Payload">
          {wish.fields.map((field) => (
            <Value
              key={field.name}
              label={field.name}
              value={wish.paramOf(field)}
              onChange={(value) => wish.change(`params.${field.name}`, value)}
            />
          ))}
        </Values>
      )}
      {wish.values.length > 0 ? (
        <Values
          title="What steps before it have set"
          hint={wish.from === "run" ? "As in the last run of this flow; samples where it has none." : "Samples, until a run has set them."}
        >
          {wish.values.map((value) => (
            <Value
              key={value.path}
              label={value.path}
              title={value.title}
              value={wish.textOf(value)}
              onChange={(text) => wish.change(value.path, text)}
            />
          ))}
        </Values>
      ) : (
        <p className="text-xs text-muted">Nothing from here on reads what an earlier step sets.</p>
      )}
      <div className="mt-1 flex items-center justify-between gap-3">
        <div className="w-60">
          <PayloadField shelf={shelf} fits={({ startNode }) => startNode === node.id} body={wish.body} onUse={wish.take} />
        </div>
        <div className="flex gap-2">
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" variant="primary" icon={kind?.icon} busy={busy}>
            {kind?.start}
          </Button>
        </div>
      </div>
    </form>
  );
}

function Values({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1.5 text-xs font-medium">{title}</legend>
      {children}
      {hint && <p className="text-xs text-muted">{hint}</p>}
    </fieldset>
  );
}

function Value({ label, title, value, onChange }: { label: string; title?: string; value: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div className="grid grid-cols-2 items-center gap-2">
      <label htmlFor={id} title={title} className="font-mono text-xs wrap-anywhere">
        {label}
      </label>
      <Input id={id} mono value={value} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}
