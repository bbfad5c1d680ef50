import {
  type ExitOf,
  type JsonObject,
  LIMITS,
  type Outcome,
  type QueryEffect,
  type Runtime,
  STEP_CODES,
  type StepCode,
  TIMING,
} from "@cordboard/contract";
import { z } from "zod";
import type { Input } from "../shared/inputs.ts";
import { promptVerbs } from "../shared/prompt-verbs.ts";
import { readAs } from "../shared/values.ts";
import type { queryDatabase as manifest, QueryDatabaseConfig } from "./manifest.ts";
import { readSql } from "./sql.ts";

type Exit = ExitOf<typeof manifest>;

/** A database that is full or away may be free again within this; a caller waits no longer for it to begin. */
const BEGIN_SECONDS = 20;

/** What the effect worker reports (contract, effects.ts). */
const answer = z.object({
  rows: z.array(z.record(z.string(), z.json())),
  rowCount: z.number(),
  more: z.boolean(),
  durationMs: z.number(),
});
const memory = z.object({ effectId: z.string() });

/** A call that hangs up meanwhile changes nothing: the query is on its way, and the path goes on without a leg. */
export const queryDatabase: Runtime<QueryDatabaseConfig, Exit> = {
  enter(config, ctx) {
    const { text, bound, statements } = readSql(config.sql, config.database);
    if (statements !== 1) return failed("query_failed", "A query is one statement, no more and no less.");
    const parameters: QueryEffect["parameters"] = [];
    for (const name of bound) {
      const read = valueOf(config.parameters.find((one) => one.name === name));
      if (!read) return failed("query_parameter", `The value of the parameter ${name} is missing, or not of its type.`);
      parameters.push({ name, value: read.value });
    }
    const effect: QueryEffect = {
      id: ctx.newId(),
      kind: "query_database",
      database: config.database,
      connection: config.connection.trim(),
      sql: text,
      parameters,
      mayChange: config.mayChange,
      timeoutSeconds: config.timeoutSeconds,
      beginWithinSeconds: BEGIN_SECONDS,
      maxRows: config.maxRows,
      maxBytes: LIMITS.queryRowsBytes,
    };
    const deadlineSeconds = BEGIN_SECONDS + config.timeoutSeconds + TIMING.uncertainWithLegSeconds;
    const holdVerbs = promptVerbs(config.holdPrompt, ctx);
    return {
      do: "await",
      effects: [effect],
      wait: { for: "world", what: "query", deadlineSeconds, memory: { effectId: effect.id }, holdVerbs },
    };
  },

  resume(config, event, _ctx, stored) {
    if (event.type === "timer")
      return config.mayChange ? failed("uncertain", "Nobody can say whether the data was changed.") : failed("query_timeout");
    if (event.type !== "effect" || event.effectId !== memory.parse(stored).effectId) return { do: "ignore" };
    const { result } = event;
    if (!result.ok) return { do: "exit", exit: "failed", error: result.error, outputs: outputs() };
    const values = outputs(result.data);
    return { do: "exit", exit: values["row_count"] === 0 ? "empty" : "rows", outputs: values };
  },
};

/** An empty value of any type but text is NULL. */
function valueOf(input: Input | undefined): ReturnType<typeof readAs> {
  if (!input) return null;
  return input.type !== "text" && input.value.trim() === "" ? { value: null } : readAs(input.type, input.value);
}

function failed(code: StepCode, message: string = STEP_CODES[code]): Outcome<Exit> {
  return { do: "exit", exit: "failed", error: { code, message }, outputs: outputs() };
}

/** All of them each time, so that nothing is left over from an earlier visit. */
function outputs(data?: JsonObject): JsonObject {
  const read = answer.safeParse(data);
  if (!read.success) return { first: null, rows: [], row_count: 0, more: false, duration: 0 };
  const { rows, rowCount, more, durationMs } = read.data;
  return { first: rows[0] ?? null, rows, row_count: rowCount, more, duration: durationMs / 1000 };
}
