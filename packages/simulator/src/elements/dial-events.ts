import { HANGUP_CAUSES } from "@cordboard/plivo";
import { classicCause } from "../calls/causes.ts";
import type { Leg } from "../calls/leg.ts";
import { type Params, callParams, wireNumber } from "../calls/params.ts";
import { postCallback } from "../calls/posts.ts";
import type { DialAttributes } from "./dial-attempt.ts";
import type { Stage } from "./stage.ts";

const EVENT_NAMES = { answer: "DialAnswer", connected: "DialConnected", hangup: "DialHangup", digits: "DialDigitsMatch" } as const;

/** News of a B leg for the Dial's `callbackUrl` (plivo-platform 2.7). */
export function postDialEvent(stage: Stage, dial: DialAttributes, child: Leg, action: keyof typeof EVENT_NAMES, more: Params = {}): void {
  const { world, leg } = stage;
  if (dial.callbackUrl === undefined) return;
  const params: Params = {
    ...callParams(world, leg, EVENT_NAMES[action]),
    DialAction: action,
    DialBLegStatus: action === "digits" ? "connected" : action,
    DialALegUUID: leg.uuid,
    DialBLegUUID: child.uuid,
    DialBLegFrom: wireNumber(world, child.from),
    DialBLegTo: wireNumber(world, child.to),
    ...(action === "hangup" && hangupDetails(child)),
    ...more,
  };
  postCallback(world, leg, "Dial", { kind: "dial callback", url: dial.callbackUrl, method: dial.callbackMethod, params });
}

function hangupDetails(child: Leg): Params {
  const ending = child.over.value;
  if (!ending) return {};
  return {
    DialBLegDuration: String(child.durationSeconds()),
    DialBLegBillDuration: String(Math.ceil(child.durationSeconds() / 60) * 60),
    DialBLegHangupCause: classicCause(ending.code),
    DialBLegHangupCauseName: HANGUP_CAUSES[ending.code],
    DialBLegHangupCauseCode: String(ending.code),
    DialBLegHangupSource: ending.source,
  };
}
