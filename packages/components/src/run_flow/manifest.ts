import { defineManifest, type ExitSpec, type JsonObject, LIMITS, type NodeIssue, type VariableSpec } from "@cordboard/contract";
import { z } from "zod";
import { isVariableName } from "../shared/inputs.ts";
import { FAILED, HUNG_UP } from "../shared/exits.ts";
import { isTemplate, nameFrom } from "../shared/text.ts";

const result = z.strictObject({
  name: z
    .string()
    .default("")
    .meta({ title: "Result", form: { placeholder: "done" } }),
});

const config = z.strictObject({
  flow: z
    .string()
    .default("")
    .meta({ title: "Flow", description: "The version that is published when this flow is.", form: { widget: "flow" } }),
  version: z
    .number()
    .int()
    .min(1)
    .nullable()
    .default(null)
    .meta({
      title: "Version",
      description: "Left empty: the one published when this flow is.",
      form: { widget: "number", advanced: true },
    }),
  inputs: z
    .record(z.string(), z.json())
    .default({})
    .meta({ title: "Inputs", description: "Read there as {{ Start.inputs.name }}.", form: { widget: "keyvalue" } }),
  wait: z
    .boolean()
    .default(true)
    .meta({ title: "Wait for it", description: "It has the call meanwhile. Else both go on side by side, and the call stays here." }),
  results: z
    .array(result)
    .max(20)
    .default([{ name: "done" }])
    .meta({
      title: "Results",
      description: "As the End steps of that flow name them; each is an exit here.",
      form: { widget: "rows", row: { noun: "result", line: ["name"] }, showWhen: { field: "wait", is: [true] } },
    }),
  timeoutSeconds: z
    .number()
    .int()
    .min(1)
    .max(LIMITS.runAgeDays * 86_400)
    .default(86_400)
    .meta({
      title: "Wait at most",
      description: "Then its run is stopped, and the call comes back.",
      form: { widget: "duration", unit: "s", advanced: true, showWhen: { field: "wait", is: [true] } },
    }),
});

export type RunFlowConfig = z.infer<typeof config>;

export const runFlow = defineManifest({
  type: "run_flow",
  version: 1,
  title: "Run Flow",
  summary: "Runs another flow as a part of this one.",
  group: "logic",
  icon: "workflow",
  keywords: ["sub-flow", "subflow", "call", "reuse", "module", "function"],
  waits: true,
  config,
  defaults: (): JsonObject => ({ flow: "" }),
  exits: (c): ExitSpec[] =>
    c.wait ? [...c.results.map(({ name }) => ({ id: name, label: name })), HUNG_UP, FAILED] : [{ id: "started", label: "Started" }, FAILED],
  variables: (c) => [RUN_ID, ...(c.wait ? ENDED : [])],
  face: (c) => [c.flow || "No flow yet", c.wait ? "Waits for its result" : "Goes on side by side"],
  suggestName: (c) => nameFrom("Run", c.flow),
  runs: {
    config: ({ flow, inputs, results }) => ({ flow, inputs, results: results.map((name) => ({ name })) }),
    outputs: "outputs",
  },
  subFlow: (c) => {
    const { flow, version, inputs, wait, results } = c;
    if (flow.trim() === "") return null;
    return {
      flow,
      version,
      field: "flow",
      inputs: { field: "inputs", names: Object.keys(inputs) },
      results: wait ? { field: "results", names: results.map(({ name }) => name), item: (name) => ({ name }) } : null,
    };
  },
  check: checkRunFlow,
});

const RUN_ID: VariableSpec = {
  name: "run_id",
  type: "text",
  title: "the run of that flow",
  sample: "0c5f9a52-6a1e-4a38-9b2e-d6b0c1f4a7aa",
};
const ENDED: VariableSpec[] = [
  { name: "result", type: "text", title: "the result its End named", sample: "done" },
  { name: "outputs", type: "json", title: "what its End handed out", open: true },
];

const TAKEN: ReadonlySet<string> = new Set([HUNG_UP.id, FAILED.id]);

/** Codes: flow_missing, flow_not_fixed, bad_input_name, no_results, result_missing, result_reserved, duplicate_result. */
function checkRunFlow({ flow, inputs, wait, results }: RunFlowConfig): NodeIssue[] {
  const issues: NodeIssue[] = [];
  const error = (code: string, message: string, field: string) => issues.push({ level: "error", code, message, field });
  if (flow.trim() === "") error("flow_missing", "Choose the flow to run.", "flow");
  else if (isTemplate(flow))
    error("flow_not_fixed", "Which flow runs is fixed when this one is published. Choose it from the list.", "flow");
  for (const name of Object.keys(inputs))
    if (!isVariableName(name)) error("bad_input_name", `“${name}” can't name an input. Use letters, digits and _.`, `inputs.${name}`);
  if (wait && results.length === 0) error("no_results", "There is no way on when it is done. Add a result.", "results");
  if (!wait) return issues;
  for (const [i, { name }] of results.entries()) {
    const field = `results.${i}.name`;
    if (name.trim() === "") error("result_missing", "Name the result as the End of that flow does.", field);
    else if (TAKEN.has(name))
      error("result_reserved", `“${name}” is an exit of this step already. Name the result otherwise in that flow.`, field);
    else if (results.findIndex((other) => other.name === name) < i)
      error("duplicate_result", `Two results are called “${name}”. Remove one.`, field);
  }
  return issues;
}
