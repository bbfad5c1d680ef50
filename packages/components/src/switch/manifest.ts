import { defineManifest, type ExitSpec, type JsonObject } from "@cordboard/contract";
import { z } from "zod";
import { nameFrom, shorten, withoutBraces } from "../shared/text.ts";
import { checkSwitch } from "./check.ts";

const oneCase = z.strictObject({
  name: z
    .string()
    .max(60)
    .default("")
    .meta({ title: "Value", description: "The value to look for, and name of the exit.", form: { placeholder: "sales" } }),
  synonyms: z
    .array(z.string().max(200))
    .max(50)
    .default([])
    .meta({ title: "Other words for it", description: "Each leads to the same exit.", form: { widget: "list" } }),
});

const config = z.strictObject({
  value: z
    .string()
    .default("")
    .meta({ title: "Value to look at", form: { widget: "template", placeholder: "{{ Start.message.text }}" } }),
  cases: z
    .array(oneCase)
    .max(100)
    .default([])
    .meta({
      title: "Values",
      description: "Tried from the top; the first that is the same decides.",
      form: { widget: "rows", row: { noun: "value", line: ["name"], ordered: true } },
    }),
  caseSensitive: z
    .boolean()
    .default(false)
    .meta({ title: "Case and accents differ", description: "Off: Café is cafe.", form: { advanced: true } }),
});

export type SwitchConfig = z.infer<typeof config>;
export type SwitchCase = SwitchConfig["cases"][number];

export const switchComponent = defineManifest({
  type: "switch",
  version: 1,
  title: "Switch",
  summary: "Goes on by what one value is.",
  group: "logic",
  icon: "route",
  keywords: ["case", "value", "choose", "match", "route", "select", "synonyms", "keyword"],
  config,
  defaults: (): JsonObject => ({ value: "", cases: [{ name: "value_1", synonyms: [] }] }),
  exits: (c): ExitSpec[] => [
    ...new Map(c.cases.filter(({ name }) => name.trim()).map(({ name }) => [name, { id: name, label: name }])).values(),
    { id: "no_match", label: "No match" },
  ],
  variables: () => [{ name: "matched", type: "text", title: "the value that was the same; empty when none was", sample: "sales" }],
  face: (c) => [c.value.trim() ? shorten(withoutBraces(c.value), 80) : "No value to look at yet"],
  suggestName: (c) => {
    const path = /^\{\{-?\s*([\w.]+)\s*-?\}\}$/.exec(c.value.trim())?.[1]?.split(".").at(-1);
    return path ? nameFrom("Switch_by", path.replaceAll("_", " ")) : null;
  },
  check: checkSwitch,
});
