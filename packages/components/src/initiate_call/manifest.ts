import { defineManifest, type ExitSpec, type JsonObject, type NodeIssue } from "@cordboard/contract";
import { z } from "zod";
import { looksCallable } from "../shared/addresses.ts";
import { LIMIT_VARIABLES, maxPriceField } from "../shared/call-limit.ts";
import { isSendDigits, isSipHeaderName } from "../shared/dialling.ts";
import { FAILED } from "../shared/exits.ts";
import { checkEvents, eventsField } from "../shared/post-events.ts";
import {
  callerMayChooseFace,
  callerMayChooseField,
  checkRecipients,
  nameOfRecipients,
  recipientDestinations,
  recipientsFace,
} from "../shared/recipients.ts";
import { channelsField, formatField } from "../shared/recording.ts";
import { isTemplate } from "../shared/text.ts";

/** Milliseconds, with the carrier's own bounds and defaults (plivo-platform 2.8). */
const span = (title: string, description: string, min: number, max: number, initial: number) =>
  z
    .number()
    .int()
    .min(min)
    .max(max)
    .default(initial)
    .meta({ title, description, form: { unit: "ms" } });

const machineTuning = z.strictObject({
  detectMs: span("Listen for", "How long the answer is listened to before it counts as a person.", 2_000, 10_000, 5_000),
  maximumSpeechMs: span("Longest greeting of a person", "Who speaks longer is a machine.", 1_000, 6_000, 5_000),
  initialSilenceMs: span("Longest silence at first", "Who is silent longer is a machine.", 2_000, 10_000, 4_500),
  maximumWords: z
    .number()
    .int()
    .min(2)
    .max(10)
    .default(3)
    .meta({ title: "Most words of a person", form: { unit: "words" } }),
  initialGreetingMs: span("Longest first words", "Longer first words without a pause are a machine's.", 1_000, 5_000, 1_500),
});

const config = z.strictObject({
  from: z
    .string()
    .default("")
    .meta({ title: "From", description: "The number they see: one of yours.", form: { widget: "phone", sender: "voice" } }),
  to: z
    .array(z.string())
    .default([])
    .meta({ title: "To", description: "Numbers or SIP addresses.", form: { widget: "phones" } }),
  mode: z
    .enum(["parallel", "sequential"])
    .default("sequential")
    .meta({
      title: "Several numbers are called",
      form: { widget: "segmented", labels: { parallel: "All at once", sequential: "One after another" } },
    }),
  ringSeconds: z
    .number()
    .int()
    .min(5)
    .max(120)
    .default(45)
    .meta({ title: "Ring at most", form: { unit: "s" } }),
  machineDetection: z
    .enum(["off", "continue", "hangup"])
    .default("off")
    .meta({
      title: "Answering machines",
      description: "Detecting one takes a few seconds, in which an answered call is silent.",
      form: { widget: "segmented", labels: { off: "Don't detect", continue: "Talk to it", hangup: "Hang up" } },
    }),
  machineTuning: machineTuning
    .nullable()
    .default(null)
    .meta({
      title: "Tune the detection",
      description: "Off: the carrier's own judgement.",
      form: { advanced: true, showWhen: { field: "machineDetection", is: ["continue", "hangup"] } },
    }),
  callerName: z
    .string()
    .default("")
    .meta({ title: "Name they see", description: "Up to 50 characters.", form: { widget: "template", advanced: true } }),
  sipHeaders: z
    .record(z.string(), z.string())
    .default({})
    .meta({
      title: "SIP headers",
      description: "Letters and digits, in names and values; SIP phones read them as X-PH-….",
      form: { widget: "keyvalue", advanced: true },
    }),
  sendDigits: z
    .string()
    .max(100)
    .default("")
    .meta({
      title: "Keys sent on answer",
      description: "w waits half a second, W a second.",
      form: { advanced: true, placeholder: "1w2W3" },
    }),
  timeLimitSeconds: z
    .number()
    .int()
    .min(1)
    .max(14_400)
    .default(14_400)
    .meta({ title: "Call at most", form: { unit: "s", advanced: true } }),
  maxPrice: maxPriceField(),
  record: z
    .string()
    .default("off")
    .meta({
      title: "Record the call",
      description: "off, always, or a template that prints true or false.",
      form: { widget: "template", advanced: true },
    }),
  recordFormat: formatField(),
  recordChannels: channelsField(),
  events: eventsField(["answered", "ended", "record"]),
  callerMayChoose: callerMayChooseField(),
});

export type InitiateCallConfig = z.infer<typeof config>;

export const initiateCall = defineManifest({
  type: "initiate_call",
  version: 1,
  title: "Initiate Call",
  summary: "Calls one number or several; the steps after it talk to whoever answers.",
  group: "call",
  icon: "phone-outgoing",
  keywords: ["dial", "outbound", "call", "place", "ring", "notify", "escalate"],
  waits: true,
  config,
  defaults: (): JsonObject => ({ from: "", to: [] }),
  destinations: recipientDestinations,
  exits: (c): ExitSpec<"answered" | "no_answer" | "busy" | "rejected" | "voicemail" | "failed">[] => [
    { id: "answered", label: "Answered", startsCall: true },
    { id: "no_answer", label: "No answer" },
    { id: "busy", label: "Busy" },
    { id: "rejected", label: "Rejected" },
    { id: "voicemail", label: "Voicemail", startsCall: c.machineDetection === "continue", optional: c.machineDetection === "off" },
    FAILED,
  ],
  variables: () => [
    { name: "uuid", type: "text", title: "the carrier's id of the call" },
    { name: "to", type: "phone", title: "who was called", sample: "+14155550142" },
    { name: "from", type: "phone", title: "the number they saw", sample: "+14155550199" },
    { name: "direction", type: "text", title: "always outbound", sample: "outbound" },
    { name: "to_iso2", type: "text", title: "their country, two letters", sample: "US" },
    { name: "to_country", type: "text", title: "their country", sample: "United States" },
    { name: "from_iso2", type: "text", title: "country of the number they saw, two letters", sample: "US" },
    { name: "from_country", type: "text", title: "country of the number they saw", sample: "United States" },
    { name: "start_time", type: "date", title: "when it was placed, UTC" },
    { name: "answer_time", type: "date", title: "when it was answered, UTC" },
    { name: "end_time", type: "date", title: "when it ended, UTC" },
    { name: "hangup_cause", type: "text", title: "why it ended", sample: "No Answer" },
    { name: "hangup_source", type: "text", title: "who ended it", sample: "Callee" },
    { name: "duration", type: "number", title: "seconds it took", sample: "30" },
    { name: "machine", type: "boolean", title: "whether a machine answered", sample: "false" },
    ...LIMIT_VARIABLES,
  ],
  face: (c) => [
    c.to.some((entry) => entry.trim()) ? `${recipientsFace(c.to)} → ${c.ringSeconds} s` : "Nobody to call yet",
    ...(c.to.length > 1 ? [c.mode === "parallel" ? "All at once" : "One after another"] : []),
    ...(c.machineDetection === "off" ? [] : [c.machineDetection === "hangup" ? "Hangs up on machines" : "Talks to machines"]),
    ...callerMayChooseFace(c),
  ],
  suggestName: (c) => nameOfRecipients("Call", c.to),
  check: (c, { wired }) => checkCall(c, wired),
});

/** The carrier's limit of `callerName`. */
const NAME_CHARACTERS = 50;

/** Codes: from_missing, bad_caller_id, name_too_long, bad_digits, bad_sip_header, voicemail_not_detected, and those of recipients and events. */
function checkCall(c: InitiateCallConfig, wired: ReadonlySet<string>): NodeIssue[] {
  const issues = [...checkRecipients(c.to, "call"), ...checkEvents(c.events)];
  const add = (level: NodeIssue["level"], code: string, message: string, field: string) => issues.push({ level, code, message, field });
  if (!c.from.trim()) add("error", "from_missing", "Say which number they see. Choose one of yours.", "from");
  else if (!looksCallable(c.from)) add("error", "bad_caller_id", "That is not a number. Choose one of yours.", "from");
  if (c.sendDigits && !isTemplate(c.sendDigits) && !isSendDigits(c.sendDigits.trim()))
    add("error", "bad_digits", "Only keys 0-9 * # and the pauses w and W can be sent. Correct it.", "sendDigits");
  if (!isTemplate(c.callerName) && c.callerName.length > NAME_CHARACTERS)
    add("error", "name_too_long", `The carrier shows ${NAME_CHARACTERS} characters. Shorten the name.`, "callerName");
  for (const [name, value] of Object.entries(c.sipHeaders)) {
    if (isSipHeaderName(name) && (isTemplate(value) || /^[A-Za-z0-9]*$/.test(value))) continue;
    const message = `“${name}” can't be sent: names and values have letters and digits only, and some names belong to the carrier.`;
    add("error", "bad_sip_header", `${message} Choose another one.`, `sipHeaders.${name}`);
  }
  if (c.machineDetection === "off" && wired.has("voicemail"))
    add(
      "warning",
      "voicemail_not_detected",
      "Answering machines are not detected, so nothing leaves by Voicemail. Switch detection on.",
      "machineDetection",
    );
  return issues;
}
