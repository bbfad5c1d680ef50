import { type ExitOf, type Outcome, type Runtime, STEP_CODES, type StepCode, type StepContext, TIMING } from "@cordboard/contract";
import { isAddress, type transferCall as manifest, type TransferCallConfig } from "./manifest.ts";

type Exit = ExitOf<typeof manifest>;

/** Starting a run, or moving a call, takes milliseconds; it is tried again until it works or is refused. */
const PATIENCE_SECONDS = 600;

/*
 *   another flow ─► its run has begun, with the call ─► this run is over
 *   an address   ─┬─ the call this run talks to ─► it goes there with the next answer, and this run waits for its end
 *                 └─ another call, by its id ─► the carrier is asked ─► transferred
 */
export const transferCall: Runtime<TransferCallConfig, Exit> = {
  enter({ to, flow, url, callUuid }, ctx) {
    if (to === "flow") return toFlow(flow, ctx);
    const address = url.trim();
    if (!isAddress(address)) return failed("http_bad_url");
    const other = callUuid.trim();
    if (other !== "" && other !== ctx.leg?.callUuid) {
      return {
        do: "await",
        wait: { for: "world", what: "transfer", deadlineSeconds: PATIENCE_SECONDS },
        effects: [{ id: ctx.newId(), kind: "transfer_call", callUuid: other, url: address }],
      };
    }
    if (!ctx.leg) return failed("not_this_runs_call");
    return {
      do: "await",
      verbs: [{ element: "Redirect", body: address }],
      wait: { for: "carrier", what: "transferred", deadlineSeconds: TIMING.callMaxSeconds },
    };
  },
  resume(config, event) {
    if (event.type === "effect") {
      const { result } = event;
      if (!result.ok) return { do: "exit", exit: "failed", error: result.error };
      if (config.to === "flow") return { do: "end" };
      // Our own call goes by an answer, and asks the carrier for nothing.
      return config.callUuid.trim() === "" ? { do: "ignore" } : { do: "exit", exit: "transferred" };
    }
    // The end of a call that somebody else answers by now; or nobody heard of its end for as long as a call may last.
    if (event.type === "hangup" || (event.type === "timer" && config.to === "url" && config.callUuid.trim() === "")) return { do: "end" };
    return event.type === "timer" ? failed("uncertain") : { do: "ignore" };
  },
};

function toFlow(flow: string, ctx: StepContext): Outcome<Exit> {
  return {
    do: "await",
    wait: { for: "world", what: "flow", deadlineSeconds: PATIENCE_SECONDS },
    effects: [
      {
        id: ctx.newId(),
        kind: "start_run",
        runId: ctx.newId(),
        flow,
        version: null,
        inputs: {},
        waits: false,
        takesCall: true,
        takesVariables: true,
      },
    ],
  };
}

function failed(code: StepCode): Outcome<Exit> {
  return { do: "exit", exit: "failed", error: { code, message: STEP_CODES[code] } };
}
