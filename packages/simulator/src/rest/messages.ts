import { z } from "zod";
import { microTime } from "../calls/params.ts";
import { display } from "../state/addresses.ts";
import { type Message, PRICE_PER_UNIT, typeOf } from "../messages/message.ts";
import { sendTexts } from "../messages/send.ts";
import type { World } from "../world.ts";
import { address, flag, httpMethod, httpUrl, readFields, refOf, text, whole } from "./fields.ts";
import { equals, paged, readTime, within } from "./paging.ts";
import { RestError, type RestHandler, notFound } from "./request.ts";

const MAX_DESTINATIONS = 1_000;

const SEND = {
  src: address.optional(),
  powerpack_uuid: text.optional(),
  dst: address,
  text: text.optional(),
  type: z.enum(["sms", "mms"]).optional(),
  media_urls: z.array(httpUrl).max(10).optional(),
  url: httpUrl.optional(),
  method: httpMethod.optional(),
  log: z
    .union([z.boolean().transform(String), z.string()])
    .pipe(z.enum(["true", "false", "content_only", "number_only"]))
    .optional(),
  trackable: flag.optional(),
  message_expiry: whole(5, 10_799).optional(),
};

export const sendMessage: RestHandler = ({ world, body }) => {
  const fields = readFields(SEND, body);
  if (fields.src === undefined) {
    if (fields.powerpack_uuid === undefined) throw new RestError(400, "src parameter is missing");
    throw new RestError(400, "powerpack_uuid parameter is invalid: this account has no powerpack");
  }
  if (fields.powerpack_uuid !== undefined) throw new RestError(400, "Only one of src and powerpack_uuid may be given");
  const media = fields.media_urls ?? [];
  if (!fields.text && media.length === 0) throw new RestError(400, "text parameter is missing");
  const destinations = fields.dst.split("<");
  if (destinations.length > MAX_DESTINATIONS) throw new RestError(400, `dst parameter holds more than ${MAX_DESTINATIONS} destinations`);
  const report = refOf(fields.url, fields.method);
  const { messages, invalid } = sendTexts(world, {
    from: fields.src,
    to: destinations,
    text: fields.text ?? "",
    media,
    log: fields.log ?? "true",
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
        equals(query, "message_type", typeOf(message)) &&
        equals(query, "error_code", message.errorCode) &&
        sentThen(message.createdAt),
    );
  const page = paged(wanted.toReversed(), query, `/v1/Account/${world.account.authId}/Message/`);
  return { status: 200, body: { meta: page.meta, objects: page.objects.map((message) => objectOf(world, message)) } };
};

export const listMedia: RestHandler = ({ world, params, query }) => {
  const message = world.messages.get(params["uuid"] ?? "");
  if (!message) throw notFound();
  const media = message.media.map((url, index) => ({
    content_type: "application/octet-stream",
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
  const time = (ms: number): string => `${microTime(ms).slice(0, 19)}+00:00`;
  return {
    carrier_fees: "0.00000",
    carrier_fees_rate: "0.00000",
    error_code: message.errorCode,
    error_message: "",
    from_number: display(message.from),
    is_domestic: true,
    log: message.log,
    message_direction: message.direction,
    message_sent_time: message.sentAt === null ? null : time(message.sentAt),
    message_state: message.state,
    message_time: time(message.createdAt),
    message_type: typeOf(message),
    message_updated_time: time(message.updatedAt),
    message_uuid: message.uuid,
    powerpack_id: null,
    requester_ip: "127.0.0.1",
    resource_uri: `/v1/Account/${world.account.authId}/Message/${message.uuid}/`,
    to_number: hidden ? mask(message.to) : message.to,
    total_amount: message.state === "failed" ? "0.00000" : (message.units * PRICE_PER_UNIT).toFixed(5),
    total_rate: PRICE_PER_UNIT.toFixed(5),
    units: message.units,
  };
}

/** `141XXXXX528` (plivo-platform 3.4). */
function mask(number: string): string {
  return number.length < 7 ? number : number.slice(0, 3) + "X".repeat(number.length - 6) + number.slice(-3);
}
