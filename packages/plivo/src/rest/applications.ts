import { z } from "zod";
import type { Method } from "./call-fields.ts";
import { invalidRequest } from "./plivo-error.ts";
import type { Send } from "./transport.ts";
import {
  type Acknowledgement,
  type Page,
  type PageRequest,
  acknowledgement,
  pageOf,
  readAnswer,
  toQuery,
  toWire,
  webAddress,
} from "./wire.ts";
import { someFlag, someText } from "./wire.ts";

/** What a number does with calls and messages (plivo-platform 4.5). */
export interface ApplicationFields {
  /** Letters, digits, `-` and `_`. */
  name?: string;
  answerUrl?: string;
  answerMethod?: Method;
  /** Without one the carrier reports the end of calls to `answerUrl`. */
  hangupUrl?: string;
  hangupMethod?: Method;
  fallbackUrl?: string;
  fallbackMethod?: Method;
  messageUrl?: string;
  messageMethod?: Method;
  defaultNumberApp?: boolean;
  subaccount?: string;
  logIncomingMessages?: boolean;
}

const NAMES = {
  name: "app_name",
  answerUrl: "answer_url",
  answerMethod: "answer_method",
  hangupUrl: "hangup_url",
  hangupMethod: "hangup_method",
  fallbackUrl: "fallback_answer_url",
  fallbackMethod: "fallback_method",
  messageUrl: "message_url",
  messageMethod: "message_method",
  defaultNumberApp: "default_number_app",
  subaccount: "subaccount",
  logIncomingMessages: "log_incoming_messages",
} as const;

export interface ApplicationFilter extends PageRequest {
  /** Names that begin with this. */
  name?: string;
}

const FILTER_NAMES = { name: "app_name", limit: "limit", offset: "offset" } as const;

const application = z
  .object({
    app_id: z.union([z.string(), z.number()]).transform(String),
    app_name: someText,
    answer_url: someText,
    answer_method: someText,
    hangup_url: someText,
    hangup_method: someText,
    fallback_answer_url: someText,
    fallback_method: someText,
    message_url: someText,
    message_method: someText,
    default_app: someFlag,
    enabled: someFlag,
    sip_uri: someText,
  })
  .transform((body) => ({
    appId: body.app_id,
    name: body.app_name ?? "",
    answerUrl: body.answer_url,
    answerMethod: body.answer_method,
    hangupUrl: body.hangup_url,
    hangupMethod: body.hangup_method,
    fallbackUrl: body.fallback_answer_url,
    fallbackMethod: body.fallback_method,
    messageUrl: body.message_url,
    messageMethod: body.message_method,
    default: body.default_app ?? false,
    enabled: body.enabled ?? true,
    sipUri: body.sip_uri,
  }));

const made = z
  .object({ app_id: z.union([z.string(), z.number()]).transform(String), message: z.string().nullish(), api_id: z.string().nullish() })
  .transform((body) => ({ appId: body.app_id, message: body.message ?? "", apiId: body.api_id ?? null }));

export type Application = z.infer<typeof application>;

export interface ApplicationsApi {
  create: (fields: ApplicationFields & { name: string }) => Promise<{ appId: string; message: string; apiId: string | null }>;
  get: (appId: string) => Promise<Application>;
  list: (filter?: ApplicationFilter) => Promise<Page<Application>>;
  update: (appId: string, fields: ApplicationFields) => Promise<Acknowledgement>;
  remove: (appId: string) => Promise<void>;
}

export function applicationsApi(send: Send): ApplicationsApi {
  return {
    async create(fields) {
      return readAnswer(await send({ method: "POST", path: ["Application"], body: bodyOf(fields) }), made);
    },
    async get(appId) {
      return readAnswer(await send({ method: "GET", path: ["Application", appId] }), application);
    },
    async list(filter = {}) {
      return readAnswer(await send({ method: "GET", path: ["Application"], query: toQuery(filter, FILTER_NAMES) }), pageOf(application));
    },
    async update(appId, fields) {
      return readAnswer(await send({ method: "POST", path: ["Application", appId], body: bodyOf(fields) }), acknowledgement);
    },
    async remove(appId) {
      await send({ method: "DELETE", path: ["Application", appId] });
    },
  };
}

function bodyOf(fields: ApplicationFields): Record<string, unknown> {
  if (fields.name !== undefined && !/^[\w-]{1,64}$/.test(fields.name)) {
    throw invalidRequest('The "name" of an application takes letters, digits, "-" and "_".');
  }
  for (const field of ["answerUrl", "hangupUrl", "fallbackUrl", "messageUrl"] as const) webAddress(field, fields[field]);
  return toWire(fields, NAMES);
}
