import { type VerbOf, withDefaults } from "@cordboard/plivo";
import { endings } from "../calls/causes.ts";
import { atLegTime, endLeg } from "../calls/lifecycle.ts";
import { note } from "../calls/transcript.ts";
import { toDocument } from "./action.ts";
import { END, type Next, ON, type Stage } from "./stage.ts";

/** Another document instead of the rest of this one. */
export function redirect(stage: Stage, verb: VerbOf<"Redirect">): Promise<Next> {
  return toDocument(stage, {
    purpose: "redirect",
    element: "Redirect",
    ref: { url: verb.body, method: withDefaults<"Redirect">(verb).method },
    params: {},
  });
}

/**
 * Ends the call, or sets the time when it will end and goes on. A reason counts only before the answer: it then reaches
 * the caller as busy or rejected.
 */
export function hangup({ world, leg }: Stage, verb: VerbOf<"Hangup">): Promise<Next> {
  const { schedule, reason } = withDefaults<"Hangup">(verb);
  note(world, leg, "Hangup", { attrs: verb.attributes ?? {} });
  if (schedule !== undefined) {
    atLegTime(world, leg, schedule * 1_000, () => endLeg(world, leg, endings.scheduled()));
    return Promise.resolve(ON);
  }
  const refuses = reason !== undefined && !leg.answered.fired;
  endLeg(world, leg, refuses ? endings.refusedByDocument(reason, world.choices) : endings.hangupElement());
  return Promise.resolve(END);
}
