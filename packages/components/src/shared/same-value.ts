import { tidyNumber } from "./addresses.ts";

/** A number as machines write it. `0042` is none: a PIN is a text. Sixteen digits are none: they'd be rounded. */
function plainNumber(text: string): number | null {
  const written = text.trim();
  return /^[+-]?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/.test(written) ? Number(written) : null;
}

export function sameNumber(a: string, b: string): boolean {
  const number = plainNumber(a);
  return number !== null && number === plainNumber(b);
}

/** `+14155550100` is the same as `+1 (415) 555-0100`; one of them must say that it is a number by its `+`. */
export function samePhone(a: string, b: string): boolean {
  if (!a.trim().startsWith("+") && !b.trim().startsWith("+")) return false;
  // The shorter one first: mostly it is none, and the other may be a long text that is compared with a whole list.
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const number = tidyNumber(short);
  return number !== null && number === tidyNumber(long);
}

/** Upper and lower case, accents and the number of blanks make no difference; signs do: `-5` is not `5`. */
export const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
