import { defineManifest, type ExitSpec, type JsonObject } from "@cordboard/contract";
import { z } from "zod";
import { FAILED } from "../shared/exits.ts";
import { messageFace, messageFields, PARTS_WHEN, replyTimeout, sendingFields, SENT_VARIABLES, TIMEOUT_EXIT } from "../shared/message.ts";
import { recipientDestinations } from "../shared/recipients.ts";
import { checkMenu, keyOf } from "./check.ts";
import { exitId } from "./choices.ts";

const choice = z.strictObject({
  name: z
    .string()
    .optional()
    .meta({ title: "Name", description: "Name of the exit; people may write it too.", form: { placeholder: "sales" } }),
  key: z
    .string()
    .max(20)
    .optional()
    .meta({ title: "Key", description: "What to write, such as 1.", form: { placeholder: "1" } }),
  synonyms: z
    .array(z.string())
    .max(50)
    .optional()
    .meta({ title: "Other words", form: { widget: "list" } }),
});

const config = z.strictObject({
  ...messageFields,
  choices: z
    .array(choice)
    .max(100)
    .default([])
    .meta({ title: "Choices", form: { widget: "choices" } }),
  timeoutSeconds: replyTimeout("Wait for a reply"),
  attempts: z
    .number()
    .int()
    .min(1)
    .max(10)
    .default(3)
    .meta({ title: "Ask at most", description: "Then the run leaves by No match.", form: { unit: "times" } }),
  noMatchText: z
    .string()
    .default("")
    .meta({
      title: "After a reply that is no choice",
      description: "Left empty: the menu again.",
      form: { widget: "textarea", advanced: true, partsWhen: PARTS_WHEN },
    }),
  listButton: z
    .string()
    .default("Choose")
    .meta({
      title: "Button of the list",
      description: "WhatsApp shows more than three choices behind it.",
      form: { widget: "template", advanced: true, showWhen: { field: "channel", is: ["whatsapp"] } },
    }),
  ...sendingFields,
});

export type MessageMenuConfig = z.infer<typeof config>;
export type Choice = MessageMenuConfig["choices"][number];

export const messageMenu = defineManifest({
  type: "message_menu",
  version: 1,
  title: "Message Menu",
  summary: "Texts a menu and goes on by the choice in the reply.",
  group: "message",
  icon: "messages-square",
  keywords: ["sms", "menu", "choices", "options", "reply", "keyword", "whatsapp", "buttons"],
  waits: true,
  acts: () => true,
  hears: true,
  config,
  defaults: (): JsonObject => ({ to: ["{{ contact.number }}"], text: "", choices: [{ key: "1" }, { key: "2" }] }),
  destinations: recipientDestinations,
  exits: (c): ExitSpec[] => [
    ...c.choices.flatMap((one) => {
      const [id, key] = [exitId(one), keyOf(one)];
      return id === null ? [] : [{ id, label: id, ...(key !== undefined && { key }) }];
    }),
    { id: "no_match", label: "No match" },
    TIMEOUT_EXIT,
    FAILED,
  ],
  variables: () => [
    { name: "choice", type: "text", title: "name of the choice", sample: "sales" },
    { name: "text", type: "text", title: "the reply as it was written", sample: "Sales please", callerChosen: true },
    { name: "from", type: "phone", title: "who replied", sample: "+14155550100" },
    { name: "received_at", type: "date", title: "when the reply came, UTC" },
    { name: "attempts", type: "number", title: "how often it was asked", sample: "1" },
    ...SENT_VARIABLES,
  ],
  face: (c) => messageFace(c),
  suggestName: (c) => {
    const names = c.choices.flatMap((one) => (one.name && /^\w{1,20}$/.test(one.name) && /[A-Za-z]/.test(one.name) ? [one.name] : []));
    return names.length > 0 ? ["Menu", ...names.slice(0, 2)].join("_").slice(0, 40) : null;
  },
  check: checkMenu,
});
