import { type ExitOf, type Json, type Outcome, type Runtime, STEP_CODES } from "@cordboard/contract";
import { z } from "zod";
import { isTruthy, readAs } from "../shared/values.ts";
import type { LoopConfig, loop as manifest } from "./manifest.ts";

/** `turns`: made so far. `items`: the list as it was when the loop began; `times`: how often, as it was then. */
const kept = z.object({ turns: z.number(), items: z.array(z.json()).nullable(), times: z.number().nullable() });
type Kept = z.infer<typeof kept>;

/**
 * The exit `each` begins a turn, and the path that comes back to the node ends it. Where a loop is belongs to the path:
 * two branches that go through the same loop each have their own.
 */
export const loop: Runtime<LoopConfig, ExitOf<typeof manifest>> = {
  enter(config, ctx) {
    const before: Kept = ctx.kept === null ? begin(config) : kept.parse(ctx.kept);
    const { turns, items } = before;
    const left = leftOf(config, before);
    const limited = turns >= config.maxTurns && left > 0;
    if (left <= 0 || limited) return end(turns, limited);
    const item = items === null ? {} : { item: items[turns] ?? null };
    return {
      do: "exit",
      exit: "each",
      outputs: { index: turns, number: turns + 1, last: left === 1 || turns + 1 === config.maxTurns, ...item },
      keep: { ...before, turns: turns + 1 },
    };
  },
};

function begin({ over, count, list }: LoopConfig): Kept {
  return { turns: 0, items: over === "list" ? itemsOf(list) : null, times: over === "count" ? timesOf(count) : null };
}

/** Turns still to come; of a condition nobody knows. */
function leftOf(config: LoopConfig, { turns, items, times }: Kept): number {
  if (items !== null) return items.length - turns;
  if (times !== null) return times - turns;
  return isTruthy(config.while) ? Number.POSITIVE_INFINITY : 0;
}

function end(turns: number, limited: boolean): Outcome<"done"> {
  const error = limited && { error: { code: "loop_limit", message: STEP_CODES.loop_limit } };
  return { do: "exit", exit: "done", outputs: { turns, limited }, ...error };
}

/** What is no number of times is none. */
function timesOf(count: string | number): number {
  const read = readAs("number", count)?.value;
  return typeof read === "number" && read > 0 ? Math.floor(read) : 0;
}

/** A list as it is, as JSON, or as items with commas or line breaks between; anything else is a list of one. */
function itemsOf(list: string | Json[]): Json[] {
  if (typeof list !== "string") return list;
  const text = list.trim();
  const read = /^[[{]/.test(text) ? readAs("json", text)?.value : undefined;
  if (Array.isArray(read)) return read;
  if (read !== undefined) return [read];
  return text
    .split(/[,\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
