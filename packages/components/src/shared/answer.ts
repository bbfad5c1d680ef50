import { matchesPattern } from "./re2.ts";
import { toNumber } from "./numbers.ts";

interface Rules {
  /** Fewest keys of an answer that was keyed in. */
  minDigits: number;
  validate: { kind: "none" | "number" | "date" | "phone" | "card" | "pattern"; pattern: string; min: number; max: number };
}

export interface Answer {
  inputType: "dtmf" | "speech";
  digits: string;
  speech: string;
}

export interface Place {
  /** BCP-47: decides whether a date begins with its day or its month. */
  language: string;
  /** A number of the caller: national numbers are read as dialled in its country. */
  near: string | null;
}

/** The answer in the form that later steps want, or null when it is not valid. */
export function validated(answer: Answer, { minDigits, validate }: Rules, place: Place): string | number | null {
  const keyed = answer.inputType === "dtmf";
  const text = keyed ? answer.digits : answer.speech.trim();
  if (keyed && text.length < minDigits) return null;
  switch (validate.kind) {
    case "none":
      return text || null;
    case "number":
      return number(text, keyed, validate);
    case "date":
      return keyed ? dateFromDigits(text, place.language) : dateFromSpeech(text, place.language);
    case "phone":
      return toNumber(text.replace(/^\*/, "+").replace(/[^\d+]/g, ""), place.near);
    case "card":
      return card(text.replace(/\D/g, ""));
    case "pattern":
      return matchesPattern(validate.pattern, text) ? text : null;
  }
}

/** On a keypad `*` is the decimal point. */
function number(text: string, keyed: boolean, { min, max }: Rules["validate"]): number | null {
  const plain = keyed ? text.replace("*", ".") : spokenNumber(text);
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return null;
  const value = Number(plain);
  const fits = min === 0 && max === 0 ? true : value >= min && (max === 0 || value <= max);
  return Number.isSafeInteger(Math.trunc(value)) && fits ? value : null;
}

/** Recognitions write numbers as figures: `1,234`, `3.5`, `3,5`, `12 34`. */
const spokenNumber = (text: string): string =>
  /^\d{1,3}([,.]\d{3})+$/.test(text) ? text.replace(/[,.]/g, "") : text.replace(/\s+/g, "").replace(/\.$/, "").replace(",", ".");

/** ISO 7812 card numbers: 12 to 19 digits whose Luhn sum holds. */
function card(digits: string): string | null {
  if (!/^\d{12,19}$/.test(digits)) return null;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0 ? digits : null;
}

/** Eight digits: year first, else in the order of the language's country. The two can't be confused: no month is 19 or 20. */
function dateFromDigits(digits: string, language: string): string | null {
  if (!/^\d{8}$/.test(digits)) return null;
  const at = (from: number, length: number) => Number(digits.slice(from, from + length));
  const yearFirst = date(at(0, 4), at(4, 2), at(6, 2));
  if (yearFirst) return yearFirst;
  return monthFirst(language) ? date(at(4, 4), at(0, 2), at(2, 2)) : date(at(4, 4), at(2, 2), at(0, 2));
}

/** `25 December 1990`, `December 25th, 1990`, `12/25/1990`, `1990-12-25`. */
function dateFromSpeech(text: string, language: string): string | null {
  const numbers = (text.match(/\d+/g) ?? []).map(Number);
  const month = monthNamed(text, language);
  if (month) {
    const year = numbers.find((n) => n > 31);
    const day = numbers.find((n) => n <= 31);
    return year && day ? date(year, month, day) : null;
  }
  const [a = 0, b = 0, c = 0] = numbers;
  if (numbers.length !== 3) return dateFromDigits(text.replace(/\D/g, ""), language);
  if (a > 31) return date(a, b, c);
  return monthFirst(language) ? date(c, a, b) : date(c, b, a);
}

/** The United States and the Philippines say the month first. */
const monthFirst = (language: string): boolean => /-(US|PH)\b/i.test(language);

function monthNamed(text: string, language: string): number | null {
  const known = knownLanguage(language);
  const said = text.toLowerCase();
  for (let month = 1; month <= 12; month++) {
    const name = new Intl.DateTimeFormat(known, { month: "long", timeZone: "UTC" }).format(Date.UTC(2026, month - 1, 15)).toLowerCase();
    if (said.includes(name)) return month;
  }
  return null;
}

/** ISO date of a day that exists, between 1900 and 2100. */
function date(year: number, month: number, day: number): string | null {
  if (year < 1900 || year > 2100) return null;
  const made = new Date(Date.UTC(year, month - 1, day));
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? made.toISOString().slice(0, 10) : null;
}

/** A contact's language may be anything that somebody wrote into a variable. */
function knownLanguage(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? "en-US";
  } catch {
    return "en-US";
  }
}
