import type { Json } from "@cordboard/contract";
import { useEffect, useState } from "react";
import { useDocumentState } from "../../document/index.ts";
import { Textarea } from "../../ui/index.ts";
import { useForm } from "../form-context.tsx";
import type { WidgetProps } from "../widget.ts";

/** Texts that are no JSON yet, kept while their step is closed. By node and path. */
const unfinished = new Map<string, string>();

/** Any JSON. It takes effect whenever the text is valid; until then the text stays, and says why it doesn't count. */
export function JsonControl({ field, path, value, ids }: WidgetProps) {
  const { nodeId, change } = useForm();
  const epoch = useDocumentState((state) => state.epoch);
  const key = `${nodeId} ${path.join(".")}`;
  const [draft, setDraft] = useState<{ text: string; epoch: number } | null>(() => {
    const text = unfinished.get(key);
    return text === undefined ? null : { text, epoch };
  });
  const text = draft?.epoch === epoch ? draft.text : pretty(value);
  const parsed = parse(text);
  useEffect(() => {
    if (draft && "problem" in parsed) unfinished.set(key, draft.text);
    else unfinished.delete(key);
  });
  return (
    <div className="flex flex-col gap-1">
      <Textarea
        id={ids.id}
        aria-label={ids.label}
        aria-describedby={ids.describedBy}
        aria-invalid={ids.invalid || "problem" in parsed || undefined}
        mono
        spellCheck={false}
        rows={Math.min(14, Math.max(3, text.split("\n").length))}
        value={text}
        placeholder={field.form.placeholder ?? "{ }"}
        onChange={(event) => {
          setDraft({ text: event.target.value, epoch });
          const next = parse(event.target.value);
          if ("value" in next) change(path, next.value);
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

export function parse(text: string): { value: Json | undefined } | { problem: string } {
  if (text.trim() === "") return { value: undefined };
  try {
    const value: Json = JSON.parse(text);
    return { value };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
