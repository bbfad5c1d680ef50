import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js";

export interface Country {
  /** ISO 3166-1 alpha-2, upper case; empty when it can't be told (SIP, short codes). */
  iso2: string;
  /** English name. */
  name: string;
}

const NOWHERE: Country = { iso2: "", name: "" };
const names = new Intl.DisplayNames(["en"], { type: "region" });

/** The country of an E.164 number. */
export function countryOf(number: string): Country {
  const iso2 = number.startsWith("+") ? parsePhoneNumberFromString(number)?.country : undefined;
  return iso2 ? { iso2, name: names.of(iso2) ?? iso2 } : NOWHERE;
}

/**
 * E.164 with `+` from what somebody wrote or keyed in, or null. National numbers and numbers behind an international
 * prefix (00, 011) are read as dialled in the country of `near`, an E.164 number.
 */
export function toNumber(text: string, near: string | null = null): string | null {
  const written = text.trim();
  if (!/^[+\d(][\d\s().\-/]*$/.test(written)) return null;
  const country = near ? countryOf(near).iso2 : "";
  const found = [
    country ? parsePhoneNumberFromString(written, asCountry(country)) : undefined,
    parsePhoneNumberFromString(`+${written.replace(/\D/g, "")}`),
  ];
  const valid = found.find((number) => number?.isValid());
  return valid ? valid.number : null;
}

/** `countryOf` only answers codes that the library itself gave. */
const asCountry = (iso2: string): CountryCode => iso2 as CountryCode;
