import { defineManifest, type ExitSpec, type JsonObject } from "@cordboard/contract";
import { z } from "zod";
import { FAILED } from "../shared/exits.ts";
import { checkMessage, messageFace, messageFields, sendingFields, SENT_VARIABLES, whatsAppField } from "../shared/message.ts";
import { checkEvents, eventsField } from "../shared/post-events.ts";
import { recipientDestinations } from "../shared/recipients.ts";
import { nameFrom } from "../shared/text.ts";

const config = z.strictObject({
  ...messageFields,
  ...whatsAppField,
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
  ...sendingFields,
  events: eventsField(["queued", "sent", "delivered", "read", "undelivered", "failed"]),
});

export type SendMessageConfig = z.infer<typeof config>;

type Exit = "sent" | "delivered" | "undelivered" | "timeout" | "failed";

export const sendMessage = defineManifest({
  type: "send_message",
  version: 1,
  title: "Send Message",
  summary: "Sends a text, pictures or a WhatsApp message to one number or several.",
  group: "message",
  icon: "message-square",
  keywords: ["sms", "mms", "whatsapp", "text", "reply", "notify", "template", "picture"],
  waits: true,
  acts: () => true,
  config,
  defaults: (): JsonObject => ({ to: ["{{ contact.number }}"], text: "" }),
  destinations: recipientDestinations,
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
    ...SENT_VARIABLES,
    { name: "parts", type: "number", title: "parts the first message was sent in", sample: "1" },
    { name: "price", type: "text", title: "what the first message costs, once the carrier has said it", sample: "0.0055" },
    { name: "state", type: "text", title: "what became of it: sent, delivered, undelivered or failed", sample: "sent" },
    { name: "error_code", type: "text", title: "the carrier's code when it wasn't delivered", sample: "30" },
    { name: "error_text", type: "text", title: "what that code means, and what to do" },
  ],
  face: messageFace,
  suggestName: (c) => nameFrom("Text", c.text),
  check: (c, context) => [...checkMessage(c, context), ...checkEvents(c.events)],
});
