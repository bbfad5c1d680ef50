import type { JsonObject } from "@cordboard/contract";
import type { FlowPayload } from "@cordboard/flow";
import { useQuery } from "@tanstack/react-query";
import { Braces, Play } from "lucide-react";
import { useEffect, useEffectEvent, useState, type FormEvent } from "react";
import { Link } from "wouter";
import { flowQuery } from "../api/flows.ts";
import { runQuery } from "../api/runs.ts";
import { answers, payloadOf } from "../app/entry.ts";
import { Loaded } from "../app/loaded.tsx";
import { RunStatusBadge } from "../app/run-status.tsx";
import { PayloadField, textAt, type PayloadShelf } from "../payloads/index.ts";
import { Button, EmptyState, Field, Input } from "../ui/index.ts";
import { requestRun } from "./actions.ts";
import { usePhone, type Draft } from "./phone-store.ts";

/** Starts the draft as a program would: by an API request with the payload it declares. */
export function RequestTab({ draft }: { draft: Draft }) {
  const flow = useQuery(flowQuery(draft.flowId));
  const refresh = useEffectEvent(() => void draft.beforeTry().then(() => flow.refetch()));
  useEffect(() => refresh(), []);
  return (
    <Loaded query={flow}>
      {({ draft: { document } }) =>
        answers(document, "api") ? (
          <RequestForm fields={payloadOf(document)} shelf={draft.payloads} />
        ) : (
          <div className="flex flex-1 items-center">
            <EmptyState icon={<Braces size={18} />} title="No API request starts this flow" className="py-4">
              Connect “API request” at its start to the first step, then come back.
            </EmptyState>
          </div>
        )
      }
    </Loaded>
  );
}

type Fields = ReturnType<typeof payloadOf>;

function RequestForm({ fields, shelf }: { fields: Fields; shelf: PayloadShelf }) {
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const valueOf = (field: Fields[number]) => typed[field.name] ?? (field.example || field.default);
  const params = () => paramsOf(fields.map((field) => [field.name, valueOf(field)]));
  const use = (payload: FlowPayload) => setTyped(Object.fromEntries(fields.map(({ name }) => [name, textAt(payload.params, name) ?? ""])));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    await requestRun(params());
    setBusy(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-3">
        <p className="text-xs text-muted">What a program would send. Calls and texts of this run go through the simulator.</p>
        {fields.length > 0 && (
          <PayloadField
            shelf={shelf}
            fits={({ as, startNode }) => as === "api" && startNode === undefined}
            body={() => ({ as: "api", params: params() })}
            onUse={use}
          />
        )}
        {fields.map((field) => (
          <Field key={field.name} label={field.name} optional={!field.required} hint={field.type === "text" ? undefined : field.type}>
            {(ids) => (
              <Input
                {...ids}
                mono
                value={valueOf(field)}
                placeholder={field.example}
                onChange={(event) => setTyped({ ...typed, [field.name]: event.target.value })}
              />
            )}
          </Field>
        ))}
        {fields.length === 0 && <p className="text-muted">This flow declares no payload fields.</p>}
      </div>
      <div className="flex flex-col gap-2 border-t border-line p-3">
        <StartedRun />
        <Button type="submit" variant="primary" className="h-10" icon={<Play size={15} />} busy={busy}>
          Start a run
        </Button>
      </div>
    </form>
  );
}

/** Fields that were left empty aren't sent. */
export function paramsOf(values: [name: string, value: string][]): JsonObject {
  return Object.fromEntries(values.filter(([, value]) => value.trim() !== ""));
}

const ASK_AGAIN_MS = 2_000;

function StartedRun() {
  const runId = usePhone((state) => state.triedRunId);
  const run = useQuery({
    ...runQuery(runId ?? ""),
    enabled: runId !== null,
    refetchInterval: (query) => (query.state.data?.status === "running" ? ASK_AGAIN_MS : false),
  });
  if (runId === null || !run.data) return null;
  return (
    <output className="flex items-center justify-between gap-2 text-xs">
      <RunStatusBadge status={run.data.status} />
      <Link href={`/runs/${runId}`} className="underline decoration-line underline-offset-2 hover:decoration-current">
        see the run
      </Link>
    </output>
  );
}
