import { defineManifest, type ExitSpec, type JsonObject, type NodeIssue } from "@cordboard/contract";
import { z } from "zod";
import { checkOpening, openingFace, openingFields } from "../shared/opening-hours.ts";
import { isTemplate, shorten } from "../shared/text.ts";

/** What an override may say. */
export const OVERRIDES = ["open", "closed", "holiday"] as const;

const config = z.strictObject({
  ...openingFields,
  override: z
    .string()
    .default("")
    .meta({
      title: "Override",
      description: "open, closed or holiday, from a variable: decides whatever the hours say. Anything else leaves it to them.",
      form: { widget: "template", advanced: true, placeholder: "{{ vars.office }}" },
    }),
});

export type BusinessHoursConfig = z.infer<typeof config>;

export const businessHours = defineManifest({
  type: "business_hours",
  version: 1,
  title: "Business Hours",
  summary: "Goes on by whether it is open, closed or a holiday now.",
  group: "logic",
  icon: "clock",
  keywords: ["time", "open", "closed", "holiday", "schedule", "office", "calendar", "time of day", "working hours"],
  config,
  defaults: (): JsonObject => ({ zone: "America/New_York" }),
  exits: (): ExitSpec<"open" | "closed" | "holiday">[] => [
    { id: "open", label: "Open" },
    { id: "closed", label: "Closed" },
    { id: "holiday", label: "Holiday" },
  ],
  variables: () => [
    { name: "next_open", type: "date", title: "when it opens next; now while it is open", sample: "2026-03-02T09:00:00-05:00" },
    { name: "holiday", type: "text", title: "name of today's holiday", sample: "New Year" },
  ],
  face: (c) => {
    const days = c.holidays.length;
    const special = [...(days > 0 ? [`${days} holiday${days > 1 ? "s" : ""}`] : []), ...(c.calendar.trim() ? ["a calendar"] : [])];
    return [...openingFace(c), shorten([c.zone, ...special].join(", "), 80) || "No time zone"];
  },
  check: checkBusinessHours,
});

/** Codes: bad_override and those of opening hours. */
function checkBusinessHours(config: BusinessHoursConfig): NodeIssue[] {
  const override = config.override.trim();
  const known = override === "" || isTemplate(override) || OVERRIDES.some((word) => word === override.toLowerCase());
  return [
    ...checkOpening(config),
    ...(known
      ? []
      : [
          {
            level: "error" as const,
            code: "bad_override",
            message: "Write open, closed or holiday, or a variable that says so.",
            field: "override",
          },
        ]),
  ];
}
