import { defineManifest, type ExitSpec, type JsonObject } from "@cordboard/contract";
import { z } from "zod";
import { shorten, withoutBraces } from "../shared/text.ts";
import { checkBranch } from "./check.ts";
import { OPERATORS, takesRight, WORDS } from "../shared/operators.ts";

const test = z.strictObject({
  left: z
    .string()
    .default("")
    .meta({ title: "Value", form: { widget: "template", placeholder: "{{ Start.call.from }}" } }),
  op: z
    .enum(OPERATORS)
    .default("equals")
    .meta({ title: "Comparison", form: { widget: "select", labels: WORDS } }),
  right: z
    .string()
    .default("")
    .meta({ title: "With", form: { widget: "template", showWhen: { field: "op", is: OPERATORS.filter(takesRight) } } }),
  caseSensitive: z
    .boolean()
    .default(false)
    .meta({ title: "Upper and lower case differ", form: { advanced: true } }),
});

const condition = z.strictObject({
  name: z
    .string()
    .max(60)
    .default("")
    .meta({ title: "Name", description: "Name of the exit.", form: { placeholder: "vip" } }),
  match: z
    .enum(["all", "any"])
    .default("all")
    .meta({ title: "Holds when", form: { widget: "segmented", labels: { all: "all hold", any: "any holds" } } }),
  tests: z.array(test).max(50).default([]).meta({ title: "Comparisons" }),
});

const config = z.strictObject({
  conditions: z
    .array(condition)
    .max(100)
    .default([])
    .meta({
      title: "Conditions",
      description: "Tried from the top; the first that holds decides.",
      form: { widget: "conditions" },
    }),
});

export type BranchConfig = z.infer<typeof config>;
export type Condition = BranchConfig["conditions"][number];
export type Test = Condition["tests"][number];

export const branch = defineManifest({
  type: "branch",
  version: 1,
  title: "Branch",
  summary: "Goes on by the first condition that holds.",
  group: "logic",
  icon: "split",
  keywords: ["if", "condition", "compare", "switch", "else", "decide"],
  config,
  defaults: (): JsonObject => ({ conditions: [{ name: "condition_1", match: "all", tests: [{ left: "", op: "equals", right: "" }] }] }),
  exits: (c): ExitSpec[] => [
    ...new Map(c.conditions.filter(({ name }) => name.trim()).map(({ name }) => [name, { id: name, label: name }])).values(),
    { id: "no_match", label: "No match" },
  ],
  variables: () => [{ name: "matched", type: "text", title: "name of the condition that held; empty when none did", sample: "vip" }],
  face: (c) => {
    const lines = c.conditions.slice(0, 3).map((one) => shorten(faceOf(one), 80));
    return lines.length > 0 ? lines : ["No condition yet"];
  },
  suggestName: (c) => {
    const [first] = c.conditions;
    return c.conditions.length === 1 && first && /^[A-Za-z]\w{0,30}$/.test(first.name) && first.name !== "condition_1"
      ? `Is_${first.name}`
      : null;
  },
  check: checkBranch,
});

function faceOf({ name, match, tests }: Condition): string {
  const [first] = tests;
  if (!first) return `${name || "…"}: nothing to compare`;
  const left = withoutBraces(first.left) || "…";
  const right = takesRight(first.op) ? ` ${withoutBraces(first.right) || "…"}` : "";
  const more = tests.length > 1 ? ` ${match === "all" ? "and" : "or"} ${tests.length - 1} more` : "";
  return `${left} ${WORDS[first.op]}${right}${more}`;
}
