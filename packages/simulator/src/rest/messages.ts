import { z } from "zod";
import { messageErrorName } from "@cordboard/plivo";
import { microTime } from "../calls/params.ts";
import { conversationParams } from "../messages/conversations.ts";
import { mimeTypeOf } from "../messages/media.ts";
import { type Message, PRICE_PER_UNIT } from "../messages/message.ts";
import { display } from "../state/addresses.ts";
import { senderFor } from "../state/powerpacks.ts";
import { sendTexts } from "../messages/send.ts";
import type { World } from "../world.ts";
import { address, flag, httpMethod, httpUrl, readFields, refOf, text, whole } from "./fields.ts";
import { equals, paged, readTime, within } from "./paging.ts";
import { RestError, type RestHandler, notFound } from "./request.ts";

const MAX_DESTINATIONS = 1_000;

/** Longest free text of WhatsApp. */
const MAX_WHATSAPP = 4_096;

const SEND = {
  src: address.optional(),
  powerpack_uuid: text.optional(),
  dst: address,
  text: text.optional(),
  type: z.enum(["sms", "mms", "whatsapp"]).optional(),
  media_urls: z.array(httpUrl).max(10).optional(),
  media_ids: z.array(text).max(10).optional(),
  url: httpUrl.optional(),
  method: httpMethod.optional(),
  log: z
    .union([z.boolean().transform(String), z.string()])
    .pipe(z.enum(["true", "false", "content_only", "number_only"]))
    .optional(),
  trackable: flag.optional(),
  message_expiry: whole(5, 10_799).optional(),
  template: asObject(
    z.looseObject({
      name: z.string().min(1),
      language: z.string().min(2),
      components: z.array(z.looseObject({ type: z.string() })).optional(),
    }),
  ).optional(),
  interactive: asObject(z.looseObject({ type: z.enum(["button", "list", "cta_url"]), action: z.looseObject({}) })).optional(),
  location: asObject(z.looseObject({ latitude: z.coerce.number(), longitude: z.coerce.number() })).optional(),
};
type Fields = ReturnType<typeof readFields<typeof SEND>>;

export const sendMessage: RestHandler = ({ world, body }) => {
  const fields = readFields(SEND, body);
  const destinations = fields.dst.split("<");
  if (destinations.length > MAX_DESTINATIONS) throw new RestError(400, `dst parameter holds more than ${MAX_DESTINATIONS} destinations`);
  const media = [...(fields.media_urls ?? []), ...(fields.media_ids ?? []).map((id) => mediaUrl(world, id))];
  const content = contentOf(fields, media);
  const report = refOf(fields.url, fields.method);
  const { messages, invalid } = sendTexts(world, {
    from: senderOf(world, fields),
    to: destinations,
    text: fields.text ?? fields.template?.name ?? "",
    media,
    log: fields.log ?? "true",
    content,
    ...(fields.type && { type: fields.type === "sms" && media.length > 0 ? "mms" : fields.type }),
    ...(fields.powerpack_uuid !== undefined && { powerpackUuid: fields.powerpack_uuid }),
    ...(fields.message_expiry !== undefined && { expirySeconds: fields.message_expiry }),
    ...(report && { report }),
  });
  if (messages.length === 0) throw new RestError(400, `dst parameter is invalid: ${invalid.join(", ")}`);
  const first = messages[0]?.uuid;
  return {
    status: 202,
    body: {
      message: "message(s) queued",
      message_uuid: messages.map((message) => message.uuid),
      ...(invalid.length > 0 && { invalid_number: invalid }),
    },
    ...(first !== undefined && { messageUuid: first }),
  };
};

/** Objects come as JSON, or (from forms and some SDKs) as its text. */
function asObject<T extends z.ZodType>(shape: T) {
  return z.preprocess((raw) => {
    if (typeof raw !== "string") return raw;
    try {
      return JSON.parse(raw);
    } catch {
      return raw;
    }
  }, shape);
}

/** Exactly one of `src` and a powerpack, which chooses for each destination. */
function senderOf(world: World, { src, powerpack_uuid: uuid }: Fields): string | ((to: string) => string) {
  if (src !== undefined && uuid !== undefined) throw new RestError(400, "Only one of src and powerpack_uuid may be given");
  if (src !== undefined) return src;
  if (uuid === undefined) throw new RestError(400, "src parameter is missing");
  const pack = world.powerpacks.get(uuid);
  if (!pack) throw new RestError(400, "powerpack_uuid parameter is invalid: there is no such powerpack");
  if (pack.numbers.size === 0) throw new RestError(400, "powerpack_uuid parameter is invalid: its number pool is empty");
  return (to) => senderFor(world.account, pack, to) ?? "";
}

/** What is sent, and whether there is enough of it. */
function contentOf({ type, text: words, template, interactive, location }: Fields, media: readonly string[]): Message["content"] {
  const rich = template ? "template" : interactive ? "interactive" : location ? "location" : null;
  if (rich && type !== "whatsapp") throw new RestError(400, `${rich} parameter is for messages of type whatsapp`);
  if (rich) return rich;
  if (!words && media.length === 0) throw new RestError(400, "text parameter is missing");
  if (type === "whatsapp" && (words?.length ?? 0) > MAX_WHATSAPP)
    throw new RestError(400, `text parameter is longer than ${MAX_WHATSAPP} characters`);
  if (type === "mms" && media.length === 0) throw new RestError(400, "media_urls parameter is missing");
  return media.length > 0 ? "media" : "text";
}

function mediaUrl(world: World, id: string): string {
  return `${world.mediaBase}/media/${world.account.authId}/${encodeURIComponent(id)}`;
}

export const getMessage: RestHandler = ({ world, params }) => {
  const message = world.messages.get(params["uuid"] ?? "");
  if (!message) throw notFound();
  return { status: 200, body: objectOf(world, message) };
};

export const listMessages: RestHandler = ({ world, query }) => {
  const sentThen = within(query, "message_time", readTime);
  const wanted = world.messages
    .all()
    .filter(
      (message) =>
        equals(query, "message_direction", message.direction) &&
        equals(query, "message_state", message.state) &&
        equals(query, "message_type", message.type) &&
        equals(query, "error_code", message.errorCode) &&
        equals(query, "powerpack_id", message.powerpackUuid ?? "") &&
        equals(query, "destination_country_iso2", countryOf(message.to)) &&
        equals(query, "conversation_id", conversationParams(message)["ConversationID"] ?? "") &&
        equals(query, "conversation_origin", conversationParams(message)["ConversationOrigin"] ?? "") &&
        only(query, "subaccount") &&
        only(query, "tendlc_campaign_id") &&
        sentThen(message.createdAt),
    );
  const page = paged(wanted.toReversed(), query, `/v1/Account/${world.account.authId}/Message/`);
  return { status: 200, body: { meta: page.meta, objects: page.objects.map((message) => objectOf(world, message)) } };
};

export const listMedia: RestHandler = ({ world, params, query }) => {
  const message = world.messages.get(params["uuid"] ?? "");
  if (!message) throw notFound();
  const media = message.media.map((url, index) => ({
    content_type: mimeTypeOf(url),
    media_id: `${message.uuid}-${index}`,
    media_url: url,
    message_uuid: message.uuid,
    size: 0,
  }));
  const { meta, objects } = paged(media, query, `/v1/Account/${world.account.authId}/Message/${message.uuid}/Media/`);
  return { status: 200, body: { meta, objects } };
};

/** The message object (plivo-platform 4.3). */
function objectOf(world: World, message: Message): Record<string, unknown> {
  const hidden = message.direction === "outbound" && (message.log === "false" || message.log === "content_only");
  const talk = conversationParams(message);
  const time = (ms: number): string => `${microTime(ms).slice(0, 19)}+00:00`;
  return {
    carrier_fees: "0.00000",
    carrier_fees_rate: "0.00000",
    error_code: message.errorCode,
    conversation_expiration_timestamp: talk["ConversationExpirationTimestamp"] ?? null,
    conversation_id: talk["ConversationID"] ?? null,
    conversation_origin: talk["ConversationOrigin"] ?? null,
    destination_country_iso2: countryOf(message.to),
    destination_network: null,
    dlt_entity_id: null,
    dlt_template_category: null,
    dlt_template_id: null,
    error_message: message.errorCode === "000" ? "" : messageErrorName(message.errorCode),
    from_number: display(message.from),
    is_domestic: true,
    log: message.log,
    message_direction: message.direction,
    message_sent_time: message.sentAt === null ? null : time(message.sentAt),
    message_state: message.state,
    message_time: time(message.createdAt),
    message_type: message.type,
    message_updated_time: time(message.updatedAt),
    message_uuid: message.uuid,
    powerpack_id: message.powerpackUuid,
    replaced_sender: null,
    tendlc_campaign_id: null,
    tendlc_registration_status: null,
    requester_ip: "127.0.0.1",
    resource_uri: `/v1/Account/${world.account.authId}/Message/${message.uuid}/`,
    to_number: hidden ? mask(message.to) : message.to,
    total_amount: message.state === "failed" ? "0.00000" : (message.units * PRICE_PER_UNIT).toFixed(5),
    total_rate: PRICE_PER_UNIT.toFixed(5),
    units: message.units,
  };
}

/** Enough to tell ours from others in a list; the platform knows every network. */
function countryOf(number: string): string {
  return /^1\d{10}$/.test(number) ? "US" : number.startsWith("44") ? "GB" : number.startsWith("49") ? "DE" : "";
}

/** A filter by something that no message here has: it finds nothing. */
function only(query: URLSearchParams, name: string): boolean {
  return equals(query, name, "");
}

/** `141XXXXX528` (plivo-platform 3.4). */
function mask(number: string): string {
  return number.length < 7 ? number : number.slice(0, 3) + "X".repeat(number.length - 6) + number.slice(-3);
}
