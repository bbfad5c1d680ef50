import { defineManifest, type ExitSpec, type JsonObject, type NodeIssue } from "@cordboard/contract";
import { z } from "zod";
import { tidyNumber } from "../shared/addresses.ts";
import { FAILED } from "../shared/exits.ts";
import { replyTimeout, TIMEOUT_EXIT } from "../shared/message.ts";
import { recipientsFace } from "../shared/recipients.ts";
import { isTemplate, shorten } from "../shared/text.ts";

const config = z.strictObject({
  from: z
    .array(z.string())
    .default(["{{ contact.number }}"])
    .meta({ title: "From", description: "Whose message it waits for. None: anybody's.", form: { widget: "phones" } }),
  to: z
    .string()
    .default("{{ number }}")
    .meta({
      title: "To",
      description: "Which of your numbers it comes to. Left empty: the number of this run.",
      form: { widget: "phone" },
    }),
  timeoutSeconds: replyTimeout("Wait at most"),
});

export type WaitForMessageConfig = z.infer<typeof config>;

export const waitForMessage = defineManifest({
  type: "wait_for_message",
  version: 1,
  title: "Wait for Message",
  summary: "Waits until a message comes in.",
  group: "message",
  icon: "inbox",
  keywords: ["sms", "mms", "whatsapp", "receive", "inbound", "reply", "picture", "photo"],
  waits: true,
  hears: true,
  config,
  defaults: (): JsonObject => ({}),
  exits: (): ExitSpec<"received" | "timeout" | "failed">[] => [
    { id: "received", label: "Received" },
    { ...TIMEOUT_EXIT, label: "No message in time" },
    { ...FAILED, optional: true },
  ],
  variables: () => [
    { name: "text", type: "text", title: "what it says", sample: "Here it is", callerChosen: true },
    { name: "from", type: "phone", title: "who wrote", sample: "+14155550100" },
    { name: "to", type: "phone", title: "your number", sample: "+14155550199" },
    { name: "media", type: "list", title: "addresses of pictures and files" },
    { name: "type", type: "text", title: "sms, mms or whatsapp", sample: "mms" },
    { name: "uuid", type: "text", title: "the carrier's id of the message" },
    { name: "received_at", type: "date", title: "when it came, UTC" },
  ],
  face: (c) => [c.from.some((one) => one.trim()) ? `From ${recipientsFace(c.from)}` : "From anybody", ...atLine(c.to)],
  check: checkWait,
});

const atLine = (to: string): string[] => (to.trim() && !/^\{\{-?\s*number\s*-?\}\}$/.test(to.trim()) ? [`To ${shorten(to, 50)}`] : []);

/** Codes: bad_recipient, bad_number. */
function checkWait({ from, to }: WaitForMessageConfig): NodeIssue[] {
  const fits = (text: string): boolean => isTemplate(text) || tidyNumber(text) !== null || /^\d{3,8}$/.test(text.trim());
  const issues = from.flatMap((one, index): NodeIssue[] => {
    if (!one.trim() || one.split(",").every(fits)) return [];
    const message = `“${shorten(one, 40)}” is nobody who can text you. Write a number such as +14155550142.`;
    return [{ level: "error", code: "bad_recipient", message, field: `from.${index}` }];
  });
  if (!to.trim() || fits(to)) return issues;
  return [...issues, { level: "error", code: "bad_number", message: "That is none of your numbers. Choose one.", field: "to" }];
}
