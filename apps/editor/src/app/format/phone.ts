import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** "+14155550123" → "+1 415 555 0123"; SIP addresses lose their scheme; anything else stays as it is. */
export function phone(number: string | null | undefined): string {
  if (!number) return "";
  if (number.startsWith("sip:")) return number.slice(4);
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number;
}

/** What a person typed → E.164 with `+`, or null. National numbers are read as US numbers, like the carrier does. */
export function toE164(text: string): string | null {
  const trimmed = text.trim();
  if (/^sip:/i.test(trimmed)) return trimmed;
  const digits = trimmed.replace(/[^\d+]/g, "");
  if (digits === "") return null;
  const international = digits.startsWith("+") ? digits : digits.startsWith("00") ? `+${digits.slice(2)}` : digits;
  const parsed = parsePhoneNumberFromString(international, "US") ?? parsePhoneNumberFromString(`+${digits}`);
  if (!parsed?.isPossible()) return null;
  return parsed.number;
}

/** Every number within a sentence, spaced. */
export function withPhones(text: string): string {
  return text.replace(/\+\d{8,15}\b/g, (number) => phone(number));
}

/** The ISO country a number belongs to; empty when it can't be told. */
export function countryOf(number: string): string {
  return parsePhoneNumberFromString(number)?.country ?? "";
}
