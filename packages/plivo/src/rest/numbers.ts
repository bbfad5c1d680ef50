import { z } from "zod";
import { toE164 } from "../phone-numbers.ts";
import type { Send } from "./transport.ts";
import {
  type Acknowledgement,
  type Page,
  type PageRequest,
  acknowledgement,
  oneSender,
  pageOf,
  readAnswer,
  toQuery,
  toWire,
} from "./wire.ts";
import { someFlag, someText } from "./wire.ts";

export interface NumberFilter extends PageRequest {
  type?: "local" | "tollfree" | "mobile" | "national" | "fixed";
  /** Numbers that begin with these digits. */
  startsWith?: string;
  alias?: string;
}

const FILTER_NAMES = { type: "type", startsWith: "number_startswith", alias: "alias", limit: "limit", offset: "offset" } as const;

export interface UpdateNumber {
  /** The application that answers; null takes the number off any. */
  appId?: string | null;
  alias?: string;
  subaccount?: string;
}

const UPDATE_NAMES = { appId: "app_id", alias: "alias", subaccount: "subaccount" } as const;

const rentedNumber = z
  .object({
    number: z.string(),
    alias: someText,
    application: someText,
    number_type: someText,
    region: someText,
    carrier: someText,
    voice_enabled: someFlag,
    sms_enabled: someFlag,
    mms_enabled: someFlag,
    sub_account: someText,
  })
  .transform((body) => ({
    /** E.164 with `+`; a short code as it is. */
    number: toE164(body.number),
    alias: body.alias,
    /** Id of the application that answers. Null for none, or when a Zentrunk trunk does. */
    appId: /\/Application\/([^/]+)\/?$/.exec(body.application ?? "")?.[1] ?? null,
    type: body.number_type,
    region: body.region,
    carrier: body.carrier,
    voice: body.voice_enabled ?? false,
    sms: body.sms_enabled ?? false,
    mms: body.mms_enabled ?? false,
    subaccount: body.sub_account,
  }));

export type RentedNumber = z.infer<typeof rentedNumber>;

export interface NumbersApi {
  list: (filter?: NumberFilter) => Promise<Page<RentedNumber>>;
  get: (number: string) => Promise<RentedNumber>;
  update: (number: string, change: UpdateNumber) => Promise<Acknowledgement>;
}

/** Rented numbers (plivo-platform 4.4). */
export function numbersApi(send: Send): NumbersApi {
  return {
    async list(filter = {}) {
      return readAnswer(await send({ method: "GET", path: ["Number"], query: toQuery(filter, FILTER_NAMES) }), pageOf(rentedNumber));
    },
    async get(number) {
      return readAnswer(await send({ method: "GET", path: ["Number", oneSender("number", number)] }), rentedNumber);
    },
    async update(number, change) {
      const path = ["Number", oneSender("number", number)];
      return readAnswer(await send({ method: "POST", path, body: toWire(change, UPDATE_NAMES) }), acknowledgement);
    },
  };
}
