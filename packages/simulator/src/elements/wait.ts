import { type VerbOf, withDefaults } from "@cordboard/plivo";
import { beepIn } from "../calls/person.ts";
import type { Stage } from "./stage.ts";

/** Older pages of the docs give `minSilence` this default. */
const MIN_SILENCE_MS = 2_000;

/** So many seconds; less with `beep` when a machine beeps, and with `silence` where the choice says that it listens for the end of speech. */
export function wait({ world, leg, signal }: Stage, verb: VerbOf<"Wait">): Promise<void> {
  const { length, beep, silence, minSilence } = withDefaults<"Wait">(verb);
  const untilBeep = beep === undefined || beep === "false" ? null : beepIn(world, leg);
  const listens = silence && world.choices.waitSilence === "ends early";
  return world.time.sleep(Math.min(length * 1_000, untilBeep ?? Infinity, listens ? (minSilence ?? MIN_SILENCE_MS) : Infinity), signal);
}
