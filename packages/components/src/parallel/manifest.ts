import { defineManifest, type ExitSpec, type JsonObject, LIMITS, type NodeIssue, type VariableSpec } from "@cordboard/contract";
import { z } from "zod";
import { isVariableName } from "../shared/inputs.ts";
import { shorten } from "../shared/text.ts";

const MOST_BRANCHES = 10;

const branch = z.strictObject({
  name: z
    .string()
    .default("")
    .meta({ title: "Name", form: { placeholder: "send_text" } }),
});

const config = z.strictObject({
  branches: z
    .array(branch)
    .max(MOST_BRANCHES)
    .default([])
    .meta({
      title: "Branches",
      description: "Each is an exit; they all go on at once.",
      form: { widget: "rows", row: { noun: "branch", line: ["name"] } },
    }),
  keepsCall: z
    .string()
    .default("")
    .meta({
      title: "Branch that keeps the call",
      description: "Only this branch may talk to the caller. Left empty, the caller waits.",
      form: { widget: "text", placeholder: "send_text" },
    }),
  join: z
    .enum(["all", "any"])
    .default("all")
    .meta({ title: "Go on when", form: { widget: "segmented", labels: { all: "All are over", any: "One is over" } } }),
  timeoutSeconds: z
    .number()
    .int()
    .min(1)
    .max(LIMITS.runAgeDays * 86_400)
    .default(3_600)
    .meta({
      title: "At the latest after",
      description: "Branches that still run are stopped then.",
      form: { widget: "duration", unit: "s" },
    }),
});

export type ParallelConfig = z.infer<typeof config>;

export const parallel = defineManifest({
  type: "parallel",
  version: 1,
  title: "Parallel",
  summary: "Does several things at once, and goes on when all of them, or one, are over.",
  group: "logic",
  icon: "git-fork",
  keywords: ["branches", "at the same time", "concurrent", "fork", "join", "split"],
  waits: true,
  config,
  defaults: (): JsonObject => ({ branches: [{ name: "branch_1" }, { name: "branch_2" }], keepsCall: "branch_1" }),
  exits: (c): ExitSpec[] => [
    ...c.branches.map(({ name }): ExitSpec => ({
      id: name,
      label: name === c.keepsCall ? `${name} (keeps the call)` : name,
      fork: name === c.keepsCall ? "with_call" : "without_call",
    })),
    { id: "joined", label: c.join === "all" ? "All are over" : "One is over", joins: c.join },
  ],
  variables: (c) => [...FIXED, ...c.branches.filter(({ name }) => isVariableName(name)).flatMap(({ name }) => ofBranch(name))],
  face: (c) => [
    shorten(c.branches.map(({ name }) => name || "…").join(" + ") || "No branches yet", 90),
    c.join === "all" ? "Goes on when all are over" : "Goes on when one is over",
  ],
  check: checkParallel,
});

const FIXED: VariableSpec[] = [
  { name: "first", type: "text", title: "the branch that was over first", sample: "send_text" },
  { name: "timed_out", type: "boolean", title: "whether branches were stopped because it took too long", sample: "false" },
];

const ofBranch = (name: string): VariableSpec[] => [
  { name: `${name}.state`, type: "text", title: `${name}: running, over or stopped`, sample: "over" },
  { name: `${name}.result`, type: "text", title: `${name}: the result its End named`, sample: "done" },
  { name: `${name}.outputs`, type: "json", title: `${name}: what its End handed out`, open: true },
  { name: `${name}.reason`, type: "text", title: `${name}: why it was over without an End, as a code` },
];

const TAKEN: ReadonlySet<string> = new Set(["joined", "first", "timed_out", "error"]);

/** Codes: too_few_branches, bad_branch_name, branch_name_reserved, duplicate_branch, unknown_keeper. */
function checkParallel({ branches, keepsCall }: ParallelConfig): NodeIssue[] {
  const issues: NodeIssue[] = [];
  const error = (code: string, message: string, field: string) => issues.push({ level: "error", code, message, field });
  if (branches.length < 2) error("too_few_branches", "There is nothing to do at once. Add a branch.", "branches");
  for (const [i, { name }] of branches.entries()) {
    const field = `branches.${i}.name`;
    if (!isVariableName(name))
      error("bad_branch_name", name ? `“${name}” can't name a branch. Use letters, digits and _.` : "Name the branch.", field);
    else if (TAKEN.has(name)) error("branch_name_reserved", `“${name}” means something else here. Choose another name.`, field);
    else if (branches.findIndex((other) => other.name === name) < i)
      error("duplicate_branch", `Two branches are called “${name}”. Rename one.`, field);
  }
  if (keepsCall !== "" && !branches.some(({ name }) => name === keepsCall))
    error("unknown_keeper", `There is no branch “${keepsCall}” to keep the call. Write the name of one, or nothing.`, "keepsCall");
  return issues;
}
