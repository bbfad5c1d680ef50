import type { Json } from "@cordboard/contract";
import { useEffect, useState } from "react";
import { useDocumentState } from "../../document/index.ts";
import { CodeField } from "../code/code-field.tsx";
import { useForm } from "../form-context.tsx";
import { keptText, useKept } from "../kept.ts";
import type { WidgetProps } from "../widget.ts";

const ROWS = [3, 16] as const;

/** Any JSON. It takes effect whenever the text is valid; until then the text stays, also while the step is closed, and says why it doesn't count. */
export function JsonControl({ field, path, value, ids }: WidgetProps) {
  const { change, readOnly, variables } = useForm();
  const epoch = useDocumentState((state) => state.epoch);
  const { kept, keep } = useKept(path, keptText);
  const [draft, setDraft] = useState<{ text: string; epoch: number } | null>(() => {
    const text = kept();
    return text === null ? null : { text, epoch };
  });
  const text = draft?.epoch === epoch ? draft.text : pretty(value);
  const parsed = parse(text);
  useEffect(() => keep(draft && "problem" in parsed ? draft.text : null));
  return (
    <div className="flex flex-col gap-1">
      <CodeField
        {...ids}
        language="json"
        invalid={ids.invalid || "problem" in parsed}
        rows={ROWS}
        readOnly={readOnly}
        value={text}
        placeholder={field.form.placeholder ?? "{ }"}
        variables={variables}
        onChange={(next) => {
          if (next === text) return;
          setDraft({ text: next, epoch });
          const read = parse(next);
          if ("value" in read) change(path, read.value);
        }}
        onBlur={() => "value" in parsed && setDraft(null)}
      />
      {"problem" in parsed && <p className="text-xs text-danger">Not JSON yet: {parsed.problem}. The last valid text counts.</p>}
    </div>
  );
}

function pretty(value: Json | undefined): string {
  return value === undefined ? "" : JSON.stringify(value, null, 2);
}

function parse(text: string): { value: Json | undefined } | { problem: string } {
  if (text.trim() === "") return { value: undefined };
  try {
    const value: Json = JSON.parse(text);
    return { value };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
