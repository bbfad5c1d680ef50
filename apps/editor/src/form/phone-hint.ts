import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** How a number reads, and where it lies (ISO 3166); `problem` when it is none. */
export type PhoneHint = { e164: string; text: string; country: { code: string; name: string } | null } | { problem: string } | null;

const regions = new Intl.DisplayNames(["en"], { type: "region" });

/** Null for what only the run knows (a template), for SIP addresses and for nothing. */
export function phoneHint(text: string): PhoneHint {
  const plain = text.trim();
  if (plain === "" || plain.includes("{{") || /^sips?:/i.test(plain)) return null;
  const number = parsePhoneNumberFromString(plain.startsWith("+") || plain.startsWith("00") ? plain.replace(/^00/, "+") : `+${plain}`);
  if (!number) return { problem: "Write it with its country code, such as +1 415 555 0123." };
  const country = number.country ? (regions.of(number.country) ?? number.country) : "";
  if (!number.isPossible()) return { problem: `That is too short or too long for a number${country ? ` in ${country}` : ""}.` };
  return {
    e164: number.number,
    text: [country, number.formatInternational()].filter(Boolean).join(" · "),
    country: number.country ? { code: number.country, name: country } : null,
  };
}
