/** The GSM 03.38 alphabet; the characters of its extension table count double. */
const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENDED = new Set("\f^{}\\[~]|€");

/** How many parts a text is billed as, and whether the carrier takes one that long (plivo-platform 3.5). */
export function unitsOf(text: string): { units: number; tooLong: boolean } {
  const characters = [...text];
  if (characters.every((character) => BASIC.has(character) || EXTENDED.has(character))) {
    const length = characters.reduce((sum, character) => sum + (EXTENDED.has(character) ? 2 : 1), 0);
    return { units: length <= 160 ? 1 : Math.ceil(length / 153), tooLong: length > 1_600 };
  }
  return { units: text.length <= 70 ? 1 : Math.ceil(text.length / 67), tooLong: text.length > 737 };
}
