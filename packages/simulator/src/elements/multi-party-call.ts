import { type VerbOf, withDefaults } from "@cordboard/plivo";
import { endings } from "../calls/causes.ts";
import { endLeg } from "../calls/lifecycle.ts";
import { note } from "../calls/transcript.ts";
import { Interrupted, unlessInterrupted } from "../time/interrupted.ts";
import { toDocument } from "./action.ts";
import { END, type Next, ON, type Stage } from "./stage.ts";

/** In the call until the participant or the call is done; then `onExitActionUrl` says how it goes on (plivo-platform 1.10, 1.12). */
export async function multiPartyCall(stage: Stage, verb: VerbOf<"MultiPartyCall">): Promise<Next> {
  const { world, leg, signal } = stage;
  const attributes = withDefaults<"MultiPartyCall">(verb);
  note(world, leg, "MultiPartyCall", { attrs: verb.attributes, text: verb.body });
  const call = world.mpcs.open(world, verb.body);
  if (call.participants.size >= (call.everybody[0]?.attributes.maxParticipants ?? attributes.maxParticipants)) {
    note(world, leg, "Problem", { attrs: { code: "mpc_full" }, text: "The multi-party call has as many participants as it may have." });
    return goOn(stage, attributes.onExitActionUrl === undefined, 4020);
  }
  const participant = call.join(stage, attributes);
  try {
    await unlessInterrupted(new Promise<void>((resolve) => participant.left.on(() => resolve())), signal);
    await unlessInterrupted(call.news.queue.tail, signal);
  } catch (error) {
    const moved = error instanceof Interrupted && error.reason === "transfer";
    call.leave(participant, moved ? "Participant Call Transferred" : "Participant Call Hangup");
    await call.news.queue.tail;
    throw error;
  }
  const { onExitActionUrl: url, onExitActionMethod: method } = attributes;
  if (url !== undefined) {
    return toDocument(stage, { purpose: "action", element: "MultiPartyCall", ref: { url, method }, params: call.exitParams(participant) });
  }
  return goOn(stage, true, participant.left.value === "Kicked Out of Multiparty Call" ? 4030 : 4020);
}

function goOn({ world, leg }: Stage, withoutAction: boolean, code: 4020 | 4030): Next {
  if (!withoutAction || world.choices.mpcExitWithoutAction === "next") return ON;
  endLeg(world, leg, endings.multiPartyCall(code));
  return END;
}
