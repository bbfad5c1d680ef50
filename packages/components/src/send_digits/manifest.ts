import { defineManifest, type ExitSpec, type JsonObject, type NodeIssue } from "@cordboard/contract";
import { z } from "zod";
import { isTemplate, shorten } from "../shared/text.ts";

const config = z.strictObject({
  digits: z
    .string()
    .max(200)
    .default("")
    .meta({
      title: "Keys to send",
      description: "0-9 * #, w waits half a second, W a second.",
      form: { widget: "template", placeholder: "W1w42#" },
    }),
  goOn: z
    .enum(["after", "meanwhile"])
    .default("after")
    .meta({
      title: "The flow goes on",
      form: { widget: "segmented", advanced: true, labels: { after: "When they are sent", meanwhile: "Meanwhile" } },
    }),
});

export type SendDigitsConfig = z.infer<typeof config>;

export const sendDigits = defineManifest({
  type: "send_digits",
  version: 1,
  title: "Send Digits",
  summary: "Presses keys on the call, such as an extension or another menu's choice.",
  group: "call",
  icon: "keyboard",
  keywords: ["dtmf", "tones", "keys", "extension", "press", "pbx"],
  needsCall: true,
  config,
  defaults: (): JsonObject => ({ digits: "" }),
  exits: (): ExitSpec<"sent" | "nothing">[] => [
    { id: "sent", label: "Sent" },
    { id: "nothing", label: "Nothing to send" },
  ],
  variables: () => [{ name: "digits", type: "text", title: "the keys that were sent", sample: "W1w42#" }],
  face: ({ digits }) => [digits.trim() ? shorten(digits, 60) : "No keys yet"],
  check: ({ digits }) => checkDigits(digits.trim()),
});

/** Codes: digits_missing, bad_digits. */
function checkDigits(digits: string): NodeIssue[] {
  const error = (code: string, message: string): NodeIssue[] => [{ level: "error", code, message, field: "digits" }];
  if (!digits) return error("digits_missing", "There are no keys to send. Write them.");
  if (isTemplate(digits) || /^[0-9*#wW]+$/.test(digits)) return [];
  return error("bad_digits", "Only keys 0-9 * # and the pauses w and W can be sent. Correct it.");
}
