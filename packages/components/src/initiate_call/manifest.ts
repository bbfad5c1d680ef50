import { defineManifest, type ExitSpec, type JsonObject, type NodeIssue } from "@cordboard/contract";
import { z } from "zod";
import { looksCallable } from "../shared/addresses.ts";
import { isSendDigits } from "../shared/dialling.ts";
import { FAILED } from "../shared/exits.ts";
import { checkRecipients, nameOfRecipients, recipientsFace } from "../shared/recipients.ts";
import { isTemplate } from "../shared/text.ts";

const config = z.strictObject({
  from: z
    .string()
    .default("")
    .meta({ title: "From", description: "The number they see: one of yours.", form: { widget: "phone" } }),
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
  record: z
    .string()
    .default("off")
    .meta({
      title: "Record the call",
      description: "off, always, or a template that prints true or false.",
      form: { widget: "template", advanced: true },
    }),
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
    { name: "end_time", type: "date", title: "when it ended without an answer, UTC" },
    { name: "hangup_cause", type: "text", title: "why it ended without an answer", sample: "No Answer" },
    { name: "hangup_source", type: "text", title: "who ended it without an answer", sample: "Callee" },
    { name: "duration", type: "number", title: "seconds until it ended without an answer", sample: "30" },
    { name: "machine", type: "boolean", title: "whether a machine answered", sample: "false" },
  ],
  face: (c) => [
    c.to.some((entry) => entry.trim()) ? `${recipientsFace(c.to)} → ${c.ringSeconds} s` : "Nobody to call yet",
    ...(c.to.length > 1 ? [c.mode === "parallel" ? "All at once" : "One after another"] : []),
    ...(c.machineDetection === "off" ? [] : [c.machineDetection === "hangup" ? "Hangs up on machines" : "Talks to machines"]),
  ],
  suggestName: (c) => nameOfRecipients("Call", c.to),
  check: (c, { wired }) => checkCall(c, wired),
});

/** Codes: from_missing, bad_caller_id, bad_digits, voicemail_not_detected, and those of recipients. */
function checkCall(c: InitiateCallConfig, wired: ReadonlySet<string>): NodeIssue[] {
  const issues = checkRecipients(c.to, "call");
  const add = (level: NodeIssue["level"], code: string, message: string, field: string) => issues.push({ level, code, message, field });
  if (!c.from.trim()) add("error", "from_missing", "Say which number they see. Choose one of yours.", "from");
  else if (!looksCallable(c.from)) add("error", "bad_caller_id", "That is not a number. Choose one of yours.", "from");
  if (c.sendDigits && !isTemplate(c.sendDigits) && !isSendDigits(c.sendDigits.trim()))
    add("error", "bad_digits", "Only keys 0-9 * # and the pauses w and W can be sent. Correct it.", "sendDigits");
  if (c.machineDetection === "off" && wired.has("voicemail"))
    add(
      "warning",
      "voicemail_not_detected",
      "Answering machines are not detected, so nothing leaves by Voicemail. Switch detection on.",
      "machineDetection",
    );
  return issues;
}
