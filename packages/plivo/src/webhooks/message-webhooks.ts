import { z } from "zod";
import { decimal, errorCode, freeText, maybe, party, utcTime, uuid, webUrl, whole, words } from "./field-shapes.ts";

export type MessageStatus = "queued" | "sent" | "delivered" | "undelivered" | "failed" | "read" | "rejected";

/** A text from outside (plivo-platform 3.1). */
export interface MessageFields {
  messageUuid: string;
  from: string;
  to: string;
  type: "sms" | "mms" | "whatsapp";
  text: string;
  /** Addresses of pictures and files. */
  media: string[];
  units: number;
  intent: "" | "optout" | "optin" | "help";
  powerpackUuid: string | null;
  contentType: string | null;
  mimeType: string | null;
  errorCode: string | null;
  totalAmount: string | null;
}

/** What became of a message of ours (3.2). */
export interface DeliveryReportFields {
  messageUuid: string;
  from: string;
  to: string;
  type: string | null;
  status: MessageStatus;
  /** Null unless it failed. Names: `messageErrorName`. */
  errorCode: string | null;
  units: number | null;
  totalAmount: string | null;
  sequence: number | null;
  mcc: string | null;
  mnc: string | null;
  /** ISO-8601 UTC, of the report itself, else of the sending. */
  at: string | null;
}

const BASE = {
  MessageUUID: uuid,
  From: party,
  To: party,
  Units: maybe(whole),
  TotalRate: maybe(decimal),
  TotalAmount: maybe(decimal),
  PowerpackUUID: maybe(uuid),
  ErrorCode: maybe(errorCode),
};

const media = maybe(webUrl);

export const messageWebhook = z.object({
  ...BASE,
  Type: z.enum(["sms", "mms", "whatsapp"]),
  Text: freeText.optional(),
  Body: freeText.optional(),
  MessageIntent: maybe(z.enum(["optout", "optin", "help"])),
  MediaCount: maybe(whole),
  ContentType: maybe(words),
  MimeType: maybe(words),
  // At most ten; one page of the docs counts from 0, another from 1.
  Media0: media,
  Media1: media,
  Media2: media,
  Media3: media,
  Media4: media,
  Media5: media,
  Media6: media,
  Media7: media,
  Media8: media,
  Media9: media,
  Media10: media,
});

export const readMessage = messageWebhook.transform((fields): MessageFields => ({
  messageUuid: fields.MessageUUID,
  from: fields.From,
  to: fields.To,
  type: fields.Type,
  // SMS says Text, MMS and WhatsApp say Body; a newer page says Text for all.
  text: fields.Text || fields.Body || "",
  media: [
    fields.Media0,
    fields.Media1,
    fields.Media2,
    fields.Media3,
    fields.Media4,
    fields.Media5,
    fields.Media6,
    fields.Media7,
    fields.Media8,
    fields.Media9,
    fields.Media10,
  ].filter((url) => url !== null),
  units: fields.Units ?? 1,
  intent: fields.MessageIntent ?? "",
  powerpackUuid: fields.PowerpackUUID,
  contentType: fields.ContentType,
  mimeType: fields.MimeType,
  errorCode: realError(fields.ErrorCode),
  totalAmount: fields.TotalAmount,
}));

export const deliveryReportWebhook = z.object({
  ...BASE,
  Type: maybe(words),
  Status: z.enum(["queued", "sent", "delivered", "undelivered", "failed", "read", "rejected"]),
  MCC: maybe(words),
  MNC: maybe(words),
  ParentMessageUUID: maybe(uuid),
  PartInfo: maybe(words),
  Sequence: maybe(whole),
  MessageTime: maybe(utcTime),
  QueuedTime: maybe(utcTime),
  SentTime: maybe(utcTime),
  DeliveryReportTime: maybe(utcTime),
  requester_ip: maybe(words),
  ConversationID: maybe(words),
  ConversationOrigin: maybe(words),
  ConversationExpirationTimestamp: maybe(words),
});

export const readDeliveryReport = deliveryReportWebhook.transform((fields): DeliveryReportFields => ({
  messageUuid: fields.MessageUUID,
  from: fields.From,
  to: fields.To,
  type: fields.Type,
  status: fields.Status,
  errorCode: realError(fields.ErrorCode),
  units: fields.Units,
  totalAmount: fields.TotalAmount,
  sequence: fields.Sequence,
  mcc: fields.MCC,
  mnc: fields.MNC,
  at: fields.DeliveryReportTime ?? fields.SentTime ?? fields.QueuedTime ?? fields.MessageTime,
}));

/** "000" (and "0") say that nothing went wrong. */
function realError(code: string | null): string | null {
  return code === null || Number(code) === 0 ? null : code;
}
