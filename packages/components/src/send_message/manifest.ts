import { defineManifest, type ExitSpec, type JsonObject, type NodeIssue } from "@cordboard/contract";
import { z } from "zod";
import { tidyNumber } from "../shared/addresses.ts";
import { FAILED } from "../shared/exits.ts";
import { checkRecipients, recipientsFace } from "../shared/recipients.ts";
import { isTemplate, nameFrom, shorten } from "../shared/text.ts";

const config = z.strictObject({
  channel: z
    .enum(["sms"])
    .default("sms")
    .meta({ title: "Send as", form: { widget: "hidden", labels: { sms: "SMS" } } }),
  from: z
    .string()
    .default("{{ Start.message.to }}")
    .meta({ title: "From", description: "One of your numbers, a short code or a sender name.", form: { widget: "phone" } }),
  to: z
    .array(z.string())
    .default(["{{ contact.number }}"])
    .meta({ title: "To", description: "Each gets a message of their own.", form: { widget: "phones" } }),
  text: z
    .string()
    .default("")
    .meta({ title: "Text", form: { widget: "textarea" } }),
  media: z
    .array(z.string())
    .max(10)
    .default([])
    .meta({ title: "Pictures and files", form: { widget: "hidden" } }),
  waitForDelivery: z
    .boolean()
    .default(false)
    .meta({ title: "Wait for delivery", description: "Go on only when the phones have it, or don't." }),
  deliveryTimeoutSeconds: z
    .number()
    .int()
    .min(5)
    .max(86_400)
    .default(300)
    .meta({ title: "Wait at most", form: { unit: "s", widget: "duration", showWhen: { field: "waitForDelivery", is: [true] } } }),
  expirySeconds: z
    .number()
    .int()
    .min(5)
    .max(10_800)
    .default(10_800)
    .meta({ title: "Give up after", description: "A message that can't be sent by then is dropped.", form: { unit: "s", advanced: true } }),
  log: z
    .enum(["true", "false", "number_only", "content_only"])
    .default("true")
    .meta({
      title: "Carrier's log keeps",
      form: {
        widget: "select",
        advanced: true,
        labels: { true: "Number and text", false: "Neither", number_only: "The number", content_only: "The text" },
      },
    }),
});

export type SendMessageConfig = z.infer<typeof config>;

type Exit = "sent" | "delivered" | "undelivered" | "timeout" | "failed";

export const sendMessage = defineManifest({
  type: "send_message",
  version: 1,
  title: "Send Message",
  summary: "Sends a text message to one number or several.",
  group: "message",
  icon: "message-square",
  keywords: ["sms", "text", "reply", "notify"],
  waits: true,
  config,
  defaults: (): JsonObject => ({ to: ["{{ contact.number }}"], text: "" }),
  exits: (c): ExitSpec<Exit>[] =>
    c.waitForDelivery
      ? [
          { id: "delivered", label: "Delivered" },
          { id: "undelivered", label: "Not delivered" },
          { id: "timeout", label: "No report in time" },
          FAILED,
        ]
      : [{ id: "sent", label: "Sent" }, FAILED],
  variables: () => [
    { name: "uuid", type: "text", title: "the carrier's id of the first message" },
    { name: "uuids", type: "list", title: "ids of all messages" },
    { name: "parts", type: "number", title: "parts the first message was sent in", sample: "1" },
    { name: "state", type: "text", title: "what became of it: sent, delivered, undelivered or failed", sample: "sent" },
    { name: "error_code", type: "text", title: "the carrier's code when it wasn't delivered", sample: "30" },
    { name: "failed", type: "list", title: "recipients it couldn't be sent to, each with to, code and message" },
  ],
  face: (c) => [c.text.trim() ? `“${shorten(c.text, 70)}”` : "No text yet", `To ${recipientsFace(c.to)}`],
  suggestName: (c) => nameFrom("Text", c.text),
  check: checkMessage,
});

/** Codes: from_missing, bad_sender, text_missing, media_not_sent, and those of recipients. */
function checkMessage(c: SendMessageConfig): NodeIssue[] {
  const issues = checkRecipients(c.to, "text");
  const error = (code: string, message: string, field: string) => issues.push({ level: "error", code, message, field });
  if (!c.from.trim()) error("from_missing", "Say whom the message is from. Choose one of your numbers.", "from");
  else if (!isTemplate(c.from) && senderOf(c.from) === null)
    error("bad_sender", "A sender is a number, a short code, or a name of up to 11 letters and digits. Correct it.", "from");
  if (!c.text.trim()) error("text_missing", "There is nothing to send. Write the text.", "text");
  if (c.media.length > 0)
    error("media_not_sent", "An SMS carries text only. Remove the files, or put their address into the text.", "media");
  return issues;
}

/** A number in E.164, a short code (3 to 8 digits), or a sender name; null when it is none of these. */
export function senderOf(from: string): string | null {
  const written = from.trim();
  if (/^\d{3,8}$/.test(written)) return written;
  return tidyNumber(written) ?? (/^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/.test(written) ? written : null);
}
