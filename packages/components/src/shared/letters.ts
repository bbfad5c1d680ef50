import {
  type Effect,
  type EffectResult,
  type Hears,
  type JsonObject,
  STEP_CODES,
  type StepCode,
  type StepContext,
  type StepEvent,
} from "@cordboard/contract";
import { messageErrorText } from "@cordboard/plivo";
import { z } from "zod";
import { entriesOf } from "./entries.ts";
import { type MessageConfig, MOST_MEDIA, senderOf } from "./message.ts";
import { toNumber } from "./numbers.ts";
import { recipientsOf } from "./recipients.ts";
import { whatsAppParts } from "./whatsapp.ts";

/*
 * One message to each recipient, and what becomes of them:
 *
 *   open ──its request is answered──► accepted ──report──► delivered / undelivered
 *     │  └──nobody can say whether it happened──► doubt ──report──► …
 *     └──refused──► failed
 */
const failure = z.object({ code: z.string(), message: z.string() });

/** One recipient's message on its way, as the wait remembers it. `id` is its effect's; empty when it was never tried. */
const letter = z.object({
  id: z.string(),
  to: z.string(),
  /**
   * open: nothing heard yet. doubt: asked for, and nobody can say whether it happened. accepted: the carrier has it.
   * delivered, undelivered: the carrier's last word. failed: it was not taken.
   */
  state: z.enum(["open", "doubt", "accepted", "delivered", "undelivered", "failed"]),
  /** The carrier's id; empty while unknown. */
  uuid: z.string(),
  parts: z.number(),
  /** What the carrier charges, in its own currency and digits; empty while unknown. */
  price: z.string().default(""),
  error: failure.nullable(),
  /** The carrier's own code for why it was not delivered; else empty. */
  carrierCode: z.string(),
});

export type Letter = z.infer<typeof letter>;
export const letterList = z.array(letter);

export const isPending = ({ state }: Letter): boolean => state === "open" || state === "doubt";

const newLetter = (id: string, to: string): Letter => ({
  id,
  to,
  state: "open",
  uuid: "",
  parts: 0,
  price: "",
  error: null,
  carrierCode: "",
});

/** What is sent, with every text filled in. `interactive` stands for what the component makes of its own choices. */
export type Content = Omit<MessageConfig, "whatsapp"> & Partial<Pick<MessageConfig, "whatsapp">> & { interactive?: JsonObject };

/**
 * A message for each recipient, and the effects that send them. `from`: who they come from; null when there is no sender, or
 * none that can be written to (a name, a powerpack). `beginWithinSeconds`: how long the step waits for their turn.
 */
export function writeLetters(
  config: Content,
  ctx: StepContext,
  beginWithinSeconds?: number,
): { letters: Letter[]; effects: Effect[]; from: string | null } {
  // A run by API request may have no number of its own, and the template that names it then prints nothing.
  const written = config.from.trim() || ctx.number || "";
  const sender = senderOf(written);
  const turn = beginWithinSeconds === undefined ? {} : { beginWithinSeconds };
  const effects: Effect[] = [];
  const letters: Letter[] = [];
  for (const recipient of recipientsOf(config.to)) {
    const to = toNumber(recipient);
    if (!to) letters.push(refused(newLetter("", recipient), "invalid_number"));
    else if (!sender) letters.push(refused(newLetter("", to), written === "" ? "sender_missing" : "invalid_sender"));
    else if (!letters.some((one) => one.to === to)) {
      const id = ctx.newId();
      const { from, powerpack } = sender;
      effects.push({ id, kind: "send_message", from, ...(powerpack && { powerpack }), to, ...contentOf(config, ctx), ...turn });
      letters.push(newLetter(id, to));
    }
  }
  const answerable = sender && !sender.powerpack && /^\+?\d+$/.test(sender.from);
  return { letters, effects, from: answerable ? sender.from : null };
}

function contentOf(config: Content, ctx: StepContext) {
  const { channel, text, expirySeconds, log } = config;
  const media =
    channel === "sms"
      ? []
      : entriesOf(config.media, /\n/)
          .slice(0, MOST_MEDIA)
          .map((address) => ctx.urls.media(address));
  const parts =
    channel === "whatsapp"
      ? { ...(config.whatsapp && whatsAppParts(config.whatsapp, text)), ...(config.interactive && { interactive: config.interactive }) }
      : {};
  return { text, channel, media, ...parts, expirySeconds, log };
}

/** Whose answers to these messages count. */
export function hearsOf(letters: readonly Letter[], from: string | null): Hears[] {
  return letters.filter(({ state }) => state !== "failed").map(({ to }) => ({ number: from, contact: to }));
}

/** The messages after an event about one of them; null when it changes nothing. */
export function told(letters: readonly Letter[], event: StepEvent): Letter[] | null {
  if (event.type !== "effect" && event.type !== "message_status") return null;
  const at = letters.findIndex((one) => one.id === event.effectId);
  const known = letters[at];
  const changed = known && (event.type === "effect" ? afterResult(known, event.result) : afterReport(known, event));
  return changed ? letters.with(at, changed) : null;
}

/** What the answer to its request makes of a message; null when that changes nothing. */
function afterResult(known: Letter, result: EffectResult): Letter | null {
  if (result.ok) {
    const { messageUuid, parts } = result.data;
    const receipt = { ...(typeof messageUuid === "string" && { uuid: messageUuid }), ...(typeof parts === "number" && { parts }) };
    // A report may overtake the answer.
    return { ...known, ...receipt, state: isPending(known) ? "accepted" : known.state };
  }
  if (!isPending(known)) return null;
  if (result.uncertain) return { ...known, state: "doubt" };
  const carrierCode = result.data?.["errorCode"];
  return { ...known, state: "failed", error: result.error, ...(typeof carrierCode === "string" && { carrierCode }) };
}

/** What a report of the carrier makes of a message; null when that changes nothing. */
function afterReport(known: Letter, report: StepEvent & { type: "message_status" }): Letter | null {
  const { units, price } = report;
  const heard = { ...known, uuid: report.messageUuid, ...(units !== undefined && { parts: units }), ...(price !== undefined && { price }) };
  switch (report.status) {
    case "delivered":
    case "read":
      return { ...heard, state: "delivered" };
    case "undelivered":
    case "failed":
    case "rejected":
      return { ...heard, state: "undelivered", ...(report.errorCode && { carrierCode: report.errorCode }) };
    case "queued":
    case "sent":
      return isPending(known) ? { ...heard, state: "accepted" } : null;
  }
}

export const stepFailure = (code: StepCode): { code: StepCode; message: string } => ({ code, message: STEP_CODES[code] });

export const refused = (known: Letter, code: StepCode): Letter => ({ ...known, state: "failed", error: stepFailure(code) });

/** Time is up for what is still pending. */
export const given = (known: Letter): Letter => (isPending(known) ? refused(known, "uncertain") : known);

/** Why nobody could be sent one. */
export const firstFailure = (letters: readonly Letter[]): { code: string; message: string } =>
  letters.find((one) => one.error)?.error ??
  (letters.some(({ state }) => state === "undelivered") ? notDelivered(letters) : stepFailure("no_recipient"));

/** What the carrier said of the first that did not arrive. */
export function notDelivered(letters: readonly Letter[]): { code: string; message: string } {
  const code = letters.find(({ carrierCode }) => carrierCode)?.carrierCode ?? "";
  return { code: "not_delivered", message: code ? messageErrorText(code) : STEP_CODES.not_delivered };
}

export const uuidsOf = (letters: readonly Letter[]): string[] =>
  letters.flatMap(({ uuid, state }) => (uuid && state !== "failed" ? [uuid] : []));

/** Whom it could not be sent to, or who did not get it. */
export function failedOf(letters: readonly Letter[]): JsonObject[] {
  return letters.flatMap((one) => {
    if (one.error) return [{ to: one.to, ...one.error }];
    return one.state === "undelivered" ? [{ to: one.to, ...notDelivered([one]) }] : [];
  });
}
