import { z } from "zod";
import { decimal, errorCode, freeText, id, party, utcTime, uuid, webUrl, whole, words } from "./field-shapes.ts";

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
  Units: whole.optional(),
  TotalRate: decimal.optional(),
  TotalAmount: decimal.optional(),
  PowerpackUUID: uuid.optional(),
  ErrorCode: errorCode.optional(),
};

const media = webUrl.optional();

export const messageWebhook = z.object({
  ...BASE,
  Type: z.enum(["sms", "mms", "whatsapp"]),
  Text: freeText.optional(),
  Body: freeText.optional(),
  MessageIntent: z.enum(["optout", "optin", "help"]).optional(),
  MediaCount: whole.optional(),
  ContentType: words.optional(),
  MimeType: words.optional(),
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
  ].filter((url) => url !== undefined),
  units: fields.Units ?? 1,
  intent: fields.MessageIntent ?? "",
  powerpackUuid: fields.PowerpackUUID ?? null,
  contentType: fields.ContentType ?? null,
  mimeType: fields.MimeType ?? null,
  errorCode: realError(fields.ErrorCode),
  totalAmount: fields.TotalAmount ?? null,
}));

export const deliveryReportWebhook = z.object({
  ...BASE,
  Type: words.optional(),
  Status: z.enum(["queued", "sent", "delivered", "undelivered", "failed", "read", "rejected"]),
  MCC: words.optional(),
  MNC: words.optional(),
  ParentMessageUUID: uuid.optional(),
  PartInfo: words.optional(),
  Sequence: whole.optional(),
  MessageTime: utcTime.optional(),
  QueuedTime: utcTime.optional(),
  SentTime: utcTime.optional(),
  DeliveryReportTime: utcTime.optional(),
  requester_ip: words.optional(),
  ConversationID: id.optional(),
  ConversationOrigin: id.optional(),
  ConversationExpirationTimestamp: words.optional(),
});

export const readDeliveryReport = deliveryReportWebhook.transform((fields): DeliveryReportFields => ({
  messageUuid: fields.MessageUUID,
  from: fields.From,
  to: fields.To,
  type: fields.Type ?? null,
  status: fields.Status,
  errorCode: realError(fields.ErrorCode),
  units: fields.Units ?? null,
  totalAmount: fields.TotalAmount ?? null,
  sequence: fields.Sequence ?? null,
  mcc: fields.MCC ?? null,
  mnc: fields.MNC ?? null,
  at: fields.DeliveryReportTime ?? fields.SentTime ?? fields.QueuedTime ?? fields.MessageTime ?? null,
}));

/** "000" (and "0") say that nothing went wrong. */
function realError(code: string | undefined): string | null {
  return code === undefined || Number(code) === 0 ? null : code;
}
