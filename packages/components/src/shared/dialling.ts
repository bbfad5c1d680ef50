/*
 * What may be dialled besides the number (plivo-platform 1.7), checked in the form and made fit for the carrier at run time.
 */

/** Keys sent after the answer: `w` waits half a second, `W` a second, `@ms` is the length of a tone. */
export const isSendDigits = (text: string): boolean => /^[0-9*#wW]+(?:@\d{1,5})?$/.test(text);

/** Whatever of a filled-in text can be sent as keys: `ext. 42` → `42`. */
export const usableDigits = (text: string): string => (isSendDigits(text.trim()) ? text.trim() : text.replace(/[^0-9*#wW]/g, ""));

/** Sequences of keys to listen for, with commas between them: `1,2,*9`. */
export const isDigitsMatch = (text: string): boolean => /^[0-9*#]+(?:,[0-9*#]+)*$/.test(text.replace(/\s/g, ""));

export const usableMatch = (text: string): string =>
  text
    .split(",")
    .map((one) => one.replace(/[^0-9*#]/g, ""))
    .filter((one) => one !== "")
    .join(",");

/** Prefixes the carrier keeps for itself: it drops such headers. */
const RESERVED = /^(?:PH-|Plivo|FS-|SipAuth|ZT-|Twilio)|^ClientRegion$/i;

/** Letters and digits; the other side reads it as `X-PH-<name>`. */
export const isSipHeaderName = (name: string): boolean => /^[A-Za-z0-9]+$/.test(name) && !RESERVED.test(name);

/** `{Order: "A 1"}` → `Order=A%201`; names the carrier would not take are left out. */
export const sipHeadersText = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .filter(([name]) => isSipHeaderName(name))
    .map(([name, value]) => `${name}=${encoded(value)}`)
    .join(",");

/** What Make Call takes: letters and digits, in names and in values (plivo-platform 4.2). */
export const usableSipHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => isSipHeaderName(name))
      .map(([name, value]) => [name, value.replace(/[^A-Za-z0-9]/g, "")]),
  );

const encoded = (value: string): string =>
  encodeURIComponent(value.toWellFormed()).replace(/[^A-Za-z0-9%]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
