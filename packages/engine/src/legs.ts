import type { Leg } from "@cordboard/contract";
import type { Turn } from "./turn.ts";

export const isLive = (leg: Leg | null | undefined): leg is Leg => !!leg && leg.endedAt === null;

export const legOf = (turn: Turn, callUuid: string | null): Leg | null =>
  (callUuid === null ? undefined : turn.run.legs.find((l) => l.callUuid === callUuid)) ?? null;

/** The live call the thread talks to, or null. */
export function currentLeg(turn: Turn): Leg | null {
  const leg = legOf(turn, turn.thread.leg);
  return isLive(leg) ? leg : null;
}

/** Adds a leg or merges news into it. A leg that has ended stays ended, whatever arrives late. */
export function upsertLeg(turn: Turn, leg: Leg): Leg {
  const known = legOf(turn, leg.callUuid);
  if (!known) {
    const added = structuredClone(leg);
    turn.run.legs.push(added);
    turn.legs.set(added.callUuid, added);
    return added;
  }
  return changeLeg(turn, known, leg);
}

export function changeLeg(turn: Turn, leg: Leg, change: Partial<Leg>): Leg {
  const over = leg.endedAt !== null;
  const { status, role: _role, answeredAt, endedAt, startedAt: _startedAt, ...rest } = change;
  for (const [key, value] of Object.entries(rest)) if (value !== undefined && value !== "") Object.assign(leg, { [key]: value });
  if (answeredAt) leg.answeredAt = answeredAt;
  if (!over) {
    if (status) leg.status = status;
    if (endedAt) leg.endedAt = endedAt;
  }
  turn.legs.set(leg.callUuid, leg);
  return leg;
}

export function endLeg(turn: Turn, leg: Leg, change: Partial<Leg>): void {
  changeLeg(turn, leg, { ...change, endedAt: change.endedAt ?? new Date(turn.at).toISOString() });
  delete turn.run.holds[leg.callUuid];
  if (turn.run.openReply === leg.callUuid) turn.run.openReply = null;
}

/** Who ended a call, from the carrier's HangupSource (plivo-platform 6.2). */
export function hungUpBy(leg: Leg): "caller" | "callee" | "us" | "carrier" {
  switch (leg.hangup?.source.toLowerCase()) {
    case "caller":
      return "caller";
    case "callee":
    case "call recipient":
      return "callee";
    case "api request":
    case "answer xml":
      return "us";
    default:
      return "carrier";
  }
}
