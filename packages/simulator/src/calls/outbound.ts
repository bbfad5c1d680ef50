import type { World } from "../world.ts";
import { endings } from "./causes.ts";
import type { Leg, LegUrls } from "./leg.ts";
import { atLegTime, createLeg, endLeg } from "./lifecycle.ts";
import { callParams } from "./params.ts";
import { callPhone } from "./person.ts";
import { postCallback } from "./posts.ts";
import { loadAnswer, startSession } from "./session.ts";
import { note } from "./transcript.ts";

export interface OutboundRequest {
  requestUuid: string;
  from: string;
  to: string;
  callerName: string;
  urls: LegUrls;
  ringTimeoutSeconds: number;
  timeLimitSeconds: number;
  hangupOnRingSeconds: number | null;
  sendDigits: string;
  sipHeaders: Record<string, string>;
  machineDetection: "off" | "continue" | "hangup";
  /** The longest that the detection may take. */
  detectionMs: number;
  parent: Leg | null;
}

/** A call made by REST: it rings, then the answer URL is asked. `start` may be later when calls a second are limited. */
export function placeCall(world: World, request: OutboundRequest, uuid: string): Leg {
  const leg = createLeg(world, {
    uuid,
    requestUuid: request.requestUuid,
    direction: "outbound",
    from: request.from,
    to: request.to,
    callerName: request.callerName,
    urls: request.urls,
    sipHeaders: request.sipHeaders,
  });
  leg.timeLimitSeconds = request.timeLimitSeconds;
  leg.rang.on(() => tellRinging(world, leg, request));
  leg.answered.on(() => afterAnswer(world, leg, request));
  world.callGate.pass(() => {
    if (world.choices.unknownCallerId === "fail" && !world.account.rented(request.from)) {
      return void atLegTime(world, leg, 0, () => endLeg(world, leg, endings.unknownCallerId()));
    }
    callPhone(world, leg, request.ringTimeoutSeconds);
  });
  return leg;
}

function tellRinging(world: World, leg: Leg, request: OutboundRequest): void {
  if (leg.urls.ring) postCallback(world, leg, "Ring", { kind: "ring", ...leg.urls.ring, params: callParams(world, leg, "Ring") });
  if (request.hangupOnRingSeconds !== null) {
    const stop = atLegTime(world, leg, request.hangupOnRingSeconds * 1_000, () => endLeg(world, leg, endings.hangupOnRing()));
    leg.answered.on(stop);
  }
}

/**
 * With a detection URL the verdict comes beside the running call; without one the answer URL waits for it
 * (plivo-platform 2.8). Only a machine is reported: for a person no request is documented.
 */
function afterAnswer(world: World, leg: Leg, request: OutboundRequest): void {
  if (request.sendDigits) note(world, leg, "Tones", { text: request.sendDigits });
  const answer = (): void => startSession(world, leg, () => loadAnswer(world, leg));
  const verdictMs = Math.min(world.choices.machineDetectionSeconds * 1_000, request.detectionMs);
  const hangsUp = request.machineDetection === "hangup";
  if (request.machineDetection === "off") return answer();
  if (!leg.urls.machine) {
    return void atLegTime(world, leg, verdictMs, () => {
      leg.machineReported = leg.machine;
      if (leg.machine && hangsUp) endLeg(world, leg, endings.machineDetected());
      else answer();
    });
  }
  answer();
  const { machine } = leg.urls;
  if (!leg.machine && !world.choices.machineDetectionReportsPeople) return;
  atLegTime(world, leg, verdictMs, () => {
    const verdict = { Machine: String(leg.machine), IfMachine: hangsUp ? "hangup" : "continue" };
    const params = { ...callParams(world, leg, "MachineDetection"), ...verdict };
    postCallback(world, leg, "MachineDetection", { kind: "machine", ...machine, params });
    if (!hangsUp || !leg.machine) return;
    leg.machineReported = true;
    endLeg(world, leg, endings.machineDetected());
  });
}
