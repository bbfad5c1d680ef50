import { type VerbOf, messageUnits, withDefaults } from "@cordboard/plivo";
import type { UrlRef } from "../calls/leg.ts";
import { addressKey } from "../state/addresses.ts";
import type { World } from "../world.ts";
import type { LogPreference, Message, MessageState } from "./message.ts";
import { postReport } from "./report.ts";
import { messageChanged } from "./view.ts";

export interface TextRequest {
  from: string;
  to: readonly string[];
  text: string;
  media: string[];
  log: LogPreference;
  report?: UrlRef;
}

/** Time from queue to network, and from there to the phone. */
const SENT_AFTER_MS = 500;
const DELIVERED_AFTER_MS = 1_500;

/** One message per destination; those that cannot be numbers are named instead. */
export function sendTexts(world: World, request: TextRequest): { messages: Message[]; invalid: string[] } {
  const invalid = request.to.filter((to) => !/^\d{3,15}$/.test(addressKey(to)));
  const messages = request.to.filter((to) => !invalid.includes(to)).map((to) => sendText(world, request, addressKey(to)));
  return { messages, invalid };
}

function sendText(world: World, request: TextRequest, to: string): Message {
  const now = world.time.now();
  const message: Message = {
    uuid: world.newId(),
    direction: "outbound",
    from: addressKey(request.from),
    to,
    text: request.text,
    media: request.media,
    state: "queued",
    errorCode: "000",
    units: request.media.length > 0 ? 1 : messageUnits(request.text).units,
    log: request.log,
    intent: "",
    createdAt: now,
    sentAt: null,
    updatedAt: now,
    report: request.report ?? null,
    sequence: 0,
  };
  world.messages.add(message);
  messageChanged(world, message);
  if (world.choices.reportQueued) postReport(world, message);
  world.time.after(SENT_AFTER_MS, () => leaveQueue(world, message));
  return message;
}

function moveTo(world: World, message: Message, state: MessageState, errorCode = "000"): void {
  message.state = state;
  message.errorCode = errorCode;
  message.updatedAt = world.time.now();
  if (state === "sent") message.sentAt = message.updatedAt;
  messageChanged(world, message);
  postReport(world, message);
}

/** Refused before the carrier: `failed`; after it: `undelivered` (plivo-platform 6.4). */
function leaveQueue(world: World, message: Message): void {
  const { from, to } = message;
  if (world.optOuts.refuses(from, to, world.time.now())) return moveTo(world, message, "failed", "200");
  const source = world.account.rented(from);
  const delivery = world.phones.find(to).script?.delivery;
  if (delivery?.status === "failed") return moveTo(world, message, "failed", delivery.errorCode ?? "1000");
  moveTo(world, message, "sent");
  world.time.after(DELIVERED_AFTER_MS, () => {
    if (/^\d+$/.test(from) && !(source?.sms ?? false)) return moveTo(world, message, "undelivered", "40");
    if (messageUnits(message.text).tooLong) return moveTo(world, message, "undelivered", "110");
    if (delivery?.status === "sent") return;
    if (delivery?.status === "undelivered") return moveTo(world, message, "undelivered", delivery.errorCode ?? "80");
    moveTo(world, message, "delivered");
    world.arrive(message);
  });
}

/** A `<Message>` of a call's document, or of the answer to an inbound text. */
export function sendElement(world: World, verb: VerbOf<"Message">): void {
  const { src, dst, callbackUrl, callbackMethod } = withDefaults<"Message">(verb);
  sendTexts(world, {
    from: src,
    to: dst.split("<"),
    text: verb.body,
    media: [],
    log: "true",
    ...(callbackUrl !== undefined && { report: { url: callbackUrl, method: callbackMethod } }),
  });
}
