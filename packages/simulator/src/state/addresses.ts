/**
 * Numbers are kept as bare digits, SIP addresses and sender names as they are: the one spelling under which the books
 * of numbers and phones find them again, whatever a request wrote (`+1 (415) 555-0100`, `14155550100`).
 */
export function addressKey(raw: string): string {
  const trimmed = raw.trim();
  if (/^sips?:/i.test(trimmed)) return trimmed;
  const bare = trimmed.replace(/[\s().-]/g, "").replace(/^\+/, "");
  return /^\d+$/.test(bare) ? bare : trimmed;
}

export function isSip(key: string): boolean {
  return /^sips?:/i.test(key);
}

/** Digits that a call can reach: E.164 without its `+`. Shorter ones (short codes) can only be texted. */
export function isCallable(key: string): boolean {
  return isSip(key) || /^[1-9]\d{6,14}$/.test(key);
}

/** For people: numbers with `+`. Short codes, SIP addresses and sender names as they are. */
export function display(key: string): string {
  return /^\d{7,15}$/.test(key) ? `+${key}` : key;
}
