import { type VerbOf, withDefaults } from "@cordboard/plivo";
import { note } from "../calls/transcript.ts";
import { sendTexts } from "../messages/send.ts";
import { type Next, ON, type Stage } from "./stage.ts";

/** A text out of a call. */
export function message({ world, leg }: Stage, verb: VerbOf<"Message">): Promise<Next> {
  note(world, leg, "Message", { attrs: verb.attributes, text: verb.body });
  sendElement(world, verb);
  return Promise.resolve(ON);
}

/** The same in the answer to an inbound message. */
export function sendElement(world: Stage["world"], verb: VerbOf<"Message">): void {
  const { src, dst, callbackUrl, callbackMethod } = withDefaults<"Message">(verb);
  sendTexts(world, {
    from: src,
    to: dst.split("<"),
    text: verb.body,
    media: [],
    log: "true",
    ...(callbackUrl !== undefined && { report: { url: callbackUrl, method: callbackMethod } }),
  });
}
