import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { simCalls, simFeed, type SimEvent } from "../api/sim.ts";
import { watchCall } from "./actions.ts";
import { simMessagesKey } from "./messages-query.ts";
import { usePhone } from "./phone-store.ts";

/** Keeps the lines and the message thread true to the simulator, across losses of the feed. */
export function useSimFeed(enabled: boolean): void {
  const queries = useQueryClient();
  const onMessage = useEffectEvent((event: SimEvent) => {
    const { hearCall, hearEntries, forgetCalls } = usePhone.getState();
    if (event.type === "call") hearCall(event.call);
    else if (event.type === "transcript") hearEntries(event.callUuid, [event.entry]);
    else if (event.type === "message") void queries.invalidateQueries({ queryKey: simMessagesKey });
    else if (event.type === "reset") forgetCalls();
  });
  const onResumed = useEffectEvent(() => {
    void catchUp();
    void queries.invalidateQueries({ queryKey: simMessagesKey });
  });
  useEffect(() => {
    if (!enabled) return;
    void catchUp();
    return simFeed.subscribe("all", { message: onMessage, resumed: onResumed });
  }, [enabled]);
}

/** What happened before this tab listened: phones that ring, and our own calls with all that was said. */
async function catchUp(): Promise<void> {
  try {
    const calls = await simCalls();
    usePhone.getState().endLost(new Set(calls.map((call) => call.callUuid)));
    const { mine, lines } = usePhone.getState();
    const known = new Set(lines.map((line) => line.callUuid));
    for (const call of calls) {
      if (call.state === "ended" && !known.has(call.callUuid)) continue;
      if (mine.includes(call.callUuid)) await watchCall(call.callUuid);
      else usePhone.getState().hearCall(call);
    }
  } catch {
    // The feed comes back by itself and then this runs again; the connection store has been told.
  }
}
