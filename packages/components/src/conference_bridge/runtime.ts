import { type ExitOf, type JsonObject, type Outcome, type Runtime, STEP_CODES, type StepCode, type StepContext } from "@cordboard/contract";
import type { Verb } from "@cordboard/plivo";
import { z } from "zod";
import { askVerbs, listensSeconds, type Question } from "../shared/ask.ts";
import { carrierDeadline, SPARE_SECONDS } from "../shared/deadline.ts";
import { usableMatch } from "../shared/dialling.ts";
import { postEvents } from "../shared/post-events.ts";
import { type PromptVerb, promptVerbs } from "../shared/prompt-verbs.ts";
import { recordingData } from "../shared/recording.ts";
import { roomName, SOUND_WORDS } from "../shared/rooms.ts";
import { isTruthy } from "../shared/values.ts";
import type { conferenceBridge as manifest, ConferenceConfig } from "./manifest.ts";

/*
 * enter ──PIN?──yes──► ask ──right──► join ──callbacks: came, keys, recording (kept)──► the call has left the room ──► completed
 *          │            ▲ └─wrong, silence: tries left? ──no──► failed (wrong_pin)
 *          └──no──► join                          │
 *                     └── never came in (full, refused) ──► failed (room_not_joined)
 *  hang-up: completed once in the room, else the hang-up rule
 */
type Exit = ExitOf<typeof manifest>;

const memory = z.object({
  phase: z.enum(["pin", "room"]),
  attempt: z.number(),
  callUuid: z.string(),
  /** ms since the epoch; 0: not in the room yet. */
  joinedAt: z.number(),
  memberId: z.string(),
  /** Variables so far. */
  known: z.record(z.string(), z.json()),
});
type Memory = z.infer<typeof memory>;

/** PHLO's names (phlo.md 8.8). */
const EVENT_NAMES: Record<string, string> = { enter: "ConferenceEnter", exit: "ConferenceExit", digits: "ConferenceDigitsMatch" };
const PIN_SECONDS = 10;

export const conferenceBridge: Runtime<ConferenceConfig, Exit> = {
  enter(config, ctx) {
    const room = roomName(config.room);
    if (!room) return failed("bad_room_name", firstOutputs("", ctx));
    const remember: Memory = {
      phase: "room",
      attempt: 1,
      callUuid: ctx.leg?.callUuid ?? "",
      joinedAt: 0,
      memberId: "",
      known: firstOutputs(room, ctx),
    };
    return config.pin.trim() ? ask(config, ctx, { ...remember, phase: "pin" }, []) : join(config, ctx, remember, room);
  },

  resume(config, event, ctx, stored) {
    const known = memory.parse(stored);
    const named = known.known["room"];
    const room = typeof named === "string" ? named : "";
    if (known.phase === "pin") {
      if (event.type === "input" && event.digits === config.pin.trim()) {
        return join(config, ctx, { ...known, phase: "room", known: { ...known.known, pin: event.digits } }, room);
      }
      if (event.type === "input" || event.type === "silence")
        return wrongPin(config, ctx, known, event.type === "input" ? event.digits : "");
      return { do: "ignore" };
    }
    const completed = (): Outcome<Exit> => {
      const duration = known.joinedAt > 0 ? Math.round((ctx.now - known.joinedAt) / 1000) : 0;
      const outputs = { ...known.known, duration };
      return { do: "exit", exit: "completed", outputs, effects: postEvents(config.events, "completed", outputs, ctx) };
    };
    switch (event.type) {
      case "room": {
        if (event.callUuid !== known.callUuid) return { do: "ignore" };
        const next = afterNews(known, event, ctx.now);
        const effects = postEvents(config.events, event.event, next.known, ctx);
        return { do: "stay", memory: next, outputs: next.known, effects };
      }
      case "recording": {
        const next = { ...known, known: { ...known.known, recording_id: event.id, recording_url: ctx.urls.recording(event.id) } };
        const effects = postEvents(config.events, "record", recordingData(event, ctx), ctx);
        return { do: "stay", memory: next, outputs: next.known, effects };
      }
      case "command": {
        const { name } = event.command;
        if (!known.memberId || (name !== "mute" && name !== "unmute" && name !== "hangup")) return { do: "ignore" };
        const member = known.memberId;
        const request = name === "hangup" ? { do: "remove" as const, member } : { do: "change" as const, member, mute: name === "mute" };
        return { do: "stay", effects: [{ id: ctx.newId(), kind: "steer_room", room: "conference", name: room, request }] };
      }
      case "room_left":
        // The room says that it was there, although its first callback may still be on the way.
        return event.memberId || known.joinedAt > 0 ? completed() : failed("room_not_joined", known.known);
      case "silence":
      case "timer":
        return known.joinedAt > 0 ? completed() : failed("room_not_joined", known.known);
      case "hangup":
        return known.joinedAt > 0 ? completed() : { do: "ignore", outputs: known.known };
      default:
        return { do: "ignore" };
    }
  },

  /** The file of a conference comes when it is over. */
  afterwards(config, event, ctx) {
    if (event.type !== "recording") return {};
    const outputs = { recording_id: event.id, recording_url: ctx.urls.recording(event.id) };
    return { outputs, effects: postEvents(config.events, "record", recordingData(event, ctx), ctx) };
  },
};

function afterNews(known: Memory, event: { event: string; roomUuid: string; memberId: string; digits: string }, now: number): Memory {
  const memberId = event.memberId || known.memberId;
  return {
    ...known,
    memberId,
    joinedAt: event.event === "enter" && known.joinedAt === 0 ? now : known.joinedAt,
    known: {
      ...known.known,
      uuid: event.roomUuid,
      conference_uuid: event.roomUuid,
      member_id: memberId,
      event: EVENT_NAMES[event.event] ?? event.event,
      ...(event.digits && { digits: event.digits }),
    },
  };
}

function ask(config: ConferenceConfig, ctx: StepContext, remember: Memory, sorry: PromptVerb[]): Outcome<Exit> {
  const question: Question = {
    prompt: [...sorry, ...promptVerbs(config.pinPrompt, ctx)],
    interruptible: true,
    input: "keys",
    maxDigits: 32,
    finishKey: "#",
    timeoutSeconds: PIN_SECONDS,
    hints: [],
    language: ctx.language,
    sensitive: true,
  };
  const verbs = askVerbs(question, ctx.urls);
  const deadlineSeconds = carrierDeadline(verbs, listensSeconds(question));
  return { do: "await", verbs, wait: { for: "carrier", what: "digits", deadlineSeconds, memory: remember } };
}

function wrongPin(config: ConferenceConfig, ctx: StepContext, known: Memory, entered: string): Outcome<Exit> {
  const outputs = { ...known.known, pin: entered };
  if (known.attempt >= config.pinAttempts) return failed("wrong_pin", outputs);
  const again = ask(config, ctx, { ...known, attempt: known.attempt + 1 }, promptVerbs(config.wrongPinPrompt, ctx));
  return { ...again, outputs };
}

function join(config: ConferenceConfig, ctx: StepContext, remember: Memory, room: string): Outcome<Exit> {
  const music = config.waitMusic.trim();
  const digitsMatch = usableMatch(config.digitsMatch);
  const conference: Verb = {
    element: "Conference",
    attributes: {
      action: ctx.urls.action,
      callbackUrl: ctx.urls.callback,
      ...(config.muted && { muted: true }),
      enterSound: SOUND_WORDS[config.enterSound],
      exitSound: SOUND_WORDS[config.exitSound],
      startConferenceOnEnter: config.startOnEnter,
      endConferenceOnExit: config.endOnExit,
      stayAlone: config.stayAlone,
      ...(music && { waitSound: ctx.urls.document("music") }),
      maxMembers: config.maxMembers,
      timeLimit: config.timeLimitSeconds,
      ...(config.leaveOnStar && { hangupOnStar: true }),
      ...(isTruthy(config.record) && { record: true, recordFileFormat: config.recordFormat }),
      ...(digitsMatch && { digitsMatch }),
      ...(!config.relayDigits && { relayDTMF: false }),
      ...(config.events.some(({ event }) => event === "floor" || event === "all") && { floorEvent: true }),
    },
    body: room,
  };
  const verbs = [...promptVerbs(config.announcement, ctx), conference];
  const documents = music ? { music: [{ element: "Play" as const, attributes: { loop: 0 }, body: ctx.urls.media(music) }] } : {};
  const deadlineSeconds = config.timeLimitSeconds + SPARE_SECONDS;
  return {
    do: "await",
    verbs,
    outputs: remember.known,
    wait: { for: "carrier", what: "conference", deadlineSeconds, memory: remember, documents },
  };
}

/** All variables each time, so that nothing is left over from an earlier visit. */
function firstOutputs(room: string, { leg }: StepContext): JsonObject {
  return {
    room,
    uuid: "",
    member_id: "",
    event: "",
    duration: 0,
    digits: "",
    recording_id: "",
    recording_url: "",
    conference_name: room,
    conference_uuid: "",
    call_uuid: leg?.callUuid ?? "",
    from: leg?.from ?? "",
    to: leg?.to ?? "",
  };
}

const failed = (code: StepCode, outputs: JsonObject): Outcome<Exit> => ({
  do: "exit",
  exit: "failed",
  outputs,
  error: { code, message: STEP_CODES[code] },
});
