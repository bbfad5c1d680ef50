import type { VoiceDocument } from "../calls/posts.ts";
import type { Leg } from "../calls/leg.ts";
import type { World } from "../world.ts";

/** Where an element runs. The signal is aborted when the leg ends or its document is replaced from outside. */
export interface Stage {
  world: World;
  leg: Leg;
  signal: AbortSignal;
}

/** How a document goes on after an element. `end`: the call is over, or will be without anything more to run. */
export type Next = { go: "on" } | { go: "document"; document: VoiceDocument } | { go: "end" };

export const ON: Next = { go: "on" };
export const END: Next = { go: "end" };
