import { defineManifest, type ExitSpec, type JsonObject, type VariableSpec } from "@cordboard/contract";
import { z } from "zod";
import { KEYS } from "../shared/ask.ts";
import { LIMIT_VARIABLES, maxPriceField } from "../shared/call-limit.ts";
import { FAILED } from "../shared/exits.ts";
import { eventsField } from "../shared/post-events.ts";
import { promptField } from "../shared/prompt.ts";
import { channelsField, formatField } from "../shared/recording.ts";
import {
  callerMayChooseFace,
  callerMayChooseField,
  nameOfRecipients,
  recipientDestinations,
  recipientsFace,
} from "../shared/recipients.ts";
import { checkForward } from "./check.ts";

const confirm = z.strictObject({
  prompt: promptField({ title: "What they hear first" }),
  key: z
    .enum(KEYS)
    .default("1")
    .meta({ title: "Key to accept", form: { widget: "keys" } }),
  timeoutSeconds: z
    .number()
    .int()
    .min(1)
    .max(60)
    .default(10)
    .meta({ title: "Wait for the key", form: { unit: "s" } }),
});

const listenedFor = (title: string) =>
  z
    .string()
    .default("")
    .meta({
      title,
      description: "Keys that are noted while they talk, with commas between them.",
      form: { widget: "text", advanced: true, placeholder: "1,2,*9" },
    });

const config = z.strictObject({
  to: z
    .array(z.string())
    .default([])
    .meta({ title: "To", description: "Numbers or SIP addresses.", form: { widget: "phones" } }),
  from: z
    .string()
    .default("{{ Start.call.from }}")
    .meta({
      title: "From",
      description: "The number they see. The caller's own, or one of yours.",
      form: { widget: "phone", sender: "voice" },
    }),
  mode: z
    .enum(["parallel", "sequential"])
    .default("sequential")
    .meta({
      title: "Several numbers ring",
      form: { widget: "segmented", labels: { parallel: "All at once", sequential: "One after another" } },
    }),
  ringSeconds: z
    .number()
    .int()
    .min(5)
    .max(120)
    .default(30)
    .meta({ title: "Ring at most", form: { unit: "s" } }),
  confirm: confirm
    .nullable()
    .default(null)
    .meta({
      title: "Ask before connecting",
      description: "They hear a prompt and press a key; voicemail never does.",
      form: { advanced: true },
    }),
  dialMusic: z
    .string()
    .default("")
    .meta({
      title: "Music while it rings",
      description: "An address, an uploaded file, or real for the other side's own tone. Left empty: the ringing tone.",
      form: { widget: "audio", advanced: true },
    }),
  callerName: z
    .string()
    .default("")
    .meta({ title: "Name they see", description: "Up to 50 characters.", form: { widget: "template", advanced: true } }),
  timeLimitSeconds: z
    .number()
    .int()
    .min(1)
    .max(14_400)
    .default(14_400)
    .meta({ title: "Talk at most", form: { unit: "s", advanced: true } }),
  maxPrice: maxPriceField(),
  hangUpOnStar: z
    .boolean()
    .default(false)
    .meta({
      title: "Caller may end it with *",
      description: "The caller stays on the line and goes on by Completed.",
      form: { advanced: true },
    }),
  sendDigits: z
    .string()
    .default("")
    .meta({
      title: "Keys sent on answer",
      description: "Such as an extension. w waits half a second, W a second.",
      form: { widget: "template", advanced: true, placeholder: "W42" },
    }),
  digitsMatch: listenedFor("Keys to notice from the caller"),
  digitsMatchBLeg: listenedFor("Keys to notice from the other side"),
  sipHeaders: z
    .record(z.string(), z.string())
    .default({})
    .meta({
      title: "SIP headers",
      description: "Names of letters and digits; SIP phones read them as X-PH-….",
      form: { widget: "keyvalue", advanced: true },
    }),
  record: z
    .string()
    .default("off")
    .meta({
      title: "Record the conversation",
      description: "off, always, or a template that prints true or false.",
      form: { widget: "template", advanced: true },
    }),
  recordFormat: formatField(),
  recordChannels: channelsField(),
  events: eventsField(["answered", "connected", "digits", "hangup", "completed", "record"]),
  callerMayChoose: callerMayChooseField(),
});

export type CallForwardConfig = z.infer<typeof config>;

export const callForward = defineManifest({
  type: "call_forward",
  version: 1,
  title: "Call Forward",
  summary: "Connects the caller with somebody else.",
  group: "call",
  icon: "phone-forwarded",
  keywords: ["dial", "connect", "transfer", "bridge", "ring", "agent", "whisper", "hunt"],
  needsCall: true,
  waits: true,
  config,
  defaults: (): JsonObject => ({ to: [] }),
  destinations: recipientDestinations,
  exits: (): ExitSpec<"completed" | "no_answer" | "busy" | "rejected" | "failed">[] => [
    { id: "completed", label: "Completed" },
    { id: "no_answer", label: "No answer" },
    { id: "busy", label: "Busy" },
    { id: "rejected", label: "Rejected" },
    FAILED,
  ],
  variables: (): VariableSpec[] => [
    { name: "dial_status", type: "text", title: "what the carrier says of it", sample: "completed" },
    { name: "ring_status", type: "boolean", title: "whether it rang", sample: "true" },
    { name: "b_leg_uuid", type: "text", title: "the carrier's id of the other side's call" },
    { name: "answered_by", type: "phone", title: "who answered", sample: "+14155550142" },
    { name: "duration", type: "number", title: "seconds they talked", sample: "42" },
    { name: "hangup_cause", type: "text", title: "why it ended", sample: "NORMAL_CLEARING" },
    { name: "digits", type: "text", title: "keys that were noticed last", sample: "*9", callerChosen: true },
    { name: "uuid", type: "text", title: "the same as b_leg_uuid" },
    { name: "to", type: "phone", title: "who was called", sample: "+14155550142" },
    { name: "from", type: "phone", title: "the number they saw", sample: "+14155550100" },
    { name: "direction", type: "text", title: "always outbound", sample: "outbound" },
    { name: "to_iso2", type: "text", title: "their country, two letters", sample: "US" },
    { name: "to_country", type: "text", title: "their country", sample: "United States" },
    { name: "from_iso2", type: "text", title: "country of the number they saw, two letters", sample: "US" },
    { name: "from_country", type: "text", title: "country of the number they saw", sample: "United States" },
    { name: "start_time", type: "date", title: "when they were called, UTC" },
    { name: "answer_time", type: "date", title: "when the conversation began, UTC" },
    { name: "end_time", type: "date", title: "when it was over, UTC" },
    ...LIMIT_VARIABLES,
  ],
  face: (c) => [
    c.to.some((entry) => entry.trim()) ? `${recipientsFace(c.to)} → ${c.ringSeconds} s` : "Nobody to connect yet",
    ...(c.to.length > 1 ? [c.mode === "parallel" ? "All at once" : "One after another"] : []),
    ...(c.confirm ? [`They press ${c.confirm.key} to accept`] : []),
    ...callerMayChooseFace(c),
  ],
  suggestName: (c) => nameOfRecipients("Ring", c.to),
  check: checkForward,
});
