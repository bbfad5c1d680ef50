import { defineManifest, type ExitSpec, type JsonObject, type VariableSpec } from "@cordboard/contract";
import { z } from "zod";
import { FAILED } from "../shared/exits.ts";
import { eventsField } from "../shared/post-events.ts";
import { promptFace, promptField } from "../shared/prompt.ts";
import { formatField } from "../shared/recording.ts";
import { onOff, sound } from "../shared/room-fields.ts";
import { nameFrom, shorten, withoutBraces } from "../shared/text.ts";
import { checkConference } from "./check.ts";

const config = z.strictObject({
  room: z
    .string()
    .default("")
    .meta({ title: "Room", description: "Whoever comes to the same name hears each other.", form: { placeholder: "team_call" } }),
  pin: z
    .string()
    .default("")
    .meta({ title: "PIN", description: "Digits that callers enter first. Left empty: none is asked for.", form: { widget: "template" } }),
  pinPrompt: promptField({ title: "Asks for the PIN" }),
  wrongPinPrompt: promptField({ title: "After a wrong PIN", form: { advanced: true } }),
  pinAttempts: z
    .number()
    .int()
    .min(1)
    .max(10)
    .default(3)
    .meta({ title: "Ask for it at most", form: { unit: "times", advanced: true } }),
  announcement: promptField({ title: "Heard before joining" }),
  waitMusic: z
    .string()
    .default("")
    .meta({ title: "Music while waiting", description: "An address or an uploaded file.", form: { widget: "audio" } }),
  startOnEnter: onOff("Starts the conference", true, "Off: this caller waits until somebody comes who starts it."),
  endOnExit: onOff("Ends the conference on leaving", false),
  stayAlone: onOff("May stay alone", true, "Off: the last one is put out."),
  muted: onOff("Joins muted", false),
  leaveOnStar: onOff("May leave with *", false, "The caller stays on the line and goes on by Completed."),
  maxMembers: z
    .number()
    .int()
    .min(1)
    .max(20)
    .default(20)
    .meta({ title: "Members at most", form: { advanced: true } }),
  timeLimitSeconds: z
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(86_400)
    .meta({ title: "Lasts at most", form: { unit: "s", advanced: true } }),
  enterSound: sound("Sound when somebody comes", "beep"),
  exitSound: sound("Sound when somebody leaves", "double_beep"),
  digitsMatch: z
    .string()
    .default("")
    .meta({
      title: "Keys to notice",
      description: "With commas between them.",
      form: { widget: "text", advanced: true, placeholder: "1,2,*9" },
    }),
  relayDigits: onOff("Others hear pressed keys", true),
  record: z
    .string()
    .default("off")
    .meta({
      title: "Record the conference",
      description: "off, always, or a template that prints true or false.",
      form: { widget: "template", advanced: true },
    }),
  recordFormat: formatField(),
  events: eventsField(["enter", "exit", "digits", "floor", "record", "completed"]),
});

export type ConferenceConfig = z.infer<typeof config>;

const VARIABLES: VariableSpec[] = [
  { name: "room", type: "text", title: "name of the room", sample: "team_call" },
  { name: "uuid", type: "text", title: "the carrier's id of the conference" },
  { name: "member_id", type: "text", title: "the carrier's id of this member" },
  { name: "event", type: "text", title: "what happened last", sample: "ConferenceEnter" },
  { name: "duration", type: "number", title: "seconds in the room", sample: "42" },
  { name: "digits", type: "text", title: "keys that were noticed last", sample: "*9", callerChosen: true },
  { name: "recording_id", type: "text", title: "the carrier's id of the recording" },
  { name: "recording_url", type: "text", title: "link to the recording, good for a week" },
  { name: "conference_name", type: "text", title: "the same as room" },
  { name: "conference_uuid", type: "text", title: "the same as uuid" },
  { name: "call_uuid", type: "text", title: "the carrier's id of the call" },
  { name: "from", type: "phone", title: "who called", sample: "+14155550100" },
  { name: "to", type: "phone", title: "who was called", sample: "+14155550199" },
];

export const conferenceBridge = defineManifest({
  type: "conference_bridge",
  version: 1,
  title: "Conference",
  summary: "Lets callers talk to each other in a room, with a PIN if you like.",
  group: "call",
  icon: "users",
  keywords: ["conference", "bridge", "room", "meeting", "pin", "party line"],
  needsCall: true,
  waits: true,
  steered: "conference_bridge",
  config,
  defaults: (): JsonObject => ({ room: "" }),
  exits: (): ExitSpec<"completed" | "failed">[] => [{ id: "completed", label: "Completed" }, FAILED],
  variables: (c) => [
    ...VARIABLES,
    ...(c.pin.trim()
      ? [{ name: "pin", type: "text", title: "what was entered as the PIN", sensitive: true, callerChosen: true } as const]
      : []),
  ],
  face: (c) =>
    [
      c.room.trim() ? `Room ${shorten(withoutBraces(c.room), 40)}${c.pin.trim() ? ", with a PIN" : ""}` : "No room yet",
      ...promptFace(c.announcement),
      ...(c.startOnEnter ? [] : ["Waits for somebody who starts it"]),
    ].slice(0, 3),
  suggestName: (c) => nameFrom("Conference", c.room),
  check: checkConference,
});
