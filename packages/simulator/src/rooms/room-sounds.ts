import type { PromptVerb } from "@cordboard/plivo";
import type { Leg, UrlRef } from "../calls/leg.ts";
import { note } from "../calls/transcript.ts";
import { soundBehind } from "../elements/sounds.ts";
import type { World } from "../world.ts";

export type RoomSound = UrlRef | "beep:1" | "beep:2" | null;

/** A sound that a room makes for those who are in it; a URL is asked for its document in the name of `asked`'s leg. */
export function soundInRoom(world: World, legs: readonly Leg[], element: string, sound: RoomSound, asked: { leg: Leg }): void {
  if (sound === null || legs.length === 0) return;
  if (typeof sound === "string") {
    for (const leg of legs) note(world, leg, "Beep", { attrs: { by: element }, text: sound });
    return;
  }
  void soundBehind({ world, leg: asked.leg }, element, sound).then(
    (prompts) => {
      for (const leg of legs) for (const prompt of prompts) if (!leg.over.fired) sounded(world, leg, element, prompt);
    },
    (error: unknown) => world.fault(error),
  );
}

function sounded(world: World, leg: Leg, element: string, prompt: PromptVerb): void {
  if (prompt.element === "Wait") return;
  const text = prompt.body ?? "";
  note(world, leg, prompt.element, { attrs: { by: element }, text });
  leg.onSound?.(text);
}
