import type { RentedNumber } from "../state/account.ts";
import type { World } from "../world.ts";
import { endings } from "./causes.ts";
import { callIn } from "./inbound.ts";
import type { Leg } from "./leg.ts";
import { answerLeg, endLeg } from "./lifecycle.ts";

/** Calls of our numbers to each other may nest this deep; a flow that forwards to itself would never end. */
const MAX_DEPTH = 5;

/**
 * An outbound leg rings at a rented number: the call comes back in as an inbound one. The two legs are ends of one line:
 * what happens to one happens to the other, and keys, words and sounds pass through.
 */
export function callOwnNumber(world: World, leg: Leg, number: RentedNumber): void {
  leg.depth = depthOf(leg) + 1;
  if (leg.depth > MAX_DEPTH) return endLeg(world, leg, endings.loop());
  const inbound = callIn(world, leg.from, number, { callerName: leg.callerName || undefined, sipHeaders: leg.sipHeaders });
  inbound.depth = leg.depth;
  leg.farEnd = inbound;
  inbound.onSound = (text) => leg.onSound?.(text);
  inbound.answered.on(() => answerLeg(world, leg));
  inbound.over.on((ending) => {
    const refused = !leg.answered.fired && ending.source !== "Plivo";
    endLeg(world, leg, refused ? { ...ending, source: "Callee" } : endings.personHungUp(false));
  });
  leg.over.on(() => endLeg(world, inbound, endings.otherLegGone(inbound.answered.fired)));
}

function depthOf(leg: Leg): number {
  return Math.max(leg.depth, leg.parent?.depth ?? 0);
}
