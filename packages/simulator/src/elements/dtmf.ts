import { type VerbOf, withDefaults } from "@cordboard/plivo";
import { toneMs } from "../calls/person.ts";
import { note } from "../calls/transcript.ts";
import { type Next, ON, type Stage } from "./stage.ts";

/** Tones to the person's side. `async`, the default, goes on while they sound. */
export async function sendTones({ world, leg, signal }: Stage, verb: VerbOf<"DTMF">): Promise<Next> {
  note(world, leg, "DTMF", { attrs: verb.attributes ?? {}, text: verb.body });
  if (!withDefaults<"DTMF">(verb).async) await world.time.sleep(toneMs(verb.body), signal);
  return ON;
}
