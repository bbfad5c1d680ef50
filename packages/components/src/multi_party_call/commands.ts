import type { RoomCommand, RoomRequest, SteerRoomEffect, StepContext } from "@cordboard/contract";
import { callable } from "../shared/parties.ts";
import type { MultiPartyConfig } from "./manifest.ts";
import { type Invited, type Memory, memberIds, type Role } from "./state.ts";

type Effects = { memory: Memory; effects: SteerRoomEffect[] };

const steer = ({ room }: Memory, request: RoomRequest, ctx: StepContext): SteerRoomEffect => ({
  id: ctx.newId(),
  kind: "steer_room",
  room: "mpc",
  name: room,
  request,
});

/** Calls somebody in. A number that can't be called is not asked for. */
export function invite(
  known: Memory,
  who: { to: string; role: Role; why: Invited["why"] },
  config: MultiPartyConfig,
  ctx: StepContext,
): Effects & { effectId: string | null } {
  const to = callable(who.to);
  const from = callable(config.from);
  if (!to || !from) return { memory: known, effects: [], effectId: null };
  const request: RoomRequest = {
    do: "add",
    role: who.role,
    from,
    to,
    ringSeconds: config.ringSeconds,
    timeLimitSeconds: config.maxSeconds,
  };
  const effect = steer(known, request, ctx);
  const guest: Invited = { to, role: who.role, why: who.why, callUuid: "", state: "asked" };
  return { memory: { ...known, invited: { ...known.invited, [effect.id]: guest } }, effects: [effect], effectId: effect.id };
}

export const hold = (known: Memory, ids: readonly string[], on: boolean, ctx: StepContext): SteerRoomEffect[] =>
  ids.map((id) => steer(known, { do: "change", member: id, hold: on }, ctx));

export const remove = (known: Memory, ids: readonly string[], ctx: StepContext): SteerRoomEffect[] =>
  ids.map((id) => steer(known, { do: "remove", member: id }, ctx));

/** Remembers that our own call is among those that are put out. */
export function marked(known: Memory, effects: readonly SteerRoomEffect[]): Memory {
  const dropped = effects.some(({ request }) => request.do === "remove" && known.members[request.member]?.callUuid === known.own.callUuid);
  return dropped ? { ...known, own: { ...known.own, dropped } } : known;
}

export const endCall = (known: Memory, ctx: StepContext): SteerRoomEffect[] => [steer(known, { do: "end" }, ctx)];

export const customers = (known: Memory): string[] => memberIds(known, ({ role }) => role === "customer");
export const membersAt = (known: Memory, address: string): string[] => memberIds(known, (one) => one.address === address);

/** What the API asks for (phlo.md 12.6), or null when there is nobody it could be done to. */
export function obey(known: Memory, command: RoomCommand, config: MultiPartyConfig, ctx: StepContext): Effects | null {
  const { name, to, role } = command;
  const address = callable(command.address) ?? command.address;
  const at = membersAt(known, address);
  const some = (effects: SteerRoomEffect[]): Effects | null => (effects.length > 0 ? { memory: known, effects } : null);
  switch (name) {
    case "call":
      return invitedOrNull(invite(known, { to, role, why: "add" }, config, ctx));
    case "warm_transfer":
    case "cold_transfer": {
      if (known.transfer) return null;
      const kind = name === "warm_transfer" ? "warm" : "cold";
      const asked = invite(known, { to, role, why: kind }, config, ctx);
      if (asked.effectId === null) return null;
      const source = callable(command.source) ?? (command.source || agentOf(known));
      const memory: Memory = { ...asked.memory, transfer: { effectId: asked.effectId, kind, source } };
      // They talk first; whoever is to be handed on hears music meanwhile.
      const held = kind === "warm" ? hold(known, customers(known), true, ctx) : [];
      return { memory, effects: [...held, ...asked.effects] };
    }
    case "abort_transfer":
      return known.transfer ? abort(known, known.transfer.effectId, ctx) : null;
    case "resume_call":
      return { memory: { ...known, transfer: null }, effects: hold(known, customers(known), false, ctx) };
    case "voicemail_drop": {
      const url = config.voicemailDrop.trim();
      if (!url) return null;
      const far = at.some((id) => known.members[id]?.role === "customer") ? at : customers(known);
      return some(far.map((member) => steer(known, { do: "play", member, url: ctx.urls.media(url) }, ctx)));
    }
    case "hold":
    case "unhold":
      return some(hold(known, at, name === "hold", ctx));
    case "mute":
    case "unmute":
      return some(at.map((member) => steer(known, { do: "change", member, mute: name === "mute" }, ctx)));
    case "hangup": {
      const removed = some(remove(known, at, ctx));
      return removed && { ...removed, memory: marked(known, removed.effects) };
    }
  }
}

const invitedOrNull = ({ memory, effects, effectId }: ReturnType<typeof invite>): Effects | null =>
  effectId === null ? null : { memory, effects };

/** Who asks for a transfer when the request doesn't say: the first agent. */
const agentOf = (known: Memory): string => Object.values(known.members).find(({ role }) => role === "agent")?.address ?? known.own.address;

/** The target goes, if it came at all; the customers are back. */
export function abort(known: Memory, effectId: string, ctx: StepContext): Effects {
  const uuid = known.invited[effectId]?.callUuid ?? "";
  const target = memberIds(known, ({ callUuid }) => uuid !== "" && callUuid === uuid);
  return { memory: { ...known, transfer: null }, effects: [...remove(known, target, ctx), ...hold(known, customers(known), false, ctx)] };
}
