import type { Json } from "@cordboard/contract";
import type { FlowDocument } from "@cordboard/flow";
import { toE164 } from "../../app/format/phone.ts";

/** Phone numbers that stand in the settings of a flow's steps, each once. */
export function numbersIn({ nodes }: FlowDocument): string[] {
  const found = new Set<string>();
  const look = (value: Json): void => {
    if (typeof value === "string") {
      const number = /^\+[\d ().-]{7,24}$/.test(value.trim()) ? toE164(value) : null;
      if (number) found.add(number);
    } else if (typeof value === "object" && value !== null) Object.values(value).forEach(look);
  };
  for (const { config } of nodes) look(config);
  return [...found];
}
