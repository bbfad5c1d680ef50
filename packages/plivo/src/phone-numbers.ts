const DIGITS = /^\d{7,15}$/;
const E164 = /^\+[1-9]\d{6,14}$/;
/** No characters that don't show, either: a zero byte ends an address for some who read it. */
const SIP = /^sips?:[^\s\p{C}<>,;"'@]{1,128}@[A-Za-z0-9.[\]:-]{1,190}(?:;[\w.~%=-]+)*$/iu;

/**
 * The carrier writes numbers without `+` on most requests and with it on some (plivo-platform 2.3, 4.1). At our border
 * they become E.164 with `+`. SIP addresses, short codes, alphanumeric senders and words like `anonymous` pass as they are.
 */
export function toE164(raw: string): string {
  const trimmed = raw.trim();
  return DIGITS.test(trimmed) ? `+${trimmed}` : trimmed;
}

/** The carrier's spelling: `+` stripped from a number, anything else as it is. */
export function fromE164(number: string): string {
  return E164.test(number) ? number.slice(1) : number;
}

export function isE164(value: string): boolean {
  return E164.test(value);
}

export function isSipAddress(value: string): boolean {
  return SIP.test(value);
}

/**
 * Exactly one place a call can go: a number with or without `+`, or a SIP address; null for anything else. The carrier
 * splits destinations at `<` and strips punctuation (reliability-security F9), so a leftover character is a refusal.
 */
export function parseDestination(raw: string): { kind: "number" | "sip"; value: string } | null {
  if (/^\+?[1-9]\d{6,14}$/.test(raw)) return { kind: "number", value: toE164(raw) };
  return isSipAddress(raw) ? { kind: "sip", value: raw } : null;
}
