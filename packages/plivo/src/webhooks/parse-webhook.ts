import type { z } from "zod";
import { type ActionFields, actionWebhook, readAction } from "./action-webhook.ts";
import {
  type CallFields,
  type HangupFields,
  type MachineFields,
  callWebhook,
  hangupWebhook,
  machineWebhook,
  readCall,
  readHangup,
  readMachine,
} from "./call-webhooks.ts";
import {
  type DialCallbackFields,
  type InterimSpeechFields,
  type RecordCallbackFields,
  type TranscriptionFields,
  dialCallbackWebhook,
  interimSpeechWebhook,
  readDialCallback,
  readInterimSpeech,
  readRecordCallback,
  readTranscription,
  recordCallbackWebhook,
  transcriptionWebhook,
} from "./callback-webhooks.ts";
import { type FormParams, oneEach, setField } from "./form.ts";
import {
  type DeliveryReportFields,
  type MessageFields,
  deliveryReportWebhook,
  messageWebhook,
  readDeliveryReport,
  readMessage,
} from "./message-webhooks.ts";
import {
  type ConferenceCallbackFields,
  type MpcStatusFields,
  type StreamStatusFields,
  conferenceWebhook,
  mpcWebhook,
  readConference,
  readMpcStatus,
  readStreamStatus,
  streamWebhook,
} from "./room-webhooks.ts";

/** What each kind of webhook says once parsed. */
export interface WebhookData {
  /** answer_url and fallback_url. */
  answer: CallFields;
  action: ActionFields;
  /** Redirect bodies and transfer URLs. */
  redirect: CallFields;
  ring: CallFields;
  hangup: HangupFields;
  machine: MachineFields;
  dialCallback: DialCallbackFields;
  recordCallback: RecordCallbackFields;
  transcription: TranscriptionFields;
  interimSpeech: InterimSpeechFields;
  conferenceCallback: ConferenceCallbackFields;
  mpcStatus: MpcStatusFields;
  streamStatus: StreamStatusFields;
  message: MessageFields;
  deliveryReport: DeliveryReportFields;
}

export type WebhookKind = keyof WebhookData;

export interface WebhookProblem {
  code: "too_many_fields" | "field_too_long" | "repeated_field" | "merged_field" | "missing_field" | "bad_field";
  message: string;
  /** Name of the field; empty when it is about all of them. */
  path: string;
}

export type WebhookResult<K extends WebhookKind> =
  | {
      ok: true;
      kind: K;
      data: WebhookData[K];
      /** `X-PH-…` and `SIP-H-…` fields by their full names. A caller can put anything there. */
      sipHeaders: Record<string, string>;
      /** Fields that no page documents: for the journal, never for a decision. */
      extra: Record<string, string>;
    }
  | { ok: false; kind: K; problems: WebhookProblem[] };

interface Definition<T> {
  known: { readonly shape: Readonly<Record<string, z.ZodType>> };
  read: z.ZodType<T>;
}

const WEBHOOKS: { readonly [K in WebhookKind]: Definition<WebhookData[K]> } = {
  answer: { known: callWebhook, read: readCall },
  action: { known: actionWebhook, read: readAction },
  redirect: { known: callWebhook, read: readCall },
  ring: { known: callWebhook, read: readCall },
  hangup: { known: hangupWebhook, read: readHangup },
  machine: { known: machineWebhook, read: readMachine },
  dialCallback: { known: dialCallbackWebhook, read: readDialCallback },
  recordCallback: { known: recordCallbackWebhook, read: readRecordCallback },
  transcription: { known: transcriptionWebhook, read: readTranscription },
  interimSpeech: { known: interimSpeechWebhook, read: readInterimSpeech },
  conferenceCallback: { known: conferenceWebhook, read: readConference },
  mpcStatus: { known: mpcWebhook, read: readMpcStatus },
  streamStatus: { known: streamWebhook, read: readStreamStatus },
  message: { known: messageWebhook, read: readMessage },
  deliveryReport: { known: deliveryReportWebhook, read: readDeliveryReport },
};

/** Fields that may be missing and that nothing empty fits: the carrier sends them empty when it has nothing to say. */
const MAY_BE_EMPTY = new Map<Definition<unknown>, ReadonlySet<string>>(
  Object.values(WEBHOOKS).map((definition) => {
    const fields = Object.entries<z.ZodType>(definition.known.shape);
    const names = fields.filter(([, shape]) => shape.safeParse(undefined).success && !shape.safeParse("").success).map(([name]) => name);
    return [definition, new Set(names)];
  }),
);

const SIP_HEADER = /^(?:X-PH|SIP-H)-/i;

/**
 * Reads the decoded form fields of a webhook. Every documented field has an exact shape; a repeated field, more than
 * 200 fields or a field over 16 KB is refused. Numbers come out as E.164 with `+`, empty fields as null.
 */
export function parseWebhook<K extends WebhookKind>(kind: K, params: FormParams): WebhookResult<K> {
  const form = oneEach(params);
  if (!form.ok) return { ok: false, kind, problems: [{ code: form.code, message: form.message, path: form.path }] };
  const definition: Definition<WebhookData[K]> = WEBHOOKS[kind];
  const { shape } = definition.known;
  const known: Record<string, string> = {};
  const sipHeaders: Record<string, string> = {};
  const extra: Record<string, string> = {};
  const mayBeEmpty = MAY_BE_EMPTY.get(definition);
  for (const [name, value] of Object.entries(form.fields)) {
    if (value === "" && mayBeEmpty?.has(name)) continue;
    setField(Object.hasOwn(shape, name) ? known : SIP_HEADER.test(name) ? sipHeaders : extra, name, value);
  }
  const merged = Object.keys(extra).find((name) => isMerged(name, Object.keys(shape)));
  if (merged) return { ok: false, kind, problems: [{ code: "merged_field", message: `"${merged}" is two fields in one.`, path: merged }] };
  const parsed = definition.read.safeParse(known);
  if (!parsed.success) return { ok: false, kind, problems: problemsOf(parsed.error, known) };
  return { ok: true, kind, data: parsed.data, sipHeaders, extra };
}

/** The mark of a re-cut request (F6): `Machine=true` and `RequestUUID=…` sent as `MachinetrueRequestUUID=…` to hide both. */
function isMerged(name: string, known: readonly string[]): boolean {
  return known.some(
    (first) => name.startsWith(first) && known.some((last) => name.endsWith(last) && name.length > first.length + last.length),
  );
}

function problemsOf(error: z.ZodError, fields: Readonly<Record<string, string>>): WebhookProblem[] {
  return error.issues.map((issue) => {
    const path = String(issue.path[0] ?? "");
    return fields[path]
      ? { code: "bad_field", message: `The field "${path}" does not look as the carrier writes it.`, path }
      : { code: "missing_field", message: `The field "${path}" is missing.`, path };
  });
}
