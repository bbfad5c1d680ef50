/** GSM 03.38: one septet each. */
const GSM =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/** Its extension: an escape and a second septet. */
const GSM_EXTENDED = "\f^{}\\[~]|€";

const SEPTETS: ReadonlyMap<string, number> = new Map([
  ...Array.from(GSM, (c) => [c, 1] as const),
  ...Array.from(GSM_EXTENDED, (c) => [c, 2] as const),
]);

const LIMITS = {
  gsm7: { single: 160, part: 153, most: 1_600 },
  ucs2: { single: 70, part: 67, most: 737 },
} as const;

export interface MessageUnits {
  encoding: "gsm7" | "ucs2";
  /** Septets or UTF-16 units; characters of the extended GSM table count twice. */
  length: number;
  /** How many messages it is sent and billed as. 0 for an empty text. */
  units: number;
  /** The first character that GSM-7 doesn't have; null when it has all. */
  forcedBy: string | null;
  /** The carrier refuses more than 1,600 septets or 737 UTF-16 units. */
  tooLong: boolean;
}

/**
 * How many messages a text becomes (plivo-platform 3.5): 160 or 70 characters alone, 153 or 67 in each part of a
 * longer one. A character is never split between parts, as the standard demands.
 */
export function messageUnits(text: string): MessageUnits {
  const characters = Array.from(text);
  const forcedBy = characters.find((character) => !SEPTETS.has(character)) ?? null;
  const encoding = forcedBy === null ? "gsm7" : "ucs2";
  const sizes = characters.map((character) => (encoding === "gsm7" ? (SEPTETS.get(character) ?? 0) : character.length));
  const length = sizes.reduce((sum, size) => sum + size, 0);
  const { single, part, most } = LIMITS[encoding];
  let units = length === 0 ? 0 : 1;
  if (length > single) {
    let used = 0;
    for (const size of sizes) {
      if (used + size > part) {
        units += 1;
        used = 0;
      }
      used += size;
    }
  }
  return { encoding, length, units, forcedBy, tooLong: length > most };
}
