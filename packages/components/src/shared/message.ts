import type { CheckContext, ExitSpec, FormMeta, NodeIssue, VariableSpec } from "@cordboard/contract";
import { z } from "zod";
import { tidyNumber } from "./addresses.ts";
import { callerMayChooseFace, callerMayChooseField, checkRecipients, recipientsFace } from "./recipients.ts";
import { isTemplate, shorten } from "./text.ts";
import { checkWhatsApp, whatsApp } from "./whatsapp.ts";

/*
 * What every component that sends a message asks its author: the fields of its form, and what can be wrong with them.
 * `letters.ts` sends it.
 */

export const CHANNELS = ["sms", "mms", "whatsapp"] as const;

/** Only an SMS is sent, and charged, in parts. */
export const PARTS_WHEN: NonNullable<FormMeta["partsWhen"]> = { field: "channel", is: ["sms"] };

/** Files of one message (plivo-platform 4.3). */
export const MOST_MEDIA = 10;

/** Who sends what to whom. */
export const messageFields = {
  channel: z
    .enum(CHANNELS)
    .default("sms")
    .meta({ title: "Send as", form: { widget: "segmented", labels: { sms: "SMS", mms: "MMS", whatsapp: "WhatsApp" } } }),
  from: z
    .string()
    .default("{{ number }}")
    .meta({
      title: "From",
      description: "One of your numbers, a short code, a sender name or a powerpack's id. Left empty: the number of this run.",
      form: { widget: "phone", sender: "message" },
    }),
  to: z
    .array(z.string())
    .default(["{{ contact.number }}"])
    .meta({ title: "To", description: "Each gets a message of their own.", form: { widget: "phones" } }),
  text: z
    .string()
    .default("")
    .meta({ title: "Text", form: { widget: "textarea", partsWhen: PARTS_WHEN } }),
  media: z
    .array(z.string())
    .max(MOST_MEDIA)
    .default([])
    .meta({
      title: "Pictures and files",
      description: `Addresses or uploads; at most ${MOST_MEDIA}, 5 MB together. An entry may be a template that prints several.`,
      form: { widget: "list", showWhen: { field: "channel", is: ["mms", "whatsapp"] } },
    }),
};

export const whatsAppField = {
  whatsapp: whatsApp
    .default({ kind: "text" })
    .meta({ title: "WhatsApp message", form: { showWhen: { field: "channel", is: ["whatsapp"] } } }),
};

/** How it is sent. */
export const sendingFields = {
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
  callerMayChoose: callerMayChooseField(),
};

const message = z.strictObject({ ...messageFields, ...whatsAppField, ...sendingFields });
export type MessageConfig = z.infer<typeof message>;
/** A component may have no templates and buttons of its own. */
type Written = Omit<MessageConfig, "whatsapp"> & Partial<Pick<MessageConfig, "whatsapp">>;

/** Variables of everything that sends. */
export const SENT_VARIABLES: VariableSpec[] = [
  { name: "uuid", type: "text", title: "the carrier's id of the first message" },
  { name: "uuids", type: "list", title: "ids of all messages" },
  { name: "failed", type: "list", title: "recipients it couldn't be sent to, each with to, code and message" },
];

export const TIMEOUT_EXIT: ExitSpec<"timeout"> = { id: "timeout", label: "No reply in time" };

/** How long an answer is waited for. */
export const replyTimeout = (title: string) =>
  z
    .number()
    .int()
    .min(60)
    .max(30 * 86_400)
    .default(3_600)
    .meta({ title, description: "1 minute to 30 days.", form: { unit: "s", widget: "duration" } });

const CHANNEL_WORDS = { sms: "", mms: "MMS", whatsapp: "WhatsApp" } as const;

export function messageFace(c: Written): string[] {
  const kind = c.whatsapp?.kind === "template" && c.channel === "whatsapp" ? `Template ${c.whatsapp.name || "…"}` : null;
  const said = c.text.trim()
    ? `“${shorten(c.text, 70)}”`
    : c.media.length > 0
      ? `${c.media.length} file${c.media.length > 1 ? "s" : ""}`
      : null;
  const channel = CHANNEL_WORDS[c.channel];
  return [kind ?? said ?? "No text yet", `${channel ? `${channel} to` : "To"} ${recipientsFace(c.to)}`, ...callerMayChooseFace(c)];
}

/** Codes: from_missing, bad_sender, text_missing, media_not_sent, media_missing, bad_media, those of recipients and of WhatsApp. */
export function checkMessage(c: Written, context: CheckContext): NodeIssue[] {
  const issues = [...checkRecipients(c.to, "text"), ...checkSender(c.from, context)];
  const add = (code: string, message: string, field: string) => issues.push({ level: "error", code, message, field });
  const template = c.channel === "whatsapp" && c.whatsapp?.kind === "template";
  if (!c.text.trim() && c.media.length === 0 && !template) add("text_missing", "There is nothing to send. Write the text.", "text");
  if (c.channel === "sms" && c.media.length > 0)
    add("media_not_sent", "An SMS carries text only. Send it as an MMS, or put the files' address into the text.", "media");
  if (c.channel === "mms" && c.media.length === 0) add("media_missing", "An MMS has at least one file. Add one, or send an SMS.", "media");
  for (const [index, address] of c.media.entries())
    if (!address.trim() || (!isTemplate(address) && !looksLikeMedia(address)))
      add("bad_media", "This is no address of a file. Write one that begins with https://, or upload the file.", `media.${index}`);
  if (c.channel === "whatsapp" && c.whatsapp) issues.push(...checkWhatsApp(c.whatsapp, c));
  return [...issues, ...checkOptOut(c, context)];
}

/** Words by which a text says how to get no more of them, in the languages most texts are written in. */
const WAYS_OUT = /\b(?:stop|unsubscribe|opt[ -]?out|cancel|alto|parar|baja|arr[eê]t|abmelden|afmelden|annulla)\b/i;
const OPT_OUT = "Reply STOP to opt out.";

/** Codes: no_opt_out_word (where only API requests lead here, nobody has written first). */
function checkOptOut({ channel, text }: Written, { starts }: CheckContext): NodeIssue[] {
  const first = starts?.has("api") === true && !starts.has("message") && !starts.has("call");
  if (!first || channel === "whatsapp" || !text.trim() || WAYS_OUT.test(text)) return [];
  const message = "Nobody has written to you first here. Say how to get no more of these, such as “Reply STOP to opt out.”";
  const fix = { label: "Add the sentence", set: [{ path: ["text"], value: `${text.trimEnd()} ${OPT_OUT}` }] };
  return [{ level: "hint", code: "no_opt_out_word", message, field: "text", fix }];
}

/** A web address, or the id of an upload. */
const looksLikeMedia = (address: string): boolean =>
  /^https?:\/\/[^\s/]+\S*$/i.test(address.trim()) || /^[\w-]{8,64}$/.test(address.trim());

/** What stands for the number that the run came by. */
const OWN_NUMBER = /^(?:\{\{-?\s*(?:number|Start\.(?:message|call)\.to)\s*-?\}\})?$/;

/** Codes: bad_sender, from_missing (a run by API request has no number of its own). */
export function checkSender(from: string, { starts }: CheckContext): NodeIssue[] {
  const written = from.trim();
  if (OWN_NUMBER.test(written)) {
    if (!starts?.has("api")) return [];
    const message =
      "An API request that names no “from” has no number to send from. Choose one of your numbers, or let every request send “from”.";
    return [{ level: "warning", code: "from_missing", message, field: "from" }];
  }
  if (isTemplate(written) || senderOf(written) !== null) return [];
  const message = "A sender is a number, a short code, a name of up to 11 letters and digits, or the id of a powerpack. Correct it.";
  return [{ level: "error", code: "bad_sender", message, field: "from" }];
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Who a message is from: a number in E.164, a short code (3 to 8 digits), a sender name, or a powerpack; null when it is none. */
export function senderOf(from: string): { from: string; powerpack: boolean } | null {
  const written = from.trim();
  if (UUID.test(written)) return { from: written.toLowerCase(), powerpack: true };
  const short = /^\d{3,8}$/.test(written) ? written : null;
  const name = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/.test(written) ? written : null;
  const sender = short ?? tidyNumber(written) ?? name;
  return sender === null ? null : { from: sender, powerpack: false };
}
