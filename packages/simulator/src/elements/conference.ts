import { type VerbOf, withDefaults } from "@cordboard/plivo";
import { note } from "../calls/transcript.ts";
import type { Conference, ConferenceMember } from "../rooms/conference.ts";
import { Interrupted, unlessInterrupted } from "../time/interrupted.ts";
import { toAction, toActionAfterHangup } from "./action.ts";
import { type Next, ON, type Stage } from "./stage.ts";

/** In the room until the member or the room is done; then the action is asked (plivo-platform 1.9, 1.12). */
export async function conference(stage: Stage, verb: VerbOf<"Conference">): Promise<Next> {
  const { world, leg, signal } = stage;
  const attributes = withDefaults<"Conference">(verb);
  note(world, leg, "Conference", { attrs: verb.attributes ?? {}, text: verb.body });
  const room = world.conferences.open(world, verb.body);
  if (room.members.size >= attributes.maxMembers) {
    note(world, leg, "Problem", { attrs: { code: "conference_full" }, text: `The room holds ${attributes.maxMembers} members already.` });
    const params = { ConferenceName: room.name, ConferenceUUID: room.uuid, ConferenceMemberID: "" };
    return world.choices.actionOfFullConference ? toAction(stage, "Conference", attributes, params) : ON;
  }
  if (attributes.sendDigits !== undefined) note(world, leg, "Tones", { text: attributes.sendDigits });
  const member = room.enter(stage, attributes);
  try {
    await unlessInterrupted(new Promise<void>((resolve) => member.left.on(resolve)), signal);
    await unlessInterrupted(room.callbacks.tail, signal);
  } catch (error) {
    await comeOut(room, member);
    if (error instanceof Interrupted && error.reason === "hangup" && world.choices.conferenceActionAfterHangup) {
      await toActionAfterHangup(stage, "Conference", attributes, room.params(member));
    }
    throw error;
  }
  return toAction(stage, "Conference", attributes, room.params(member));
}

/** The callbacks of the room come before the hang-up request of the call. */
async function comeOut(room: Conference, member: ConferenceMember): Promise<void> {
  room.leave(member);
  await room.callbacks.tail;
}
