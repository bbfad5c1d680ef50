import { z } from "zod";
import { toE164 } from "../phone-numbers.ts";
import { parseTime } from "../plivo-time.ts";
import { isUrl } from "../xml/attribute-kinds.ts";

/*
 * Exact shapes of webhook fields. They are a defence, not a nicety: V3 joins names and values without a separator, so
 * one signed request can be re-cut into others (F6). A value that swallowed the next field's name has the wrong shape.
 */

type Shape<T> = z.ZodType<T, string>;

const like = (pattern: RegExp): Shape<string> => z.string().regex(pattern);

export const uuid = like(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
/** A number (to E.164), a SIP address, a sender name, a word like `anonymous`, or nothing when withheld. */
export const party = like(/^(?:\+?\d{1,15}|sips?:[^\s<>"]{1,250}|[A-Za-z][\w .@-]{0,63}|)$/).transform(toE164);
/** However many: the step that asked says what is too much. */
export const keys = like(/^[0-9*#]*$/);
/** Words of a closed vocabulary. No capital right after a small letter or digit: there a swallowed field name begins. */
export const words = like(/^(?!.*[a-z0-9][A-Z])[\w .,:/+()'-]{1,120}$/);
/** The same for words of one capital, such as STIR's grade "A". */
export const titleWords = like(/^[A-Z][a-z]*(?: [A-Z][a-z]*){0,3}$/);
/** FreeSWITCH's names, e.g. NORMAL_CLEARING or sip_auth_failed. */
export const classicCause = like(/^(?:[A-Z][A-Z0-9_]{0,63}|[a-z][a-z0-9_]{0,63})$/);
export const eventName = like(/^[A-Za-z]{1,64}$/);
export const authId = like(/^[A-Z0-9]{1,40}$/);
/** Ids that are not documented to be UUIDs. */
export const id = like(/^[\w.:-]{1,128}$/);
export const freeText = z.string();
export const webUrl = z.string().refine((value) => isUrl(value) && !value.startsWith("/"));
export const whole = like(/^-?\d{1,15}$/).transform(Number);
export const decimal = like(/^-?\d{1,15}(?:\.\d{1,12})?$/);
export const amount = decimal.transform(Number);
export const flag = like(/^(?:true|false)$/i).transform((value) => value.toLowerCase() === "true");
export const errorCode = like(/^\d{1,6}$/);
/** UTC, to ISO-8601. */
export const utcTime = z.string().transform((raw, context) => {
  const time = parseTime(raw);
  if (time !== null) return time;
  context.issues.push({ code: "custom", input: raw, message: "not a time" });
  return z.NEVER;
});
/** In the time zone of the account's console, which nobody tells us: kept as written. */
export const consoleTime = like(/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?$/);
/** A time in whatever way a page of the docs writes it: a date, or seconds or ms since the epoch. */
export const timestamp = z.union([consoleTime, decimal]);
export const direction = z.enum(["inbound", "outbound"]);

export type CallStatus = "queued" | "ringing" | "in-progress" | "completed" | "busy" | "failed" | "no-answer" | "timeout" | "cancel";

/** Documented statuses, and the spellings that other pages and clones of the platform use for them. */
const CALL_STATUSES: Readonly<Record<string, CallStatus>> = {
  queued: "queued",
  initiated: "queued",
  ringing: "ringing",
  "early-media": "ringing",
  "in-progress": "in-progress",
  completed: "completed",
  busy: "busy",
  rejected: "busy",
  failed: "failed",
  "no-answer": "no-answer",
  timeout: "timeout",
  cancel: "cancel",
  canceled: "cancel",
  cancelled: "cancel",
};

export const callStatus = z.string().transform((raw, context): CallStatus => {
  const status = Object.hasOwn(CALL_STATUSES, raw) ? CALL_STATUSES[raw] : undefined;
  if (status) return status;
  context.issues.push({ code: "custom", input: raw, message: "not a call status" });
  return z.NEVER;
});
