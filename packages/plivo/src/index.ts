/**
 * The carrier's language. Words used here:
 *
 *   verb       a Plivo XML element as data (`Verb`)          document   the text of one `<Response>`
 *   webhook    a request of the carrier to us                action     the webhook that continues a call
 *   kind       which webhook it is (answer, action, …)       leg        one call; CallUUID names it
 *   nonce      one-time text in a signed webhook             digest     fingerprint of what a webhook says
 *   cause      why a call ended, as code and name            units      how many messages a text is billed as
 *
 * Numbers are E.164 with `+` on our side and written as the carrier likes them on its side.
 */
export type { AnyVerb, AttributesOf, NumberVerb, PromptVerb, SpeakVerb, SsmlVerb, UserVerb, Verb, VerbOf } from "./verbs.ts";
export { withDefaults } from "./verbs.ts";
export { ELEMENTS, TOP_LEVEL, type BodyKind, type ElementName, type ElementRule } from "./xml/elements.ts";
export { readAttribute, type AttributeKind, type AttributeValue } from "./xml/attribute-kinds.ts";
export { XmlError, type XmlErrorCode, type XmlProblem, type XmlProblemCode } from "./xml/problem.ts";
export { MAX_XML_BYTES, toXml } from "./xml/to-xml.ts";
export { checkVerbs, fromXml } from "./xml/from-xml.ts";
export type { ReadMode } from "./xml/read-verbs.ts";
export { cleanText } from "./xml/xml-text.ts";
export { BASIC_VOICE_LANGUAGES, POLLY_VOICES, speaksLanguage } from "./xml/voices.ts";

export { newNonce, requestDigest, signV2, signV3, type SignedParams, type SignedRequest } from "./signature.ts";
export {
  verifySignature,
  type SignatureCheck,
  type SignatureRefusal,
  type SignatureScheme,
  type SignatureVerdict,
} from "./verify-signature.ts";
export { memoryNonces, NONCE_KEPT_MS, type LocalNonceMemory, type NonceMemory, type NonceVerdict } from "./nonce-memory.ts";

export { fromE164, isE164, isSipAddress, parseDestination, toE164 } from "./phone-numbers.ts";

export { createPlivoClient, type PlivoClient } from "./rest/client.ts";
export { PlivoError, type PlivoErrorCode, type Sent } from "./rest/plivo-error.ts";
export type { ClientOptions } from "./rest/transport.ts";
export type { Acknowledgement, Page, PageRequest } from "./rest/wire.ts";
export type { AccountApi, AccountRecord } from "./rest/account.ts";
export type { CallFilter, CreateCall, RecordCall, TransferCall } from "./rest/call-fields.ts";
export type { CallRecord, CreatedCall, LiveCall } from "./rest/call-answers.ts";
export type { CallsApi } from "./rest/calls.ts";
export type { MessageFilter, MessageRecord, MessagesApi, QueuedMessage, SendMessage } from "./rest/messages.ts";
export type { NumberFilter, NumbersApi, RentedNumber, UpdateNumber } from "./rest/numbers.ts";
export type { Application, ApplicationFields, ApplicationFilter, ApplicationsApi } from "./rest/applications.ts";
export type { Recording, RecordingFilter, RecordingsApi } from "./rest/recordings.ts";

export { parseWebhook, type WebhookData, type WebhookKind, type WebhookProblem, type WebhookResult } from "./webhooks/parse-webhook.ts";
export { MAX_FIELD_BYTES, MAX_FIELDS, readForm, writeForm, type FormParams, type FormRefusal, type FormResult } from "./webhooks/form.ts";
export type { CallStatus } from "./webhooks/field-shapes.ts";
export type { CallFields, HangupFields, MachineFields } from "./webhooks/call-webhooks.ts";
export type { ActionFields, ActionResult, DialStatus, RecordResult } from "./webhooks/action-webhook.ts";
export type {
  DialAction,
  DialCallbackFields,
  InterimSpeechFields,
  RecordCallbackFields,
  TranscriptionFields,
} from "./webhooks/callback-webhooks.ts";
export type { ConferenceCallbackFields, MpcStatusFields, StreamStatusFields } from "./webhooks/room-webhooks.ts";
export type { DeliveryReportFields, MessageFields, MessageStatus } from "./webhooks/message-webhooks.ts";

export { endedBy, HANGUP_CAUSES, HANGUP_SOURCES, hangupCauseName, type HangupCode, type HangupSource } from "./hangup-causes.ts";
export { MESSAGE_ERRORS, messageErrorName, messageErrorText, type MessageErrorCode } from "./message-errors.ts";
export { messageUnits, type MessageUnits } from "./message-units.ts";
export { filterTime, parseTime } from "./plivo-time.ts";
