import { type PromptVerb, type SpeakVerb, withDefaults } from "@cordboard/plivo";
import type { InputKind } from "../calls/input-line.ts";
import { note } from "../calls/transcript.ts";
import { Interrupted, childController } from "../time/interrupted.ts";
import type { World } from "../world.ts";
import type { Stage } from "./stage.ts";
import { wait } from "./wait.ts";

/** Plays prompts one after the other. An input of these kinds cuts them off and stays in line for whoever asked. */
export async function playPrompts(stage: Stage, prompts: readonly PromptVerb[], interruptedBy: readonly InputKind[] = []): Promise<void> {
  if (interruptedBy.length === 0) return playAll(stage, prompts);
  const { controller, release } = childController(stage.signal);
  const played = playAll({ ...stage, signal: controller.signal }, prompts);
  const heard = stage.leg.input.arrival(interruptedBy, controller.signal);
  try {
    await Promise.race([heard, played]);
  } finally {
    controller.abort(new Interrupted("done"));
    release();
    await Promise.allSettled([heard, played]);
  }
}

async function playAll(stage: Stage, prompts: readonly PromptVerb[]): Promise<void> {
  for (const prompt of prompts) await playOne(stage, prompt);
}

/** Speak, Play or Wait to its end. `loop="0"` never ends by itself. */
export async function playOne({ world, leg, signal }: Stage, verb: PromptVerb): Promise<void> {
  const text = verb.element === "Speak" ? spokenText(verb) : verb.element === "Play" ? verb.body : undefined;
  note(world, leg, verb.element, { attrs: verb.attributes ?? {}, ...(text !== undefined && { text }) });
  if (text !== undefined) leg.onSound?.(text);
  if (verb.element === "Wait") return wait({ world, leg, signal }, verb);
  const { loop } = verb.element === "Speak" ? withDefaults<"Speak">(verb) : withDefaults<"Play">(verb);
  const once = verb.element === "Speak" ? speechMs(world, text ?? "") : world.choices.playSeconds * 1_000;
  leg.stream?.sound("outbound", once, text ?? "");
  await world.time.sleep(loop === 0 ? Infinity : once * loop, signal);
}

/** How long a text takes to say. */
export function speechMs(world: World, text: string): number {
  return Math.max(500, Math.round((text.length / world.choices.charactersPerSecond) * 1_000));
}

interface Speech {
  element: string;
  body?: string | undefined;
  children?: readonly Speech[] | undefined;
}

/** The words of a Speak, without its markup. */
function spokenText(verb: SpeakVerb): string {
  const words = (part: Speech): string => [part.body ?? "", ...(part.children ?? []).map(words)].join("");
  return words(verb).replace(/\s+/g, " ").trim();
}
