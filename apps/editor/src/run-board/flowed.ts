import type { Json } from "@cordboard/contract";
import type { NodeView } from "@cordboard/flow";
import type { Step } from "../api/runs.ts";
import { phone } from "../app/format/phone.ts";
import { getIn } from "../document/index.ts";

const MOST_CHARACTERS = 40;

/**
 * What a step handed on with its exit: the first value that its component exposes and that the exit's own name doesn't
 * say already. Null when there is none that fits on a cord.
 */
export function flowed({ outputs, exit, error }: Pick<Step, "outputs" | "exit" | "error">, view: NodeView): string | null {
  if (error) return error.code;
  const label = view.exits.find(({ id }) => id === exit)?.label;
  for (const { name, type } of view.variables) {
    const text = short(getIn(outputs, name.split(".")));
    if (text === null || text === exit || text === label) continue;
    return type === "phone" ? phone(text) : text;
  }
  return null;
}

function short(value: Json | undefined): string | null {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" ? null : text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
}
