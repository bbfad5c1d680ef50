import { CircleAlert, CircleCheck, FlaskConical } from "lucide-react";
import { useState, type ReactNode } from "react";
import { tryNode } from "../../api/flows.ts";
import { ErrorDetails } from "../../app/error-details.tsx";
import { useEditor } from "../../document/index.ts";
import { Button } from "../../ui/index.ts";
import { useForm } from "../form-context.tsx";
import { givenSamples } from "../samples.ts";
import type { WidgetProps } from "../widget.ts";
import { JsonControl } from "./json.tsx";

interface Told {
  ok: boolean;
  says: ReactNode;
}

/** A sample that a test of the step fills in: it visits the step for real, and keeps what came back. */
export function LearnedControl(props: WidgetProps) {
  const { flowId, store } = useEditor();
  const { nodeId, change, variables } = useForm();
  const [told, setTold] = useState<Told | null>(null);
  const [running, setRunning] = useState(false);
  const send = async () => {
    const node = store.getState().document.nodes.find(({ id }) => id === nodeId);
    if (!node) return;
    setRunning(true);
    try {
      const { exit, outputs, error, durationMs } = await tryNode(flowId, {
        node: nodeId,
        config: node.config,
        variables: givenSamples(variables()),
      });
      const learned = outputs[props.field.form.learns ?? ""];
      setTold({ ok: !error, says: error ? error.message : `Left by “${exit}” after ${durationMs} ms.` });
      if (!error && typeof learned === "object" && learned !== null) change(props.path, learned);
    } catch (error) {
      setTold({ ok: false, says: <ErrorDetails error={error} /> });
    } finally {
      setRunning(false);
    }
  };
  const Mark = told?.ok ? CircleCheck : CircleAlert;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-2">
        <Button size="sm" icon={<FlaskConical size={14} />} disabled={running} onClick={() => void send()}>
          {running ? "Sending…" : "Send a test"}
        </Button>
        <span className="text-xs text-muted">With the samples of its variables, and for real.</span>
      </div>
      {told && (
        <output className={`flex gap-1.5 text-xs ${told.ok ? "text-muted" : "text-danger"}`}>
          <Mark size={13} className="mt-px shrink-0" aria-hidden />
          <span className="min-w-0 wrap-anywhere">{told.says}</span>
        </output>
      )}
      <JsonControl {...props} />
    </div>
  );
}
