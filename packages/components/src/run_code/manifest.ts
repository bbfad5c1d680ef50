import { defineManifest, type ExitSpec, type JsonObject, type VariableSpec } from "@cordboard/contract";
import { z } from "zod";
import { FAILED } from "../shared/exits.ts";
import { inputRow, namedAndTyped } from "../shared/inputs.ts";
import { nameFrom, shorten } from "../shared/text.ts";
import { checkCode, usable } from "./check.ts";

const config = z.strictObject({
  inputs: z
    .array(inputRow("total"))
    .max(50)
    .default([])
    .meta({ title: "Inputs", description: "Read in the code as inputs.name.", form: { widget: "variables" } }),
  code: z
    .string()
    .max(50_000)
    .default("")
    .meta({
      title: "JavaScript",
      description: "Sets outputs.name, and returns the name of an exit, or nothing for the first one.",
      form: {
        widget: "code",
        code: "javascript",
        literal: true,
        placeholder: "outputs.total = inputs.price * inputs.count;\nreturn outputs.total > 100 ? 'large' : 'small';",
      },
    }),
  outputs: z
    .array(z.strictObject(namedAndTyped("total")))
    .max(50)
    .default([])
    .meta({ title: "Outputs", form: { widget: "rows", row: { noun: "output", line: ["name", "type"] } } }),
  exits: z
    .array(
      z.strictObject({
        name: z
          .string()
          .max(60)
          .default("")
          .meta({ title: "Name", form: { placeholder: "large" } }),
      }),
    )
    .max(50)
    .default([{ name: "done" }])
    .meta({ title: "Exits", form: { widget: "rows", row: { noun: "exit", line: ["name"], ordered: true } } }),
  timeoutMs: z
    .number()
    .int()
    .min(10)
    .max(5_000)
    .default(1_000)
    .meta({ title: "Time it may take", form: { unit: "ms", advanced: true } }),
  memoryMegabytes: z
    .number()
    .int()
    .min(1)
    .max(64)
    .default(16)
    .meta({ title: "Memory it may use", form: { unit: "MB", advanced: true } }),
});

export type RunCodeConfig = z.infer<typeof config>;

export const runCode = defineManifest({
  type: "run_code",
  version: 1,
  title: "Run Code",
  summary: "Computes something in JavaScript, in a sandbox.",
  group: "integration",
  icon: "code",
  keywords: ["javascript", "script", "function", "compute", "transform", "expression"],
  waits: true,
  config,
  defaults: (): JsonObject => ({ code: "", exits: [{ name: "done" }] }),
  exits: (c): ExitSpec[] => [
    ...new Map(c.exits.filter(({ name }) => name.trim()).map(({ name }) => [name, { id: name, label: name }])).values(),
    FAILED,
  ],
  variables: (c) =>
    c.outputs
      .filter(({ name }) => usable(name))
      .map(({ name, type }): VariableSpec => ({ name, type, title: "set by the code", ...(type === "json" && { open: true }) })),
  face: (c) => {
    const lines = c.code
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("//"));
    return lines.length > 0 ? lines.slice(0, 2).map((line) => shorten(line, 80)) : ["No code yet"];
  },
  suggestName: (c) => nameFrom("Compute", c.outputs[0]?.name.replaceAll("_", " ") ?? ""),
  check: checkCode,
});
