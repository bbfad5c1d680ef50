import { addOwnEffect } from "./effects.ts";
import { newToken, type Turn } from "./turn.ts";

/**
 * A call in the middle of a document that is over: the carrier is asked to fetch the next one, under an address for which
 * nothing waits and which is therefore answered with just that.
 */
export function fetchSoon(turn: Turn, callUuid: string, nodeId: string): void {
  addOwnEffect(turn, { id: turn.deps.newId(), kind: "transfer_call", callUuid, token: newToken(turn) }, nodeId);
}
