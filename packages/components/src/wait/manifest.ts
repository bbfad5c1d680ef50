import { type CheckContext, defineManifest, type ExitSpec, type JsonObject, LIMITS, type NodeIssue } from "@cordboard/contract";
import { z } from "zod";
import { FAILED, HUNG_UP } from "../shared/exits.ts";
import { checkOpening, openingFace, openingFields } from "../shared/opening-hours.ts";
import { checkPrompt, promptField } from "../shared/prompt.ts";
import { isTemplate, shorten } from "../shared/text.ts";
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
    .meta({ title: "Time zone", description: "Left out: UTC.", form: { widget: "zone", placeholder: "America/New_York" } }),
  businessHours: z
    .strictObject(openingFields)
    .optional()
    .meta({ title: "Or until it is open", description: "Doesn't wait at all while it is open." }),
  holdPrompt: promptField({
    title: "What a caller hears meanwhile",
    description: "Again and again; the wait ends with the turn in which its time is over. Left out: silence.",
    form: { advanced: true },
  }),
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
  face: (c) =>
    c.businessHours
      ? ["Until it is open", ...openingFace(c.businessHours)]
      : [shorten(c.until ? `Until ${c.until}${c.zone ? `, ${c.zone}` : ""}` : `For ${inWords(c.seconds ?? 0)}`, 80)],
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

/** Codes: wait_twice, wait_for_nothing, unknown_zone, bad_time, and those of a prompt and of opening hours. */
function checkWait({ seconds, until, zone, businessHours, holdPrompt }: WaitConfig, context: CheckContext): NodeIssue[] {
  const issues = checkPrompt(holdPrompt, context, { field: "holdPrompt" });
  const error = (code: string, message: string, field: string) => issues.push({ level: "error", code, message, field });
  const given = [seconds !== undefined && "seconds", until && "until", businessHours && "businessHours"].filter((one) => one);
  if (given.length === 0) error("wait_for_nothing", "Say how long to wait, or until when.", "seconds");
  if (given.length > 1)
    error("wait_twice", "This waits in more than one way: for a time, until a time, or until it is open. Keep one.", String(given[1]));
  if (zone && !isTemplate(zone) && !isZone(zone))
    error("unknown_zone", `There is no time zone “${zone}”; choose one such as America/New_York.`, "zone");
  else if (until && !isTemplate(until) && !isTemplate(zone ?? "") && momentOf(until, zone || "UTC") === null)
    error("bad_time", `“${until}” is no date and time; write it as 2026-12-01T09:00.`, "until");
  return [...issues, ...(businessHours ? checkOpening(businessHours, "businessHours.") : [])];
}
