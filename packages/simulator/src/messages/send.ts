import type { UrlRef } from "../calls/leg.ts";
import { addressKey } from "../state/addresses.ts";
import { replyTo } from "../state/phones.ts";
import type { World } from "../world.ts";
import type { LogPreference, Message, MessageState } from "./message.ts";
import { receiveText } from "./receive.ts";
import { postReport } from "./report.ts";
import { unitsOf } from "./units.ts";
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
    units: request.media.length > 0 ? 1 : unitsOf(request.text).units,
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
    if (unitsOf(message.text).tooLong) return moveTo(world, message, "undelivered", "110");
    if (delivery?.status === "sent") return;
    if (delivery?.status === "undelivered") return moveTo(world, message, "undelivered", delivery.errorCode ?? "80");
    moveTo(world, message, "delivered");
    arrive(world, message);
  });
}

/** The text is on the phone, or at another number of ours. */
function arrive(world: World, message: Message): void {
  const ours = world.account.rented(message.to);
  if (ours) return void receiveText(world, { from: message.from, number: ours, text: message.text, media: message.media });
  const reply = replyTo(world.phones.find(message.to).script, message.text);
  const number = world.account.rented(message.from);
  if (!reply || !number) return;
  world.time.after(reply.afterSeconds * 1_000, () => {
    receiveText(world, { from: message.to, number, text: reply.reply, media: [] });
  });
}
