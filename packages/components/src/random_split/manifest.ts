import { defineManifest, type ExitSpec, type JsonObject, type NodeIssue } from "@cordboard/contract";
import { z } from "zod";
import { shorten } from "../shared/text.ts";

const share = z.strictObject({
  name: z
    .string()
    .max(60)
    .default("")
    .meta({ title: "Name", description: "Name of the exit.", form: { placeholder: "new_greeting" } }),
  percent: z
    .number()
    .min(0)
    .max(100)
    .default(0)
    .meta({ title: "Share", form: { unit: "%" } }),
});

const config = z.strictObject({
  shares: z
    .array(share)
    .max(20)
    .default([])
    .meta({
      title: "Shares",
      description: "Together 100 percent.",
      form: { widget: "rows", row: { noun: "share", line: ["name", "percent"] } },
    }),
  sticky: z
    .enum(["contact", "run"])
    .default("contact")
    .meta({
      title: "Stays the same for",
      description: "A contact who comes back takes the same way again, or each run draws anew.",
      form: { widget: "segmented", labels: { contact: "The contact", run: "The run" } },
    }),
});

export type RandomSplitConfig = z.infer<typeof config>;

export const randomSplit = defineManifest({
  type: "random_split",
  version: 1,
  title: "A/B Split",
  summary: "Sends a share of the contacts each way.",
  group: "logic",
  icon: "shuffle",
  keywords: ["random", "percent", "experiment", "ab test", "traffic", "share", "chance"],
  config,
  defaults: (): JsonObject => ({
    shares: [
      { name: "A", percent: 50 },
      { name: "B", percent: 50 },
    ],
  }),
  exits: (c): ExitSpec[] => [
    ...new Map(
      c.shares.filter(({ name }) => name.trim()).map(({ name, percent }) => [name, { id: name, label: `${name} ${percent} %` }]),
    ).values(),
  ],
  variables: () => [{ name: "bucket", type: "text", title: "name of the share that was drawn", sample: "A" }],
  face: (c) => [
    shorten(c.shares.map(({ name, percent }) => `${name || "…"} ${percent} %`).join(", "), 80) || "No shares yet",
    c.sticky === "contact" ? "Same way for a contact each time" : "Drawn anew in each run",
  ],
  check: checkShares,
});

/** Codes: no_shares, share_name_missing, duplicate_share, shares_not_100. */
function checkShares({ shares }: RandomSplitConfig): NodeIssue[] {
  const issues: NodeIssue[] = [];
  const error = (code: string, message: string, field: string) => issues.push({ level: "error", code, message, field });
  for (const [i, { name }] of shares.entries()) {
    if (!name.trim()) error("share_name_missing", "This share has no name. Name its exit.", `shares.${i}.name`);
    else if (shares.findIndex((other) => other.name === name) < i)
      error("duplicate_share", `Two shares are called “${name}”. Rename one.`, `shares.${i}.name`);
  }
  const sum = shares.reduce((all, { percent }) => all + percent, 0);
  if (shares.length === 0) error("no_shares", "There is no way to go. Add a share.", "shares");
  else if (Math.abs(sum - 100) > TOLERANCE)
    error("shares_not_100", `The shares are ${Number(sum.toFixed(2))} percent together. Make them 100.`, "shares");
  return issues;
}

/** Thirds are written as 33.3 or 33.33. */
const TOLERANCE = 0.11;
