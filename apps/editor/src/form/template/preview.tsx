import { renderTemplate } from "@cordboard/flow";
import { useDeferredValue, useMemo } from "react";
import { usePreviewScope, type PreviewScope } from "../preview-scope.ts";

const FROM: Record<PreviewScope["from"], string> = { run: "In the last run", samples: "With samples" };
const SHOWN = 300;

/** How a text reads once its values are filled in. Nothing while it can't be filled in: the checker says why. */
export function TemplatePreview({ text }: { text: string }) {
  return /\{\{|\{%/.test(text) && !/\bsecrets\b/.test(text) ? <Filled text={text} /> : null;
}

function Filled({ text }: { text: string }) {
  const { scope, from } = usePreviewScope();
  const settled = useDeferredValue(text);
  const filled = useMemo(() => fill(settled, scope), [settled, scope]);
  if (filled === null) return null;
  return (
    <p className="truncate px-1 pt-0.5 text-2xs text-muted" title={filled}>
      {FROM[from]}: <span className="text-ink">{filled.trim() || "nothing"}</span>
    </p>
  );
}

function fill(text: string, scope: PreviewScope["scope"]): string | null {
  try {
    const filled = renderTemplate(text, scope);
    return filled.length > SHOWN ? `${filled.slice(0, SHOWN).toWellFormed()}…` : filled;
  } catch {
    return null;
  }
}
