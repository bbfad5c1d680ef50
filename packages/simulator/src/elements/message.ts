import type { VerbOf } from "@cordboard/plivo";
import { note } from "../calls/transcript.ts";
import { sendElement } from "../messages/send.ts";
import { type Next, ON, type Stage } from "./stage.ts";

/** A text out of a call. */
export function message({ world, leg }: Stage, verb: VerbOf<"Message">): Promise<Next> {
  note(world, leg, "Message", { attrs: verb.attributes, text: verb.body });
  sendElement(world, verb);
  return Promise.resolve(ON);
}
