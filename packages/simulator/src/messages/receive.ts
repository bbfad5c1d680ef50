import { fromXml, messageUnits } from "@cordboard/plivo";
import { type Params, wireNumber } from "../calls/params.ts";
import { urlRef } from "../calls/leg.ts";
import type { RentedNumber } from "../state/account.ts";
import { addressKey } from "../state/addresses.ts";
import { sendMessaging } from "../webhooks/send.ts";
import type { World } from "../world.ts";
import { type Message, PRICE_PER_UNIT, typeOf } from "./message.ts";
import { type Intent, intentOf } from "./opt-outs.ts";
import { sendElement, sendTexts } from "./send.ts";
import { messageChanged } from "./view.ts";

export interface IncomingText {
  from: string;
  number: RentedNumber;
  text: string;
  media: string[];
}

const CARRIER_REPLIES: Record<Exclude<Intent, "">, string> = {
  optout: "You have been unsubscribed and will receive no more messages. Reply START to resubscribe.",
  optin: "You have been resubscribed.",
  help: "Reply STOP to unsubscribe. Msg&Data rates may apply.",
};

/** A text from outside reaches one of our numbers: opt-outs are kept, then the application's message URL is told. */
export function receiveText(world: World, { from, number, text, media }: IncomingText): Message {
  const now = world.time.now();
  const message: Message = {
    uuid: world.newId(),
    direction: "inbound",
    from: addressKey(from),
    to: number.key,
    text,
    media,
    state: "received",
    errorCode: "000",
    units: Math.max(1, messageUnits(text).units),
    log: world.account.applicationOf(number)?.logIncomingMessages === false ? "false" : "true",
    intent: intentOf(number, text),
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
  const application = world.account.applicationOf(number);
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

/** Parameters of `message_url` (plivo-platform 3.1). */
function incomingParams(world: World, message: Message): Params {
  const mms = message.media.length > 0;
  return {
    MessageUUID: message.uuid,
    From: wireNumber(world, message.from),
    To: wireNumber(world, message.to),
    Type: typeOf(message),
    ...(mms ? { Body: message.text } : { Text: message.text, MessageIntent: message.intent }),
    Units: String(message.units),
    TotalRate: PRICE_PER_UNIT.toFixed(5),
    TotalAmount: (message.units * PRICE_PER_UNIT).toFixed(5),
    PowerpackUUID: "",
    ...(mms && { MediaCount: String(message.media.length) }),
    ...Object.fromEntries(message.media.map((url, index) => [`Media${index}`, url])),
  };
}
