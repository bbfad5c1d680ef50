import { type PromptVerb, type VerbOf, withDefaults } from "@cordboard/plivo";
import { note } from "../calls/transcript.ts";
import { Interrupted, childController, unlessInterrupted } from "../time/interrupted.ts";
import { toAction, toActionAfterHangup } from "./action.ts";
import { DialAttempt } from "./dial-attempt.ts";
import { playPrompts } from "./prompts.ts";
import { soundBehind } from "./sounds.ts";
import type { Next, Stage } from "./stage.ts";

/** Calls others and joins the first who answers. The action is asked whatever came of it (plivo-platform 1.7). */
export async function dial(stage: Stage, verb: VerbOf<"Dial">): Promise<Next> {
  const { world, leg, signal } = stage;
  const attributes = withDefaults<"Dial">(verb);
  note(world, leg, "Dial", { attrs: verb.attributes ?? {}, text: verb.children.map((child) => child.body).join(", ") });
  const attempt = new DialAttempt({ stage, attributes, targets: verb.children, whisper: sound(stage, attributes.confirmSound) });
  const { controller, release } = childController(signal);
  try {
    void playMusic({ ...stage, signal: controller.signal }, attributes.dialMusic);
    attempt.connected.on(() => controller.abort(new Interrupted("done")));
    await unlessInterrupted(attempt.run(), signal);
    // The callbacks of what happened go out before the action that sums it up.
    await unlessInterrupted(leg.callbacks.tail, signal);
  } catch (error) {
    if (error instanceof Interrupted && error.reason === "hangup" && world.choices.dialActionAfterHangup) {
      await leg.callbacks.tail;
      await toActionAfterHangup(stage, "Dial", attributes, attempt.params());
    }
    throw error;
  } finally {
    controller.abort(new Interrupted("done"));
    release();
    attempt.close();
  }
  return toAction(stage, "Dial", attributes, attempt.params());
}

/** What A hears while B rings, once through; `real` is the ring tone. */
async function playMusic(stage: Stage, dialMusic: string | undefined): Promise<void> {
  if (dialMusic === undefined || dialMusic === "real" || dialMusic === "none") return;
  try {
    await playPrompts(stage, await unlessInterrupted(sound(stage, dialMusic), stage.signal));
  } catch (error) {
    if (!(error instanceof Interrupted)) stage.world.fault(error);
  }
}

function sound(stage: Stage, url: string | undefined): Promise<PromptVerb[]> {
  return url === undefined ? Promise.resolve([]) : soundBehind(stage, "Dial", { url, method: "POST" });
}
