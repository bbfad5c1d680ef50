import type { VariableSpec } from "@cordboard/contract";
import type { FlowDocument } from "./document.ts";

/** Values that every run has, by their full path. Node names can't collide with their first words (names.ts). */
export const BUILT_IN_VARIABLES: readonly VariableSpec[] = [
  { name: "run.id", type: "text", title: "Id of this run", sample: "0c5f9a52-6a1e-4a38-9b2e-d6b0c1f4a7aa" },
  { name: "run.version", type: "number", title: "Version of the flow that runs", sample: "3" },
  { name: "run.test", type: "boolean", title: "Whether this is a try-out", sample: "false" },
  { name: "run.hangup.by", type: "text", title: "Who hung up", sample: "caller" },
  { name: "contact", type: "json", title: "The other party", open: true },
  { name: "contact.number", type: "phone", title: "The other party's number", sample: "+14155550100" },
  { name: "contact.language", type: "text", title: "The other party's language", sample: "en-US" },
  { name: "number", type: "phone", title: "Our number in this run", sample: "+14155550199" },
  { name: "flow.id", type: "text", title: "Id of the flow", sample: "f3f0a1de-8f43-4d0f-8c75-0f5b4f6f3c55" },
  { name: "flow.name", type: "text", title: "Name of the flow", sample: "Virtual receptionist" },
  { name: "now", type: "date", title: "The time now (UTC)", sample: "2026-03-02T14:30:00.000Z" },
];

const VARIABLE_TYPES = { text: "text", number: "number", boolean: "boolean", json: "json" } as const;

/** The flow's own variables as `vars.<name>`. */
export function flowVariables(document: FlowDocument): VariableSpec[] {
  return document.variables.map((variable) => ({
    name: `vars.${variable.name}`,
    type: VARIABLE_TYPES[variable.type],
    title: `Flow variable ${variable.name}`,
    ...(variable.value === "" ? {} : { sample: variable.value }),
  }));
}
