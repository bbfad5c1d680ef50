import {
  type ExitOf,
  type FlowEnd,
  type Json,
  type JsonObject,
  type Outcome,
  type Runtime,
  STEP_CODES,
  type StepCode,
} from "@cordboard/contract";
import { z } from "zod";
import type { runFlow as manifest, RunFlowConfig } from "./manifest.ts";

type Exit = ExitOf<typeof manifest>;

const memory = z.object({ runId: z.string(), call: z.boolean(), stopped: z.boolean() });
type Memory = z.infer<typeof memory>;

/** A run that is to stop says so at once; one that doesn't any more is given up. */
const LAST_WORDS_SECONDS = 60;
/** Starting one takes milliseconds, and is tried again until it works or is refused. */
const START_SECONDS = 600;
/** A flow that ends without an End. */
const UNNAMED = "done";

/*
 *   started ─┬─ doesn't wait: the run is there ─► started
 *            └─ waits ─┬─ it is over ─► its result | hung_up | failed
 *                      └─ the time is over ─► it is told to stop, and gives the call back ─► failed
 */
export const runFlow: Runtime<RunFlowConfig, Exit> = {
  enter({ flow, version, inputs, wait, timeoutSeconds }, ctx) {
    const runId = ctx.newId();
    const remember: Memory = { runId, call: wait && ctx.leg !== null, stopped: false };
    return {
      do: "await",
      wait: { for: "world", what: "flow", deadlineSeconds: wait ? timeoutSeconds : START_SECONDS, memory: remember },
      effects: [{ id: ctx.newId(), kind: "start_run", runId, flow, version, inputs, waits: wait, takesCall: wait, takesVariables: false }],
    };
  },
  resume(config, event, ctx, stored) {
    const before = memory.parse(stored);
    if (event.type === "flow_ended") return over(config, event.end, before);
    if (event.type === "effect") {
      const { result } = event;
      if (!result.ok) return { do: "exit", exit: "failed", error: result.error };
      // A try may say what the flow comes to instead of running it.
      if (typeof result.data["result"] === "string")
        return withResult(config, result.data["result"], objectOf(result.data["outputs"]), before);
      const outputs = { run_id: before.runId };
      return config.wait ? { do: "ignore", outputs } : { do: "exit", exit: "started", outputs };
    }
    if (event.type !== "timer") return { do: "ignore" };
    if (before.stopped || !config.wait) return failed("sub_flow_timeout");
    return {
      do: "stay",
      memory: { ...before, stopped: true },
      deadlineSeconds: LAST_WORDS_SECONDS,
      effects: [{ id: ctx.newId(), kind: "stop_run", runId: before.runId, giveBack: true }],
    };
  },
};

function over(config: RunFlowConfig, { status, reason, result, outputs, legs, current }: FlowEnd, before: Memory): Outcome<Exit> {
  if (before.stopped && status !== "completed") return failed("sub_flow_timeout");
  if (status === "stopped") return failed("sub_flow_stopped");
  if (status === "failed")
    return { do: "exit", exit: "failed", error: reason ?? { code: "sub_flow_stopped", message: STEP_CODES.sub_flow_stopped } };
  const gone = before.call && !legs.some(({ callUuid, endedAt }) => callUuid === current && endedAt === null);
  if (result === null && gone) return { do: "exit", exit: "hung_up", outputs: { run_id: before.runId, result: "", outputs } };
  return withResult(config, result ?? UNNAMED, outputs, before);
}

function withResult({ results }: RunFlowConfig, result: string, outputs: JsonObject, { runId }: Memory): Outcome<Exit> {
  const known = results.some(({ name }) => name === result);
  if (!known) return { ...failed("unknown_result"), outputs: { run_id: runId, result, outputs } };
  return { do: "exit", exit: result, outputs: { run_id: runId, result, outputs } };
}

function failed(code: StepCode): Outcome<Exit> & { do: "exit" } {
  return { do: "exit", exit: "failed", error: { code, message: STEP_CODES[code] } };
}

const objectOf = (value: Json | undefined): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
