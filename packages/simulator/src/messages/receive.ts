import { fromXml, messageUnits } from "@cordboard/plivo";
import { type Params, wireNumber } from "../calls/params.ts";
import { urlRef } from "../calls/leg.ts";
import type { Application, RentedNumber } from "../state/account.ts";
import { addressKey } from "../state/addresses.ts";
import { sendMessaging } from "../webhooks/send.ts";
import type { World } from "../world.ts";
import { type Message, type MessageType, PRICE_PER_UNIT } from "./message.ts";
import { mimeTypeOf } from "./media.ts";
import { type Intent, intentOf } from "./opt-outs.ts";
import { sendElement, sendTexts } from "./send.ts";
import { messageChanged } from "./view.ts";

export interface IncomingText {
  from: string;
  number: RentedNumber;
  text: string;
  media: string[];
  /** Default: `mms` with media, else `sms`. */
  type?: MessageType;
  /** WhatsApp: the text is that of a button which the person pressed. */
  button?: boolean;
}

const CARRIER_REPLIES: Record<Exclude<Intent, "">, string> = {
  optout: "You have been unsubscribed and will receive no more messages. Reply START to resubscribe.",
  optin: "You have been resubscribed.",
  help: "Reply STOP to unsubscribe. Msg&Data rates may apply.",
};

/** A text from outside reaches one of our numbers: opt-outs are kept, then the application's message URL is told. */
export function receiveText(world: World, { from, number, text, media, button, type: given }: IncomingText): Message {
  const now = world.time.now();
  const type = given ?? (media.length > 0 ? "mms" : "sms");
  const pack = world.powerpacks.of(number);
  const message: Message = {
    uuid: world.newId(),
    direction: "inbound",
    type,
    from: addressKey(from),
    to: number.key,
    text,
    media,
    content: button ? "button" : media.length > 0 ? "media" : "text",
    state: "received",
    errorCode: "000",
    units: type === "sms" ? Math.max(1, messageUnits(text).units) : 1,
    powerpackUuid: pack?.uuid ?? null,
    conversation: type === "whatsapp" ? world.conversations.opened(world, number.key, addressKey(from)) : null,
    log: applicationFor(world, number)?.logIncomingMessages === false ? "false" : "true",
    intent: type === "sms" ? intentOf(number, text) : "",
    createdAt: now,
    sentAt: now,
    updatedAt: now,
    report: null,
    sequence: 0,
  };
  world.messages.add(message);
  messageChanged(world, message);
  if (message.intent !== "" && world.choices.optOutReplies) {
    sendTexts(world, { from: number.key, to: [message.from], text: CARRIER_REPLIES[message.intent], media: [], log: "true" });
  }
  world.optOuts.apply(message.intent, number.key, message.from, now);
  void forward(world, number, message).catch((error: unknown) => world.fault(error));
  return message;
}

async function forward(world: World, number: RentedNumber, message: Message): Promise<void> {
  const application = applicationFor(world, number);
  const ref = application && urlRef(application.messageUrl, application.messageMethod);
  if (!ref) return world.warn("number_not_connected", `${number.key} has no application with a message URL, so texts to it go nowhere.`);
  const delivery = await sendMessaging(world, { kind: "message", ...ref, params: incomingParams(world, message) });
  if (!delivery.ok || !delivery.body.trimStart().startsWith("<")) return;
  const { verbs, problems } = fromXml(delivery.body, { mode: world.mode });
  for (const problem of problems) world.warn(problem.code, `Reply of ${ref.url}: ${problem.message}`);
  if (problems.some((problem) => problem.level === "error")) return;
  for (const verb of verbs) {
    if (verb.element === "Message") sendElement(world, verb);
    else world.warn("bad_nesting", `Reply of ${ref.url}: only <Message> may stand in the answer to a text, not <${verb.element}>.`);
  }
}

/** The application of the powerpack that the number is in, when it has one of its own, else the number's. */
function applicationFor(world: World, number: RentedNumber): Application | undefined {
  const appId = world.powerpacks.of(number)?.appId ?? null;
  return (appId === null ? undefined : world.account.applications.get(appId)) ?? world.account.applicationOf(number);
}

/** Parameters of `message_url` (plivo-platform 3.1). */
function incomingParams(world: World, message: Message): Params {
  const { media, type, content } = message;
  return {
    MessageUUID: message.uuid,
    From: wireNumber(world, message.from),
    To: wireNumber(world, message.to),
    Type: type,
    ...(type === "sms" ? { Text: message.text, MessageIntent: message.intent } : { Body: message.text }),
    Units: String(message.units),
    TotalRate: PRICE_PER_UNIT.toFixed(5),
    TotalAmount: (message.units * PRICE_PER_UNIT).toFixed(5),
    ...(type !== "whatsapp" && { PowerpackUUID: message.powerpackUuid ?? "" }),
    ...(type === "mms" && { MediaCount: String(media.length) }),
    ...(type === "whatsapp" && { ContentType: content }),
    ...(type === "whatsapp" && content === "media" && { MimeType: mimeTypeOf(media[0] ?? "") }),
    ...Object.fromEntries(media.map((url, index) => [`Media${index + (world.choices.mediaCountsFromOne ? 1 : 0)}`, url])),
  };
}
