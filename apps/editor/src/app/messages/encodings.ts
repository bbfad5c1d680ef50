/** How texts are written on the way, and how many characters a part holds (plivo-platform 3.5). */
export const ENCODINGS = {
  gsm7: { name: "GSM-7", single: 160, each: 153 },
  ucs2: { name: "UCS-2", single: 70, each: 67 },
} as const;
