import { type VerbOf, messageUnits, withDefaults } from "@cordboard/plivo";
import type { UrlRef } from "../calls/leg.ts";
import { addressKey } from "../state/addresses.ts";
import type { World } from "../world.ts";
import type { LogPreference, Message, MessageState, MessageType } from "./message.ts";
import { postReport } from "./report.ts";
import { messageChanged } from "./view.ts";

export interface TextRequest {
  /** One sender for all, or the one that goes with a destination. */
  from: string | ((to: string) => string);
  to: readonly string[];
  text: string;
  media: string[];
  log: LogPreference;
  type?: MessageType;
  content?: Message["content"];
  powerpackUuid?: string;
  /** Longest time in the queue. */
  expirySeconds?: number;
  report?: UrlRef;
}

/** Time from queue to network, from there to the phone, and until somebody there reads it. */
const SENT_AFTER_MS = 500;
const DELIVERED_AFTER_MS = 1_500;
const READ_AFTER_MS = 2_000;
/** A message leaves the queue within three hours or not at all (plivo-platform 4.3). */
const LONGEST_EXPIRY_SECONDS = 10_800;

/** One message per destination; those that cannot be numbers are named instead. */
export function sendTexts(world: World, request: TextRequest): { messages: Message[]; invalid: string[] } {
  const invalid = request.to.filter((to) => !/^\d{3,15}$/.test(addressKey(to)));
  const messages = request.to.filter((to) => !invalid.includes(to)).map((to) => sendText(world, request, addressKey(to)));
  return { messages, invalid };
}

function sendText(world: World, request: TextRequest, to: string): Message {
  const now = world.time.now();
  const type = request.type ?? (request.media.length > 0 ? "mms" : "sms");
  const message: Message = {
    uuid: world.newId(),
    direction: "outbound",
    type,
    from: addressKey(typeof request.from === "string" ? request.from : request.from(to)),
    to,
    text: request.text,
    media: request.media,
    content: request.content ?? (request.media.length > 0 ? "media" : "text"),
    state: "queued",
    errorCode: "000",
    units: type === "sms" ? messageUnits(request.text).units : 1,
    powerpackUuid: request.powerpackUuid ?? null,
    conversation: null,
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
  const wait = world.sendQueue.waitMs(world, message);
  const expiry = (request.expirySeconds ?? LONGEST_EXPIRY_SECONDS) * 1_000;
  if (wait > expiry) world.time.after(expiry, () => moveTo(world, message, "failed", "420"));
  else world.time.after(wait + SENT_AFTER_MS, () => leaveQueue(world, message));
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
  if (message.type === "whatsapp") {
    message.conversation = world.conversations.for(world, message);
    if (!message.conversation) return moveTo(world, message, "failed", world.choices.whatsappClosedError);
  }
  const delivery = world.phones.find(to).script?.delivery;
  if (delivery?.status === "failed") return moveTo(world, message, "failed", delivery.errorCode ?? "1000");
  moveTo(world, message, "sent");
  world.time.after(DELIVERED_AFTER_MS, () => {
    if (!maySend(world, message)) return moveTo(world, message, "undelivered", "40");
    if (message.type === "sms" && messageUnits(message.text).tooLong) return moveTo(world, message, "undelivered", "110");
    if (delivery?.status === "sent") return;
    if (delivery?.status === "undelivered") return moveTo(world, message, "undelivered", delivery.errorCode ?? "80");
    moveTo(world, message, "delivered");
    if (delivery?.status === "read" && message.type === "whatsapp") {
      world.time.after(READ_AFTER_MS, () => moveTo(world, message, "read"));
    }
    world.arrive(message);
  });
}

/** A number of ours that can send this; names of senders are not checked. */
function maySend(world: World, { from, type }: Message): boolean {
  if (!/^\d+$/.test(from)) return type !== "mms";
  const source = world.account.rented(from);
  return type === "whatsapp" ? source !== undefined : type === "mms" ? (source?.mms ?? false) : (source?.sms ?? false);
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
