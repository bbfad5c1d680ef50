import type { StepEvent } from "@cordboard/contract";
import { z } from "zod";

const role = z.enum(["agent", "customer", "supervisor"]);
export type Role = z.infer<typeof role>;

/** Somebody in the call, by the carrier's member id. */
const member = z.object({ callUuid: z.string(), address: z.string(), role });

/** Somebody who was asked to come, by the effect that asked. */
const invited = z.object({
  to: z.string(),
  role,
  /** dial: the node's own list. add: by API. warm, cold: for a transfer. */
  why: z.enum(["dial", "add", "warm", "cold"]),
  callUuid: z.string(),
  /** asked: nothing heard yet, or it rings. here: joined at some time. over: never came, or has left. */
  state: z.enum(["asked", "here", "over"]),
});

export const memory = z.object({
  room: z.string(),
  /** The call that this step holds. dropped: we have put it out, and it is to be hung up. */
  own: z.object({ callUuid: z.string(), address: z.string(), role, dropped: z.boolean() }),
  /** ms since the epoch; 0: nobody is in the call yet. */
  joinedAt: z.number(),
  members: z.record(z.string(), member),
  invited: z.record(z.string(), invited),
  /** Who is still to be tried, one after another. */
  queue: z.array(z.string()),
  /** A warm transfer: whose effect called the target, who asked for it. A cold one: who is dropped when the target comes. */
  transfer: z.object({ effectId: z.string(), kind: z.enum(["warm", "cold"]), source: z.string() }).nullable(),
  /** Why nobody could be reached, once nobody is left to try. */
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  ended: z.boolean(),
  /** Variables so far. */
  known: z.record(z.string(), z.json()),
});

export type Memory = z.infer<typeof memory>;
export type Member = z.infer<typeof member>;
export type Invited = z.infer<typeof invited>;

export const memberIds = ({ members }: Memory, wanted: (one: Member) => boolean): string[] =>
  Object.entries(members).flatMap(([id, one]) => (wanted(one) ? [id] : []));

/** Members beside the call of this step. */
export const others = (known: Memory): string[] => memberIds(known, (one) => one.callUuid !== known.own.callUuid);

export const isExpected = ({ invited: all }: Memory): boolean => Object.values(all).some(({ state }) => state === "asked");

const PHLO_EVENTS: Record<string, string> = {
  enter: "ParticipantJoin",
  exit: "ParticipantExit",
  hold: "ParticipantHold",
  unhold: "ParticipantUnhold",
  mute: "ParticipantMute",
  unmute: "ParticipantUnmute",
  start: "MPCStart",
  end: "MPCEnd",
  initialized: "MPCInitialized",
};

/** What the carrier's callback makes of the call. */
export function afterNews(known: Memory, event: StepEvent & { type: "room" }, now: number): Memory {
  const name = PHLO_EVENTS[event.event] ?? event.event;
  const own = event.callUuid === known.own.callUuid;
  const next: Memory = {
    ...known,
    known: {
      ...known.known,
      uuid: event.roomUuid,
      conference_uuid: event.roomUuid,
      event: name,
      ...(own && event.memberId && { member_id: event.memberId }),
    },
  };
  if (event.event === "enter" && event.memberId) return entered(next, event, own, now);
  if (event.event === "exit") {
    const { [event.memberId]: _left, ...members } = next.members;
    const invited = withCall(next, event.callUuid, (one) => ({ ...one, state: "over" }));
    return { ...next, members, invited };
  }
  return event.event === "end" ? { ...next, ended: true, members: {} } : next;
}

function entered(known: Memory, event: StepEvent & { type: "room" }, own: boolean, now: number): Memory {
  const invitation = Object.values(known.invited).find(({ callUuid }) => callUuid === event.callUuid);
  const one: Member = own
    ? { callUuid: event.callUuid, address: known.own.address, role: known.own.role }
    : { callUuid: event.callUuid, address: invitation?.to ?? "", role: invitation?.role ?? roleOf(event.role) };
  return {
    ...known,
    joinedAt: known.joinedAt || now,
    members: { ...known.members, [event.memberId]: one },
    invited: withCall(known, event.callUuid, (guest) => ({ ...guest, state: "here" })),
    known: { ...known.known, ...(invitation && { answered_by: invitation.to }) },
  };
}

const roleOf = (word: string): Role => (word === "agent" || word === "supervisor" ? word : "customer");

const withCall = ({ invited: all }: Memory, callUuid: string, change: (one: Invited) => Invited): Memory["invited"] =>
  Object.fromEntries(Object.entries(all).map(([id, one]) => [id, callUuid && one.callUuid === callUuid ? change(one) : one]));

export const withGuest = (known: Memory, effectId: string, change: Partial<Invited>): Memory => {
  const guest = known.invited[effectId];
  return guest ? { ...known, invited: { ...known.invited, [effectId]: { ...guest, ...change } } } : known;
};

/** It is known which call a guest has. The room may have told of the guest before: reports overtake each other. */
export function linked(known: Memory, effectId: string, callUuid: string): Memory {
  const guest = known.invited[effectId];
  if (!guest || callUuid === "" || guest.callUuid === callUuid) return known;
  const next = withGuest(known, effectId, { callUuid });
  const [id] = memberIds(known, (one) => one.callUuid === callUuid);
  if (id === undefined) return next;
  return {
    ...withGuest(next, effectId, { state: "here" }),
    members: { ...next.members, [id]: { callUuid, address: guest.to, role: guest.role } },
    known: { ...next.known, answered_by: guest.to },
  };
}
