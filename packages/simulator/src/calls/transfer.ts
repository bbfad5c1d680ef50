import type { World } from "../world.ts";
import type { Leg, UrlRef } from "./leg.ts";
import { callParams } from "./params.ts";
import { requestDocument } from "./posts.ts";
import { startSession } from "./session.ts";

export interface Transfer {
  legs: "aleg" | "bleg" | "both";
  aleg?: UrlRef;
  bleg?: UrlRef;
}

/** Sends legs of a live call to other documents. A B leg so moved no longer belongs to its Dial. */
export function transferCall(world: World, leg: Leg, transfer: Transfer): void {
  if (transfer.legs !== "aleg" && transfer.bleg) {
    for (const child of leg.children) {
      if (!child.answered.fired || child.over.fired) continue;
      child.departed = true;
      child.left.fire();
      send(world, child, transfer.bleg);
    }
  }
  if (transfer.legs !== "bleg" && transfer.aleg) send(world, leg, transfer.aleg);
}

function send(world: World, leg: Leg, ref: UrlRef): void {
  startSession(world, leg, () =>
    requestDocument(world, leg, {
      purpose: "transfer",
      element: "Transfer",
      ref,
      params: callParams(world, leg, world.choices.eventOfRedirect),
    }),
  );
}
