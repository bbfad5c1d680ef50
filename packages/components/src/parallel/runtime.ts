import type { ExitOf, JsonObject, Outcome, Runtime } from "@cordboard/contract";
import { z } from "zod";
import type { parallel as manifest, ParallelConfig } from "./manifest.ts";

type Exit = ExitOf<typeof manifest>;

/** Branches that still run, and the one that was over first. */
const memory = z.object({ running: z.array(z.string()), first: z.string().nullable() });
type Memory = z.infer<typeof memory>;

const WHILE_RUNNING = { state: "running", result: "", outputs: {}, reason: "" };

export const parallel: Runtime<ParallelConfig, Exit> = {
  enter({ branches, keepsCall, timeoutSeconds }) {
    const running = branches.map(({ name }) => name);
    const remember: Memory = { running, first: null };
    return {
      do: "await",
      wait: { for: "world", what: "branches", deadlineSeconds: timeoutSeconds, memory: remember },
      branches: running.map((name) => ({ exit: name, keepsCall: name === keepsCall })),
      outputs: { first: "", timed_out: false, ...Object.fromEntries(running.map((name) => [name, WHILE_RUNNING])) },
    };
  },
  resume({ join }, event, _ctx, stored) {
    const before = memory.parse(stored);
    if (event.type === "timer") return joined(before, true);
    if (event.type !== "branch") return { do: "ignore" };
    const { exit, result, outputs, reason } = event;
    const over = { state: "over", result: result ?? "", outputs, reason: reason ?? "" };
    const now: Memory = { running: before.running.filter((name) => name !== exit), first: before.first ?? exit };
    if (join === "any" || now.running.length === 0) return joined(now, false, { [exit]: over });
    return { do: "stay", memory: now, outputs: { [exit]: over } };
  },
};

/** The engine stops what still runs. */
function joined({ running, first }: Memory, timedOut: boolean, outputs: JsonObject = {}): Outcome<Exit> {
  const stopped = running.map((name) => [name, { ...WHILE_RUNNING, state: "stopped" }]);
  return { do: "exit", exit: "joined", outputs: { ...Object.fromEntries(stopped), ...outputs, first: first ?? "", timed_out: timedOut } };
}
