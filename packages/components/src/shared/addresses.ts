import { isTemplate } from "./text.ts";

/*
 * Numbers and SIP addresses by their shape alone: light enough for the browser.
 * Whether a number exists and where it lies is `numbers.ts`, which carries the world's numbering plans (server only).
 */

export const isSip = (address: string): boolean => /^sips?:[^\s@]+@[^\s@]+$/i.test(address.trim());

/** E.164 with `+` from a number as people write it, `+1 (415) 555-0100`; null when it has not the shape of one. */
export function tidyNumber(text: string): string | null {
  const digits = text
    .trim()
    .replace(/^\+/, "")
    .replace(/[\s().\-/]/g, "");
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null;
}

/** `+1 415 555 0142` for a North American number, as people read it; any other text stays as it is. */
export const spacedNumber = (text: string): string => text.trim().replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "+1 $1 $2 $3");

/** Could be called: a number, a SIP address, or a template whose value only the run knows. */
export const looksCallable = (address: string): boolean => isTemplate(address) || isSip(address) || tidyNumber(address) !== null;
