import { type CheckContext, defineManifest, type ExitSpec, type JsonObject, LIMITS, type NodeIssue } from "@cordboard/contract";
import { z } from "zod";
import { FAILED, HUNG_UP } from "../shared/exits.ts";
import { isTemplate } from "../shared/text.ts";
import { isZone, momentOf } from "../shared/time.ts";

export const LONGEST_SECONDS = LIMITS.runAgeDays * 86_400;

const config = z.strictObject({
  seconds: z
    .number()
    .int()
    .min(1)
    .max(LONGEST_SECONDS)
    .optional()
    .meta({ title: "Wait for", description: "Up to 400 days.", form: { widget: "duration", unit: "s" } }),
  until: z
    .string()
    .optional()
    .meta({
      title: "Or until",
      description: "Date and time, as 2026-12-01T09:00.",
      form: { widget: "template", placeholder: "2026-12-01T09:00" },
    }),
  zone: z
    .string()
    .optional()
    .meta({ title: "Time zone", description: "Left out: UTC.", form: { widget: "text", placeholder: "America/New_York" } }),
});

export type WaitConfig = z.infer<typeof config>;

export const wait = defineManifest({
  type: "wait",
  version: 1,
  title: "Wait",
  summary: "Waits for a while, or until a date and time.",
  group: "logic",
  icon: "timer",
  keywords: ["delay", "pause", "sleep", "later", "schedule", "until"],
  waits: true,
  config,
  defaults: (): JsonObject => ({ seconds: 60 }),
  exits: (): ExitSpec<"done" | "hung_up" | "failed">[] => [{ id: "done", label: "Done" }, HUNG_UP, { ...FAILED, optional: true }],
  variables: () => [],
  face: (c) => [c.until ? `Until ${c.until}${c.zone ? `, ${c.zone}` : ""}` : `For ${inWords(c.seconds ?? 0)}`],
  check: checkWait,
});

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** The two largest units that matter: `2 days 3 hours`. */
function inWords(seconds: number): string {
  let left = seconds;
  const words = UNITS.flatMap(([unit, length]) => {
    const count = Math.floor(left / length);
    left -= count * length;
    return count > 0 ? [`${count} ${unit}${count > 1 ? "s" : ""}`] : [];
  });
  return words.slice(0, 2).join(" ") || "no time";
}

function checkWait({ seconds, until, zone }: WaitConfig, _context: CheckContext): NodeIssue[] {
  const issue = (code: string, message: string, field: string): NodeIssue => ({ level: "error", code, message, field });
  if (seconds !== undefined && until)
    return [issue("wait_twice", "This waits for a time and until a time; remove one of the two.", "until")];
  if (seconds === undefined && !until) return [issue("wait_for_nothing", "Say how long to wait, or until when.", "seconds")];
  if (zone && !isTemplate(zone) && !isZone(zone))
    return [issue("unknown_zone", `There is no time zone “${zone}”; choose one such as America/New_York.`, "zone")];
  if (until && !isTemplate(until) && !isTemplate(zone ?? "") && momentOf(until, zone || "UTC") === null)
    return [issue("bad_time", `“${until}” is no date and time; write it as 2026-12-01T09:00.`, "until")];
  return [];
}
