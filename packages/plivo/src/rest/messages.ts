import { z } from "zod";
import type { Method } from "./call-fields.ts";
import { PlivoError, invalidRequest } from "./plivo-error.ts";
import type { Send } from "./transport.ts";
import {
  type Page,
  type PageRequest,
  oneNumber,
  oneSender,
  pageOf,
  readAnswer,
  someNumber,
  somePhone,
  someText,
  someTime,
  toQuery,
  toWire,
  webAddress,
} from "./wire.ts";

/** Send Message (plivo-platform 4.3). Exactly one of `from` and `powerpackUuid`. */
export interface SendMessage {
  from?: string;
  powerpackUuid?: string;
  /** Exactly one number. */
  to: string;
  text?: string;
  /** Default `sms`. */
  type?: "sms" | "mms" | "whatsapp";
  /** At most 10, 5 MB together (mms). */
  mediaUrls?: string[];
  /** WhatsApp: an approved template, or buttons, a list or a link. They stand for the text. */
  template?: object;
  interactive?: object;
  /** Where delivery reports go. */
  url?: string;
  method?: Method;
  /** 5 to 10,799. */
  expirySeconds?: number;
  /** What the carrier keeps of the message (3.4). */
  log?: "true" | "false" | "content_only" | "number_only";
}

const SEND_NAMES = {
  powerpackUuid: "powerpack_uuid",
  text: "text",
  type: "type",
  mediaUrls: "media_urls",
  template: "template",
  interactive: "interactive",
  url: "url",
  method: "method",
  expirySeconds: "message_expiry",
  log: "log",
} as const;

export interface MessageFilter extends PageRequest {
  direction?: "inbound" | "outbound";
  state?: string;
  type?: "sms" | "mms" | "whatsapp";
  errorCode?: string;
  /** Sent at or after; `filterTime`. */
  sentFrom?: string;
}

const FILTER_NAMES = {
  direction: "message_direction",
  state: "message_state",
  type: "message_type",
  errorCode: "error_code",
  sentFrom: "message_time__gte",
  limit: "limit",
  offset: "offset",
} as const;

const queued = z.object({
  message: z.string().nullish(),
  api_id: z.string().nullish(),
  message_uuid: z.union([z.array(z.string()), z.string().transform((uuid) => [uuid])]).default([]),
  invalid_number: z.array(z.string()).default([]),
});

const messageRecord = z
  .object({
    message_uuid: z.string(),
    from_number: somePhone,
    to_number: somePhone,
    message_direction: someText,
    message_state: someText,
    message_type: someText,
    message_time: someTime,
    units: someNumber,
    total_rate: someText,
    total_amount: someText,
    error_code: someText,
    error_message: someText,
    powerpack_id: someText,
  })
  .transform((body) => ({
    messageUuid: body.message_uuid,
    from: body.from_number,
    to: body.to_number,
    direction: body.message_direction,
    state: body.message_state,
    type: body.message_type,
    at: body.message_time,
    units: body.units,
    rate: body.total_rate,
    amount: body.total_amount,
    /** Null when all is well: the carrier writes "000". */
    errorCode: body.error_code === "000" ? null : body.error_code,
    errorMessage: body.error_message,
    powerpackId: body.powerpack_id,
  }));

/** The carrier's record of a message. Times ISO-8601 UTC. */
export type MessageRecord = z.infer<typeof messageRecord>;

export interface QueuedMessage {
  messageUuid: string;
  message: string;
  apiId: string | null;
}

export interface MessagesApi {
  /** Sends one message to one number. @throws PlivoError `invalid_number` when the carrier can't text that number. */
  send: (message: SendMessage) => Promise<QueuedMessage>;
  get: (messageUuid: string) => Promise<MessageRecord>;
  list: (filter?: MessageFilter) => Promise<Page<MessageRecord>>;
}

export function messagesApi(send: Send): MessagesApi {
  return {
    async send(message) {
      if ((message.from === undefined) === (message.powerpackUuid === undefined)) {
        throw invalidRequest('A message needs exactly one of "from" and "powerpackUuid".');
      }
      if (!message.text && !message.mediaUrls?.length && !message.template && !message.interactive)
        throw invalidRequest("A message needs a text or media.");
      webAddress("url", message.url);
      for (const media of message.mediaUrls ?? []) webAddress("mediaUrls", media);
      const body = {
        ...toWire(message, SEND_NAMES),
        ...(message.from !== undefined && { src: oneSender("from", message.from) }),
        dst: oneNumber("to", message.to),
      };
      const answer = await send({ method: "POST", path: ["Message"], body });
      const { message: said, api_id: apiId, message_uuid: uuids, invalid_number: invalid } = readAnswer(answer, queued);
      const [messageUuid] = uuids;
      if (messageUuid !== undefined) return { messageUuid, message: said ?? "", apiId: apiId ?? null };
      const details = { status: answer.status, apiId: apiId ?? null };
      throw invalid.length > 0
        ? new PlivoError("invalid_number", "The carrier says that this number cannot be texted; check it.", "yes", details)
        : new PlivoError("bad_answer", "The carrier accepted the message, but named no message id.", "maybe", details);
    },
    async get(messageUuid) {
      return readAnswer(await send({ method: "GET", path: ["Message", messageUuid] }), messageRecord);
    },
    async list(filter = {}) {
      return readAnswer(await send({ method: "GET", path: ["Message"], query: toQuery(filter, FILTER_NAMES) }), pageOf(messageRecord));
    },
  };
}
