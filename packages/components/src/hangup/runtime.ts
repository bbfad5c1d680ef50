import type { ConfigOf, ExitOf, Runtime } from "@cordboard/contract";
import type { hangup as manifest } from "./manifest.ts";

/** Without a live call there is nothing to hang up, and the path ends (or goes on, when the hang-up was for later) all the same. */
export const hangup: Runtime<ConfigOf<typeof manifest>, ExitOf<typeof manifest>> = {
  enter({ reason, afterSeconds }, { leg }) {
    if (afterSeconds > 0) {
      return { do: "exit", exit: "next", verbs: leg ? [{ element: "Hangup", attributes: { schedule: afterSeconds } }] : [] };
    }
    const attributes = reason === "none" ? {} : { attributes: { reason } };
    return { do: "end", verbs: leg ? [{ element: "Hangup", ...attributes }] : [], hangup: true };
  },
};
