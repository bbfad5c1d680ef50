import type { ExitOf, Runtime } from "@cordboard/contract";
import { isTruthy } from "../shared/values.ts";
import type { CounterConfig, counter as manifest } from "./manifest.ts";

/** The count is the node's own variable: one for the whole run, whatever path comes by. */
export const counter: Runtime<CounterConfig, ExitOf<typeof manifest>> = {
  enter({ max, step, reset, resetWhen }, { own }) {
    const before = typeof own["count"] === "number" ? own["count"] : 0;
    const again = reset === "when" ? isTruthy(resetWhen) : reset === "when_reached" && before >= max;
    // Never beyond what a number holds exactly.
    const count = Math.min((again ? 0 : before) + step, Number.MAX_SAFE_INTEGER);
    return { do: "exit", exit: count >= max ? "reached" : "not_reached", outputs: { count } };
  },
};
