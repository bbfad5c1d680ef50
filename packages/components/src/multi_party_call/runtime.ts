import {
  type Effect,
  type ExitOf,
  type JsonObject,
  type Outcome,
  type Runtime,
  STEP_CODES,
  type StepContext,
  type StepEvent,
} from "@cordboard/contract";
import type { Verb } from "@cordboard/plivo";
import { SPARE_SECONDS } from "../shared/deadline.ts";
import { countryOf } from "../shared/numbers.ts";
import { partiesOf } from "../shared/parties.ts";
import { postEvents } from "../shared/post-events.ts";
import { recordingData } from "../shared/recording.ts";
import { BAD_ROOM, roomName, SOUND_WORDS } from "../shared/rooms.ts";
import { isTruthy } from "../shared/values.ts";
import { abort, endCall, invite, marked, membersAt, obey, remove } from "./commands.ts";
import type { multiPartyCall as manifest, MultiPartyConfig } from "./manifest.ts";
import { afterNews, isExpected, linked, type Memory, memory, others, type Role, withGuest } from "./state.ts";

/*
 * enter ──MultiPartyCall──► the call joins ──calls the list, one after another──► they talk ◄──► steered by API
 *                             │                  └─nobody came: the call is ended ──► failed
 *                             └─never joined ──► failed
 *   it ends, and our call comes out of it ──────────────► completed
 *   our call hangs up, or is dropped by a cold transfer: the others go on; completed when the carrier says it is over
 */
type Exit = ExitOf<typeof manifest>;

export const multiPartyCall: Runtime<MultiPartyConfig, Exit> = {
  enter(config, ctx) {
    const room = roomName(config.room);
    const outputs = firstOutputs(room ?? "", ctx);
    if (!room) return { do: "exit", exit: "failed", outputs, error: BAD_ROOM };
    const { leg } = ctx;
    const own = {
      callUuid: leg?.callUuid ?? "",
      address: (leg?.role === "inbound" ? leg.from : leg?.to) ?? "",
      role: ownRole(config),
      dropped: false,
    };
    const remember: Memory = {
      room,
      own,
      joinedAt: 0,
      members: {},
      invited: {},
      queue: partiesOf(config.to).parties,
      transfer: null,
      failure: null,
      ended: false,
      known: outputs,
    };
    const { verbs, documents } = join(config, room, own.role, ctx);
    const deadlineSeconds = config.maxSeconds + SPARE_SECONDS;
    return {
      do: "await",
      verbs,
      outputs,
      wait: { for: "carrier", what: "multi_party_call", deadlineSeconds, memory: remember, documents },
    };
  },

  resume(config, event, ctx, stored) {
    const known = memory.parse(stored);
    switch (event.type) {
      case "room":
        return told(config, known, event, ctx);
      case "command": {
        const obeyed = obey(known, event.command, config, ctx);
        return obeyed ? { do: "stay", memory: obeyed.memory, effects: obeyed.effects } : { do: "ignore" };
      }
      case "effect": {
        const guest = known.invited[event.effectId];
        if (!guest || guest.state !== "asked") return { do: "ignore" };
        if (!event.result.ok) return missed(config, known, event.effectId, event.result.error, ctx);
        const uuid = event.result.data["callUuid"];
        return typeof uuid === "string" ? met(linked(known, event.effectId, uuid), event.effectId, ctx) : { do: "ignore" };
      }
      case "call_progress": {
        if (!known.invited[event.effectId]) return { do: "ignore" };
        const next = linked(known, event.effectId, event.leg.callUuid);
        if (event.progress !== "ended") return met(next, event.effectId, ctx);
        if (next.invited[event.effectId]?.state === "asked") return missed(config, next, event.effectId, NOBODY, ctx);
        return over(config, withGuest(next, event.effectId, { state: "over" }), ctx);
      }
      case "recording": {
        const outputs = { recording_id: event.id, recording_url: ctx.urls.recording(event.id) };
        const effects = postEvents(config.events, "record", recordingData(event, ctx), ctx);
        return { do: "stay", memory: { ...known, known: { ...known.known, ...outputs } }, outputs, effects };
      }
      case "room_left":
        return cameOut(config, known, event.memberId, ctx);
      case "hangup": {
        if (known.joinedAt === 0) return { do: "ignore", outputs: known.known };
        return over(config, known, ctx);
      }
      case "silence":
      case "timer":
        return leave(config, known, ctx);
      default:
        return { do: "ignore" };
    }
  },

  /** The file of a call comes when it is over. */
  afterwards(config, event, ctx) {
    if (event.type !== "recording") return {};
    const outputs = { recording_id: event.id, recording_url: ctx.urls.recording(event.id) };
    return { outputs, effects: postEvents(config.events, "record", recordingData(event, ctx), ctx) };
  },
};

const NOBODY = { code: "dial_failed", message: STEP_CODES.dial_failed };
const ownRole = ({ role, dialing }: MultiPartyConfig): Role =>
  role === "auto" ? (dialing === "customer_dials_in" ? "customer" : "agent") : role;
const otherRole = ({ dialing }: MultiPartyConfig): Role => (dialing === "customer_dials_in" ? "agent" : "customer");

/** The carrier says who came and went. */
function told(config: MultiPartyConfig, before: Memory, event: StepEvent & { type: "room" }, ctx: StepContext): Outcome<Exit> {
  const known = afterNews(before, event, ctx.now);
  const posted = postEvents(config.events, event.event, { ...known.known, member_id: event.memberId }, ctx);
  if (event.event === "enter" && event.callUuid === known.own.callUuid) return dialNext(config, known, posted, ctx);
  const { transfer } = known;
  const target = transfer && known.invited[transfer.effectId];
  if (event.event === "enter" && transfer && target?.callUuid === event.callUuid) {
    const outcome = met(known, transfer.effectId, ctx);
    return { ...outcome, effects: [...posted, ...(outcome.effects ?? [])] };
  }
  if (event.event === "exit" && transfer?.kind === "warm" && target?.callUuid === event.callUuid) {
    const { memory: next, effects } = abort(known, transfer.effectId, ctx);
    return stay(next, [...posted, ...effects]);
  }
  if (event.event !== "end" && event.event !== "exit") return stay(known, posted);
  const outcome = over(config, known, ctx);
  return { ...outcome, effects: [...posted, ...(outcome.effects ?? [])] };
}

/** Whoever hands a call on without a word is dropped when the other is there. */
function met(known: Memory, effectId: string, ctx: StepContext): Outcome<Exit> {
  const { transfer } = known;
  const isHere = known.invited[effectId]?.state === "here";
  if (transfer?.kind !== "cold" || transfer.effectId !== effectId || !isHere) return stay(known, []);
  const effects = remove(known, membersAt(known, transfer.source), ctx);
  return stay({ ...marked(known, effects), transfer: null }, effects);
}

const stay = (known: Memory, effects: Effect[]): Outcome<Exit> => ({ do: "stay", memory: known, outputs: known.known, effects });

/** The next of the list, if nobody of it is there or on the way. */
function dialNext(config: MultiPartyConfig, known: Memory, posted: Effect[], ctx: StepContext): Outcome<Exit> {
  const [to, ...queue] = known.queue;
  if (to === undefined) return stay(known, posted);
  const asked = invite({ ...known, queue }, { to, role: otherRole(config), why: "dial" }, config, ctx);
  return asked.effectId === null ? dialNext(config, { ...known, queue }, posted, ctx) : stay(asked.memory, [...posted, ...asked.effects]);
}

/** Somebody who was called did not come. */
function missed(
  config: MultiPartyConfig,
  before: Memory,
  effectId: string,
  error: { code: string; message: string },
  ctx: StepContext,
): Outcome<Exit> {
  const known = withGuest(before, effectId, { state: "over" });
  if (known.transfer?.effectId === effectId) {
    const { memory: next, effects } = abort(known, effectId, ctx);
    return stay(next, effects);
  }
  if (known.invited[effectId]?.why !== "dial") return stay(known, []);
  if (known.queue.length > 0) return dialNext(config, known, [], ctx);
  // Whoever waits here is let go: nobody is left who could come.
  if (others(known).length === 0 && !isExpected(known)) return stay({ ...known, failure: error }, endCall(known, ctx));
  return stay(known, []);
}

/** Our call has left the room and asks how to go on. */
function cameOut(config: MultiPartyConfig, known: Memory, memberId: string, ctx: StepContext): Outcome<Exit> {
  if (!memberId && known.joinedAt === 0) return leave(config, known, ctx);
  const joined: Memory = { ...known, joinedAt: known.joinedAt || ctx.now };
  // Put out by us, while others may go on: their call is not over, this one is. Its hang-up is told.
  if (known.own.dropped && ctx.leg) return stay(joined, [{ id: ctx.newId(), kind: "hangup_call", callUuid: known.own.callUuid }]);
  return leave(config, joined, ctx);
}

/** Over for everybody? A call of ours that is still alive comes and asks by itself. */
function over(config: MultiPartyConfig, known: Memory, ctx: StepContext): Outcome<Exit> {
  const done = known.ended || (others(known).length === 0 && !isExpected(known));
  return done && ctx.leg === null ? leave(config, known, ctx) : stay(known, []);
}

function leave(config: MultiPartyConfig, known: Memory, ctx: StepContext): Outcome<Exit> {
  const duration = known.joinedAt > 0 ? Math.round((ctx.now - known.joinedAt) / 1000) : 0;
  const outputs = { ...known.known, duration };
  const error = known.failure ?? (known.joinedAt === 0 ? { code: "room_not_joined", message: STEP_CODES.room_not_joined } : null);
  if (error) return { do: "exit", exit: "failed", outputs, error };
  return { do: "exit", exit: "completed", outputs, effects: postEvents(config.events, "completed", outputs, ctx) };
}

function join(config: MultiPartyConfig, room: string, role: Role, ctx: StepContext) {
  const music = { wait: config.waitMusic, agent: config.agentHoldMusic, customer: config.customerHoldMusic };
  const documents: Record<string, Verb[]> = {};
  for (const [name, file] of Object.entries(music))
    if (file.trim()) documents[name] = [{ element: "Play", attributes: { loop: 0 }, body: ctx.urls.media(file.trim()) }];
  const verb: Verb = {
    element: "MultiPartyCall",
    attributes: {
      role: ROLES[role],
      maxDuration: config.maxSeconds,
      maxParticipants: config.maxMembers,
      ...(documents["wait"] && { waitMusicUrl: ctx.urls.document("wait"), waitMusicMethod: "POST" as const }),
      ...(documents["agent"] && { agentHoldMusicUrl: ctx.urls.document("agent"), agentHoldMusicMethod: "POST" as const }),
      ...(documents["customer"] && { customerHoldMusicUrl: ctx.urls.document("customer"), customerHoldMusicMethod: "POST" as const }),
      ...(isTruthy(config.record) && {
        record: true,
        recordFileFormat: config.recordFormat,
        recordingCallbackUrl: ctx.urls.callback,
        recordingCallbackMethod: "POST" as const,
      }),
      statusCallbackUrl: ctx.urls.callback,
      statusCallbackMethod: "POST",
      stayAlone: config.stayAlone,
      ...(role === "supervisor" && { coachMode: config.coach }),
      ...(config.muted && { mute: true }),
      startMpcOnEnter: config.startOnEnter,
      endMpcOnExit: config.endOnExit,
      enterSound: SOUND_WORDS[config.enterSound],
      exitSound: SOUND_WORDS[config.exitSound],
      onExitActionUrl: ctx.urls.action,
      onExitActionMethod: "POST",
    },
    body: room,
  };
  return { verbs: [verb], documents };
}

const ROLES = { agent: "Agent", customer: "Customer", supervisor: "Supervisor" } as const;

/** All variables each time, so that nothing is left over from an earlier visit. */
function firstOutputs(room: string, { leg }: StepContext): JsonObject {
  const [from, to] = [leg?.from ?? "", leg?.to ?? ""];
  const [theirs, ours] = [countryOf(from), countryOf(to)];
  return {
    room,
    uuid: "",
    member_id: "",
    event: "",
    duration: 0,
    answered_by: "",
    recording_id: "",
    recording_url: "",
    conference_name: room,
    conference_uuid: "",
    call_uuid: leg?.callUuid ?? "",
    call_status: leg?.status ?? "",
    direction: leg?.role === "inbound" ? "inbound" : "outbound",
    from,
    to,
    from_iso2: theirs.iso2,
    from_country: theirs.name,
    to_iso2: ours.iso2,
    to_country: ours.name,
  };
}
