import { LIMITS } from "@cordboard/contract";
import { FLOW_FORMAT, parseDocument } from "@cordboard/flow";
import { CLIP_FORMAT } from "./clip.ts";

const MB = 1024 * 1024;

/** Why a text can't be pasted onto the board, for its author; null when there is nothing to say (it is empty, or could be pasted). */
export function pasteProblem(text: string): string | null {
  if (text.trim() === "") return null;
  if (text.length > LIMITS.flowBytes)
    return `What you copied has ${(text.length / MB).toFixed(1)} MB; a flow has at most ${LIMITS.flowBytes / MB}. Nothing was pasted.`;
  const raw = asObject(text);
  if (!raw || !("format" in raw)) return "What you copied is no step and no flow, so nothing was pasted.";
  const wrapped = raw.format === CLIP_FORMAT ? { ...raw, format: FLOW_FORMAT, name: "Clip" } : raw;
  const [issue] = parseDocument(wrapped).issues ?? [];
  return issue ? `Nothing was pasted. ${issue.message}` : null;
}

function asObject(text: string): object | null {
  try {
    const raw: unknown = JSON.parse(text);
    return typeof raw === "object" ? raw : null;
  } catch {
    return null;
  }
}
