import { z } from "zod";
import { invalidRequest } from "./plivo-error.ts";
import type { Send } from "./transport.ts";
import { oneDestination, readAnswer, someText, toWire, webAddress } from "./wire.ts";

/** Who is called into a multi-party call, and how (plivo-platform 4.8). Defaults are the carrier's. */
export interface AddParticipant {
  role: "agent" | "customer" | "supervisor";
  /** A number of the account. */
  from: string;
  /** Exactly one number or sip: address. */
  to: string;
  ringTimeoutSeconds?: number;
  timeLimitSeconds?: number;
  hold?: boolean;
  /** What happens to the call: initiated, ringing, answered, completed. */
  callStatusUrl?: string;
}

const ADD_NAMES = {
  role: "role",
  ringTimeoutSeconds: "ring_timeout",
  timeLimitSeconds: "time_limit",
  hold: "hold",
  callStatusUrl: "call_status_callback_url",
} as const;

const added = z
  .object({ request_uuid: someText, calls: z.array(z.object({ call_uuid: z.string() })).default([]) })
  .transform(({ request_uuid: requestUuid, calls }) => ({ callUuid: calls[0]?.call_uuid ?? requestUuid }));

export interface RoomsApi {
  /** `mute: false` lets a member speak again. */
  muteConferenceMember: (name: string, member: string, mute: boolean) => Promise<void>;
  /** Hangs up a member of a conference. */
  removeConferenceMember: (name: string, member: string) => Promise<void>;
  playToConferenceMember: (name: string, member: string, url: string) => Promise<void>;
  endConference: (name: string) => Promise<void>;
  addParticipant: (name: string, participant: AddParticipant) => Promise<{ callUuid: string | null }>;
  changeParticipant: (name: string, member: string, change: { mute?: boolean; hold?: boolean }) => Promise<void>;
  /** Takes a participant out and ends that call. */
  removeParticipant: (name: string, member: string) => Promise<void>;
  playToParticipant: (name: string, member: string, url: string) => Promise<void>;
  endMultiPartyCall: (name: string) => Promise<void>;
}

/** Conferences and multi-party calls that last, by name (plivo-platform 4.7, 4.8). */
export function roomsApi(send: Send): RoomsApi {
  const member = (name: string, id: string): string[] => ["Conference", name, "Member", id];
  const mpc = (name: string): string[] => ["MultiPartyCall", `name_${name}`];
  const play = async (path: string[], url: string): Promise<void> => {
    webAddress("url", url);
    await send({ method: "POST", path: [...path, "Play"], body: { url } });
  };
  return {
    async muteConferenceMember(name, id, mute) {
      await send({ method: mute ? "POST" : "DELETE", path: [...member(name, id), "Mute"] });
    },
    async removeConferenceMember(name, id) {
      await send({ method: "DELETE", path: member(name, id) });
    },
    playToConferenceMember: (name, id, url) => play(member(name, id), url),
    async endConference(name) {
      await send({ method: "DELETE", path: ["Conference", name] });
    },
    async addParticipant(name, participant) {
      webAddress("callStatusUrl", participant.callStatusUrl);
      const body = {
        ...toWire(participant, ADD_NAMES),
        from: oneDestination("from", participant.from),
        to: oneDestination("to", participant.to),
      };
      return readAnswer(await send({ method: "POST", path: [...mpc(name), "Participant"], body }), added);
    },
    async changeParticipant(name, id, { mute, hold }) {
      if (mute === undefined && hold === undefined) throw invalidRequest("A change of a participant needs mute or hold.");
      const body = { ...(mute !== undefined && { mute }), ...(hold !== undefined && { hold }) };
      await send({ method: "POST", path: [...mpc(name), "Participant", id], body });
    },
    async removeParticipant(name, id) {
      await send({ method: "DELETE", path: [...mpc(name), "Participant", id] });
    },
    playToParticipant: (name, id, url) => play([...mpc(name), "Member", id], url),
    async endMultiPartyCall(name) {
      await send({ method: "DELETE", path: mpc(name) });
    },
  };
}
