import { type VerbOf, withDefaults } from "@cordboard/plivo";
import { note } from "../calls/transcript.ts";
import { toAction } from "./action.ts";
import { nextWithin, prepareToListen } from "./listen.ts";
import { playPrompts } from "./prompts.ts";
import { type Next, ON, type Stage } from "./stage.ts";

/** Seconds a beep lasts. */
export const BEEP_MS = 300;

/** Prompts, then keys. Nothing collected after all attempts: no request, the next element runs (plivo-platform 1.5). */
export async function getDigits(stage: Stage, verb: VerbOf<"GetDigits">): Promise<Next> {
  const attributes = withDefaults<"GetDigits">(verb);
  note(stage.world, stage.leg, "GetDigits", { attrs: verb.attributes ?? {} });
  prepareToListen(stage, attributes.finishOnKey);
  for (let attempt = 0; attempt < attributes.retries; attempt++) {
    await playPrompts(stage, verb.children ?? [], ["key"]);
    const digits = await collect(stage, attributes);
    if (digits !== "") return toAction(stage, "GetDigits", attributes, { Digits: digits });
  }
  return ON;
}

/** One attempt; empty when it failed. */
async function collect(stage: Stage, attributes: ReturnType<typeof withDefaults<"GetDigits">>): Promise<string> {
  const { timeout, digitTimeout, finishOnKey, numDigits, validDigits, invalidDigitsSound, playBeep } = attributes;
  if (playBeep) await stage.world.time.sleep(BEEP_MS, stage.signal);
  let digits = "";
  while (digits.length < numDigits) {
    const input = await nextWithin(stage, ["key"], (digits === "" ? timeout : digitTimeout) * 1_000);
    if (input?.kind !== "key" || input.key === finishOnKey) break;
    if (!validDigits.includes(input.key)) {
      if (invalidDigitsSound !== undefined) await playPrompts(stage, [{ element: "Play", body: invalidDigitsSound }]);
      return "";
    }
    digits += input.key;
  }
  return digits;
}
