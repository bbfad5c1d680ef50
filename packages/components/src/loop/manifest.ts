import { defineManifest, type ExitSpec, type JsonObject, LIMITS, type NodeIssue, type VariableSpec } from "@cordboard/contract";
import { z } from "zod";
import { isTemplate, shorten, withoutBraces } from "../shared/text.ts";

const config = z.strictObject({
  over: z
    .enum(["count", "while", "list"])
    .default("count")
    .meta({
      title: "Repeat",
      form: { widget: "segmented", labels: { count: "A number of times", while: "While it holds", list: "For each item" } },
    }),
  count: z
    .union([z.string(), z.number()])
    .default("3")
    .meta({
      title: "How often",
      description: "A number, or a value such as {{ vars.tries }}.",
      form: { widget: "template", showWhen: { field: "over", is: ["count"] } },
    }),
  while: z
    .string()
    .default("")
    .meta({
      title: "While this is true",
      description: "Looked at before each turn.",
      form: { widget: "template", placeholder: "{{ vars.more }}", showWhen: { field: "over", is: ["while"] } },
    }),
  list: z
    .union([z.string(), z.array(z.json())])
    .default("")
    .meta({
      title: "List",
      description: "A value that is a list, JSON, or items with commas between. Read once, when the loop begins.",
      form: { widget: "template", placeholder: "{{ Get_Orders.response.items }}", showWhen: { field: "over", is: ["list"] } },
    }),
  maxTurns: z
    .number()
    .int()
    .min(1)
    .max(LIMITS.loopTurns)
    .default(100)
    .meta({
      title: "At most",
      description: "The loop ends after this many turns, whatever it repeats over.",
      form: { unit: "turns", advanced: true },
    }),
});

export type LoopConfig = z.infer<typeof config>;

export const loop = defineManifest({
  type: "loop",
  version: 1,
  title: "Loop",
  summary: "Repeats a part of the flow: a number of times, while something holds, or for each item of a list.",
  group: "logic",
  icon: "repeat",
  keywords: ["repeat", "for each", "while", "iterate", "items", "list"],
  bounded: true,
  config,
  defaults: (): JsonObject => ({ over: "count", count: "3" }),
  exits: (): ExitSpec<"each" | "done">[] => [
    { id: "each", label: "Each turn" },
    { id: "done", label: "Done" },
  ],
  variables: ({ over }) => [...EVERY, ...(over === "list" ? [ITEM] : [])],
  face: (c) => [faceOf(c)],
  suggestName: (c) => (c.over === "list" && typeof c.list === "string" ? nameOf(c.list) : null),
  check: checkLoop,
});

const EVERY: VariableSpec[] = [
  { name: "index", type: "number", title: "turns before this one: 0, 1, 2 …", sample: "0" },
  { name: "number", type: "number", title: "number of this turn: 1, 2, 3 …", sample: "1" },
  { name: "last", type: "boolean", title: "whether this is the last turn, as far as it is known", sample: "false" },
  { name: "turns", type: "number", title: "turns made, when the loop is done", sample: "3" },
  { name: "limited", type: "boolean", title: "whether the loop was cut short by “at most”", sample: "false" },
];
const ITEM: VariableSpec = { name: "item", type: "json", title: "the item of this turn", open: true, copies: "list" };

function faceOf({ over, count, list, ...c }: LoopConfig): string {
  if (over === "count") return `${shorten(String(count), 60)} times`;
  if (over === "while") return c.while.trim() ? `While ${inner(c.while)}` : "While … nothing yet";
  if (typeof list !== "string") return `For each of ${list.length} items`;
  return list.trim() ? `For each of ${inner(list)}` : "For each of … nothing yet";
}

const inner = (text: string): string => shorten(withoutBraces(text), 60);

/** `{{ Get_Orders.response.items }}` → `Each_items`. */
function nameOf(list: string): string | null {
  const [, word] = /^\s*\{\{-?\s*[\w.]*?([A-Za-z]\w{0,30})\s*-?\}\}\s*$/.exec(list) ?? [];
  return word === undefined ? null : `Each_${word}`;
}

/** Codes: bad_loop_count, loop_without_condition, loop_without_list. */
function checkLoop({ over, count, list, ...c }: LoopConfig): NodeIssue[] {
  const error = (code: string, message: string, field: string): NodeIssue[] => [{ level: "error", code, message, field }];
  if (over === "count" && !isTimes(count))
    return error(
      "bad_loop_count",
      `“${shorten(String(count), 40)}” is no number of times. Write a whole number, or choose a value.`,
      "count",
    );
  if (over === "while" && c.while.trim() === "")
    return error("loop_without_condition", "Say which value is looked at before each turn. Type {{ and choose one.", "while");
  if (over === "list" && (typeof list === "string" ? list.trim() === "" : list.length === 0))
    return error("loop_without_list", "Say which list this goes through. Type {{ and choose one.", "list");
  return [];
}

const isTimes = (count: string | number): boolean =>
  typeof count === "number" ? Number.isInteger(count) && count >= 0 : isTemplate(count) || /^\s*\d{1,9}\s*$/.test(count);
