import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState, type FormEvent } from "react";
import { Link, useLocation } from "wouter";
import { createFlow } from "../../api/flows.ts";
import { templatesQuery, type Template } from "../../api/templates.ts";
import { focusOnMount } from "../../app/focus-on-mount.ts";
import { Button, cx, Dialog, Field, Input } from "../../ui/index.ts";
import { SampleCard } from "./sample-grid.tsx";
import { groupSamples } from "./sample-groups.ts";

interface NewFlowProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** In which the flow is made. */
  folder: string;
}

export function NewFlowDialog({ open, onOpenChange, folder }: NewFlowProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="New flow" size="lg">
      {open && <NewFlowForm folder={folder} close={() => onOpenChange(false)} />}
    </Dialog>
  );
}

function NewFlowForm({ folder, close }: { folder: string; close: () => void }) {
  const templates = useQuery(templatesQuery());
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [template, setTemplate] = useState<Template | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const name = typed ?? template?.name ?? "";

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return setError("Give the flow a name; callers never hear it.");
    setBusy(true);
    try {
      const flow = await createFlow(name.trim(), template?.document, folder);
      await queries.invalidateQueries({ queryKey: ["flows"] });
      close();
      go(`/flows/${flow.id}`);
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Field label="Name" error={error}>
        {(ids) => (
          <Input
            {...ids}
            ref={focusOnMount}
            maxLength={200}
            value={name}
            placeholder="Front desk"
            onChange={(event) => {
              setTyped(event.target.value);
              setError(null);
            }}
          />
        )}
      </Field>
      <fieldset aria-label="Start from" className="flex min-w-0 flex-col gap-2">
        <button
          type="button"
          aria-pressed={template === null}
          onClick={() => setTemplate(null)}
          className={cx(
            "flex items-center gap-3 rounded-card border border-dashed bg-surface px-4 py-3 transition-colors duration-100 hover:border-control",
            template === null ? "border-brass ring-1 ring-brass" : "border-control/60",
          )}
        >
          <Plus size={20} className="text-muted" aria-hidden />
          <span className="font-medium">Empty board</span>
          <span className="text-xs text-muted">Just the start</span>
        </button>
        {groupSamples(templates.data?.items ?? []).map(({ title, samples }) => (
          <section key={title} aria-label={title} className="mt-2">
            <h3 className="mb-2 text-xs font-medium text-muted">{title}</h3>
            <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
              {samples.map((sample) => (
                <SampleCard key={sample.id} template={sample} chosen={template?.id === sample.id} onClick={() => setTemplate(sample)} />
              ))}
            </div>
          </section>
        ))}
      </fieldset>
      <div className="sticky -bottom-3 z-10 -mx-5 -mb-3 flex justify-end gap-2 rounded-b-panel border-t border-line bg-surface px-5 py-3">
        <span className="flex-1 self-center text-xs text-muted">
          Moving from PHLO?{" "}
          <Link href="/help/coming-from-phlo" className="underline underline-offset-2">
            The guide rebuilds one step by step
          </Link>
        </span>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          Create flow
        </Button>
      </div>
    </form>
  );
}
