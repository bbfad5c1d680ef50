import { defineManifest, type ExitSpec, type JsonObject, type NodeIssue } from "@cordboard/contract";
import { z } from "zod";

const config = z.strictObject({
  max: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(3)
    .meta({ title: "Count to", description: "The visit that brings the count here leaves by “Reached”." }),
  step: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(1)
    .meta({ title: "Add each time", form: { advanced: true } }),
  reset: z
    .enum(["never", "when_reached", "when"])
    .default("never")
    .meta({
      title: "Begin again at zero",
      form: { advanced: true, labels: { never: "Never", when_reached: "After it was reached", when: "When a value is true" } },
    }),
  resetWhen: z
    .string()
    .default("")
    .meta({
      title: "Value",
      description: "Looked at on each visit, before counting.",
      form: { widget: "template", advanced: true, placeholder: "{{ vars.new_order }}", showWhen: { field: "reset", is: ["when"] } },
    }),
});

export type CounterConfig = z.infer<typeof config>;

export const counter = defineManifest({
  type: "counter",
  version: 1,
  title: "Counter",
  summary: "Counts how often the run comes by, to end a loop of retries.",
  group: "logic",
  icon: "tally-5",
  keywords: ["count", "retries", "limit", "attempts"],
  bounded: true,
  config,
  defaults: (): JsonObject => ({ max: 3 }),
  exits: (): ExitSpec<"reached" | "not_reached">[] => [
    { id: "reached", label: "Reached" },
    { id: "not_reached", label: "Not reached" },
  ],
  variables: () => [{ name: "count", type: "number", title: "the count after the last visit", sample: "2" }],
  face: (c) => [c.step === 1 ? `Counts to ${c.max}` : `Counts to ${c.max} in steps of ${c.step}`],
  check: ({ reset, resetWhen }): NodeIssue[] =>
    reset !== "when" || resetWhen.trim() !== ""
      ? []
      : [
          {
            level: "error",
            code: "reset_without_value",
            message: "Say which value begins the count again. Type {{ and choose one.",
            field: "resetWhen",
          },
        ],
});
