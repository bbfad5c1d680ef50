import { type CheckContext, defineManifest, type ExitSpec, type JsonObject, type NodeIssue, type VariableType } from "@cordboard/contract";
import { z } from "zod";
import { FAILED } from "../shared/exits.ts";
import {
  checkMessage,
  messageFace,
  messageFields,
  PARTS_WHEN,
  replyTimeout,
  sendingFields,
  SENT_VARIABLES,
  TIMEOUT_EXIT,
  whatsAppField,
} from "../shared/message.ts";
import { patternProblem } from "../shared/pattern.ts";
import { recipientDestinations } from "../shared/recipients.ts";
import { isTemplate, nameFrom } from "../shared/text.ts";

const validate = z.strictObject({
  kind: z
    .enum(["none", "number", "date", "phone", "card", "pattern"])
    .default("none")
    .meta({
      title: "Must be",
      form: {
        widget: "select",
        labels: {
          none: "Anything",
          number: "A number",
          date: "A date",
          phone: "A phone number",
          card: "A card number",
          pattern: "Like a pattern",
        },
      },
    }),
  pattern: z
    .string()
    .default("")
    .meta({
      title: "Pattern",
      description: "RE2; must fit the whole text.",
      form: { placeholder: "[A-Z]{2}[0-9]{4}", showWhen: { field: "kind", is: ["pattern"] } },
    }),
  min: z
    .number()
    .default(0)
    .meta({ title: "At least", form: { showWhen: { field: "kind", is: ["number"] } } }),
  max: z
    .number()
    .default(0)
    .meta({ title: "At most", description: "0: no limit.", form: { showWhen: { field: "kind", is: ["number"] } } }),
});

const config = z.strictObject({
  ...messageFields,
  ...whatsAppField,
  timeoutSeconds: replyTimeout("Wait for a reply"),
  validate: validate.prefault({}).meta({ title: "Check the reply" }),
  attempts: z
    .number()
    .int()
    .min(1)
    .max(10)
    .default(3)
    .meta({ title: "Ask at most", description: "A reply that doesn't pass the check is asked for again.", form: { unit: "times" } }),
  invalidText: z
    .string()
    .default("")
    .meta({
      title: "After a reply that doesn't fit",
      description: "Left empty: the question again.",
      form: { widget: "textarea", advanced: true, partsWhen: PARTS_WHEN },
    }),
  sensitive: z
    .boolean()
    .default(false)
    .meta({ title: "Sensitive", description: "The reply is kept out of logs and wiped when the run ends.", form: { advanced: true } }),
  ...sendingFields,
});

export type AskByMessageConfig = z.infer<typeof config>;

const VALUE_TYPES: Record<AskByMessageConfig["validate"]["kind"], VariableType> = {
  none: "text",
  number: "number",
  date: "date",
  phone: "phone",
  card: "text",
  pattern: "text",
};

export const askByMessage = defineManifest({
  type: "ask_by_message",
  version: 1,
  title: "Ask and Wait",
  summary: "Sends a question and waits for the reply.",
  group: "message",
  icon: "message-square-reply",
  keywords: ["sms", "question", "reply", "answer", "survey", "send and wait", "conversation", "whatsapp", "mms"],
  waits: true,
  acts: () => true,
  hears: true,
  config,
  defaults: (): JsonObject => ({ to: ["{{ contact.number }}"], text: "" }),
  destinations: recipientDestinations,
  exits: (): ExitSpec<"replied" | "timeout" | "failed">[] => [{ id: "replied", label: "Replied" }, TIMEOUT_EXIT, FAILED],
  variables: (c) => {
    const sensitive = c.sensitive ? { sensitive: true } : {};
    return [
      { name: "text", type: "text", title: "the reply as it was written", sample: "Blue", callerChosen: true, ...sensitive },
      { name: "value", type: VALUE_TYPES[c.validate.kind], title: "the checked reply", sample: "Blue", callerChosen: true, ...sensitive },
      { name: "media", type: "list", title: "addresses of pictures and files in the reply" },
      { name: "received_at", type: "date", title: "when the reply came, UTC" },
      { name: "from", type: "phone", title: "who replied", sample: "+14155550100" },
      { name: "attempts", type: "number", title: "how often it was asked", sample: "1" },
      ...SENT_VARIABLES,
    ];
  },
  face: (c) => messageFace(c),
  suggestName: (c) => nameFrom("Ask", c.text),
  check: checkAsk,
});

/** Codes: those of messages, pattern_missing, bad_pattern, bad_range, no_replies. */
function checkAsk(c: AskByMessageConfig, context: CheckContext): NodeIssue[] {
  const issues = checkMessage(c, context);
  const add = (code: string, message: string, field: string) => issues.push({ level: "error", code, message, field });
  const { kind, pattern, min, max } = c.validate;
  if (kind === "pattern" && !pattern) add("pattern_missing", "Write the pattern that a reply must fit.", "validate.pattern");
  const problem = kind === "pattern" && pattern && !isTemplate(pattern) ? patternProblem(pattern) : null;
  if (problem) add("bad_pattern", `The pattern can't be read: ${problem}.`, "validate.pattern");
  if (kind === "number" && max !== 0 && max < min)
    add("bad_range", "The largest number is smaller than the smallest; swap them.", "validate.max");
  return issues;
}
