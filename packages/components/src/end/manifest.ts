import { defineManifest, type ExitSpec, type JsonObject } from "@cordboard/contract";
import { z } from "zod";

const config = z.strictObject({
  result: z
    .string()
    .default("done")
    .meta({
      title: "Result",
      description: "Names how the run ended; read by whoever started it.",
      form: { widget: "text", placeholder: "done" },
    }),
  outputs: z
    .record(z.string(), z.json())
    .default({})
    .meta({ title: "Outputs", description: "Values handed out with the result.", form: { widget: "keyvalue" } }),
});

export type EndConfig = z.infer<typeof config>;

export const end = defineManifest({
  type: "end",
  version: 1,
  title: "End",
  summary: "Ends the run with a result and values for whoever started it.",
  group: "logic",
  icon: "flag",
  keywords: ["finish", "stop", "result", "return", "outputs"],
  config,
  defaults: (): JsonObject => ({ result: "done" }),
  exits: (): ExitSpec<never>[] => [],
  variables: (c) => Object.keys(c.outputs).map((name) => ({ name, type: "json" as const, title: "output of the run" })),
  face: (c) => [
    `Result: ${c.result || "–"}`,
    ...(Object.keys(c.outputs).length > 0 ? [`Hands out ${Object.keys(c.outputs).join(", ")}`] : []),
  ],
  suggestName: (c) => (/^[A-Za-z]\w{0,30}$/.test(c.result) && c.result !== "done" ? `End_${c.result}` : null),
  ends: (c) => c.result,
  endsWith: (result, outputs) => ({ result, outputs }),
  check: (c) => [
    ...(c.result.trim()
      ? []
      : [{ level: "error" as const, code: "result_missing", message: "Name the result, for example “done”.", field: "result" }]),
    ...Object.keys(c.outputs)
      .filter((name) => !/^[A-Za-z_]\w{0,59}$/.test(name))
      .map((name) => ({
        level: "error" as const,
        code: "bad_output_name",
        message: `“${name}” can't name an output; use letters, digits and _.`,
        field: `outputs.${name}`,
      })),
  ],
});
