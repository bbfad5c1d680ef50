import { defineManifest, type ExitSpec, type JsonObject } from "@cordboard/contract";
import { z } from "zod";
import { KEYS } from "../shared/ask.ts";
import { FAILED } from "../shared/exits.ts";
import { promptField } from "../shared/prompt.ts";
import { recipientsFace } from "../shared/recipients.ts";
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
      form: { widget: "phone" },
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
      description: "An address or uploaded file. Left empty: the ringing tone.",
      form: { widget: "url", advanced: true },
    }),
  callerName: z
    .string()
    .max(50)
    .default("")
    .meta({ title: "Name they see", form: { widget: "template", advanced: true } }),
  timeLimitSeconds: z
    .number()
    .int()
    .min(1)
    .max(14_400)
    .default(14_400)
    .meta({ title: "Talk at most", form: { unit: "s", advanced: true } }),
  hangUpOnStar: z
    .boolean()
    .default(false)
    .meta({
      title: "Caller may end it with *",
      description: "The caller stays on the line and goes on by Completed.",
      form: { advanced: true },
    }),
  record: z
    .string()
    .default("off")
    .meta({
      title: "Record the conversation",
      description: "off, always, or a template that prints true or false.",
      form: { widget: "template", advanced: true },
    }),
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
  exits: (): ExitSpec<"completed" | "no_answer" | "busy" | "rejected" | "failed">[] => [
    { id: "completed", label: "Completed" },
    { id: "no_answer", label: "No answer" },
    { id: "busy", label: "Busy" },
    { id: "rejected", label: "Rejected" },
    FAILED,
  ],
  variables: () => [
    { name: "dial_status", type: "text", title: "what the carrier says of it", sample: "completed" },
    { name: "b_leg_uuid", type: "text", title: "the carrier's id of the other side's call" },
    { name: "answered_by", type: "phone", title: "who answered", sample: "+14155550142" },
    { name: "duration", type: "number", title: "seconds they talked", sample: "42" },
    { name: "hangup_cause", type: "text", title: "why it ended", sample: "NORMAL_CLEARING" },
  ],
  face: (c) => [
    c.to.some((entry) => entry.trim()) ? `To ${recipientsFace(c.to)}` : "Nobody to connect yet",
    ...(c.to.length > 1 ? [c.mode === "parallel" ? "All at once" : "One after another"] : []),
    ...(c.confirm ? [`Press ${c.confirm.key} to accept`] : []),
  ],
  check: checkForward,
});
