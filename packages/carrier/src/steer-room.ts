import type { SteerRoomEffect } from "@cordboard/contract";
import { shorter } from "./destination-guard.ts";
import { type Attempt, done, failed, HELD_UP, type PerformContext } from "./perform-effect.ts";

/** One request about a conference or a multi-party call. Errors: PlivoError. */
export async function steerRoom({ room, name, request }: SteerRoomEffect, context: PerformContext): Promise<Attempt> {
  const { rooms } = context.client;
  const mpc = room === "mpc";
  if (request.do === "add" && !mpc) return failed("carrier_refused", "Nobody can be called into a conference; use a multi-party call.");
  const to = request.do === "add" ? context.guard.check(request.to) : null;
  if (to && !to.ok) return failed(to.error.code, to.error.message);
  if (!(await context.begin())) return HELD_UP;
  switch (request.do) {
    case "add": {
      const { role, from, ringSeconds, timeLimitSeconds, hold } = request;
      const { callUuid } = await rooms.addParticipant(name, {
        role,
        from,
        to: to?.value ?? request.to,
        ringTimeoutSeconds: ringSeconds,
        timeLimitSeconds: shorter(timeLimitSeconds, [request.to], context.guard),
        ...(hold !== undefined && { hold }),
        callStatusUrl: context.urls.effect(context.token).status,
      });
      return done({ callUuid: callUuid ?? "" });
    }
    case "change": {
      const { member, mute, hold } = request;
      if (mpc) await rooms.changeParticipant(name, member, { ...(mute !== undefined && { mute }), ...(hold !== undefined && { hold }) });
      else if (mute !== undefined) await rooms.muteConferenceMember(name, member, mute);
      return done();
    }
    case "remove":
      await (mpc ? rooms.removeParticipant(name, request.member) : rooms.removeConferenceMember(name, request.member));
      return done();
    case "play":
      await (mpc
        ? rooms.playToParticipant(name, request.member, request.url)
        : rooms.playToConferenceMember(name, request.member, request.url));
      return done();
    case "end":
      await (mpc ? rooms.endMultiPartyCall(name) : rooms.endConference(name));
      return done();
  }
}
