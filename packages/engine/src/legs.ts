import type { Leg, LegStatus } from "@cordboard/contract";
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
  if (known) return changeLeg(turn, known, leg);
  const added = { ...leg };
  turn.run.legs.push(added);
  turn.legs.set(added.callUuid, added);
  return added;
}

/** Reports come in any order: a status never goes back, and what is known is not unlearnt. */
export function changeLeg(turn: Turn, leg: Leg, change: Partial<Leg>): Leg {
  const over = !isLive(leg);
  const { status, role: _role, answeredAt, endedAt, startedAt: _startedAt, ...rest } = change;
  for (const [key, value] of Object.entries(rest))
    if (value !== undefined && value !== null && value !== "") Object.assign(leg, { [key]: value });
  if (!over) {
    leg.answeredAt ??= answeredAt ?? null;
    if (status && rank(status) >= rank(leg.status)) leg.status = status;
    if (endedAt) leg.endedAt = endedAt;
  }
  turn.legs.set(leg.callUuid, leg);
  return leg;
}

const IN_ORDER: readonly LegStatus[] = ["queued", "ringing", "in-progress"];
const rank = (status: LegStatus): number => (IN_ORDER.includes(status) ? IN_ORDER.indexOf(status) : IN_ORDER.length);

export function endLeg(turn: Turn, leg: Leg, change: Partial<Leg>): void {
  changeLeg(turn, leg, { ...change, endedAt: change.endedAt ?? turn.now });
  delete turn.run.holds[leg.callUuid];
  if (turn.run.openReply === leg.callUuid) turn.run.openReply = null;
  for (const thread of Object.values(turn.run.threads)) if (thread.leg === leg.callUuid) thread.pendingVerbs = [];
}

export function answerLeg(turn: Turn, leg: Leg): void {
  if (leg.answeredAt === null) changeLeg(turn, leg, { status: "in-progress", answeredAt: turn.now });
}

/** How a leg ended of which only the cause is told (plivo-platform 6.1). */
export function statusAtEnd(leg: Pick<Leg, "answeredAt" | "hangup">): LegStatus {
  if (leg.answeredAt !== null) return "completed";
  switch (leg.hangup?.code) {
    case 3010:
    case 3100:
      return "busy";
    case 3000:
    case 6010:
      return "no-answer";
    case 1000:
    case 9000:
      return "cancel";
    default:
      return "failed";
  }
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
