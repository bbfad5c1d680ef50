import type { Chance } from "./chance.ts";

/** What breaks readers: markup, quotes, controls, half and joined characters, other writing directions, noncharacters. */
const BYTES = [
  ...Array.from("<>&\"'`\\/%+=;:,.|{}[]()#*?!~^$@_- \t\r\n\0\b\u007F"),
  ...Array.from("\uFFFE\uFFFF\uFDD0\uFDD1\uFEFF\u200B\u202E\u2028\u0301\u0085\u00A0ſİßﬃ"),
  "\uD800",
  "\uDC00",
  "😀",
  "👩‍👩‍👧",
  "é",
  "e\u0301",
  "Ａ",
  "١٢٣",
  "&amp;",
  "&#0;",
  "]]>",
  "<!--",
  "<![CDATA[",
  "%00",
  "%",
  "%F",
  "\\u0000",
  "__proto__",
  "constructor",
];
/** Figures at the edges of what number types hold. */
const FIGURES = [
  "0",
  "-0",
  "1",
  "-1",
  "00",
  "1e999",
  "-1e-7",
  "9007199254740993",
  "4294967296",
  "2147483648",
  "NaN",
  "Infinity",
  "0x1F",
  "1_000",
  "٣",
];
const LETTERS = "abcXYZ019";

/** Lengths at which limits lie; the longest are rare, because each costs a thousand short ones. */
const LENGTHS = [64, 65, 128, 129, 250, 251, 1_000, 1_601, 3_001, 4_096];
const LONG = [16_384, 16_385, 20_000, 65_536, 65_537, 102_400, 120_000];

/** A text that nobody meant: words of the format in odd company, any characters at all, or one piece many times. */
export function hostile(chance: Chance, words: readonly string[] = []): string {
  if (chance.once(40)) return repeated(chance, words);
  let text = "";
  for (let pieces = chance.int(7); pieces >= 0; pieces--) text += piece(chance, words);
  return text;
}

function piece(chance: Chance, words: readonly string[]): string {
  const kind = chance.int(10);
  if (kind < 4 && words.length > 0) return chance.pick(words);
  if (kind < 7) return chance.pick(BYTES);
  if (kind === 7) return chance.pick(FIGURES);
  if (kind === 8) return String.fromCodePoint(chance.int(chance.once(2) ? 0x300 : 0x110000));
  return LETTERS.charAt(chance.int(LETTERS.length)).repeat(1 + chance.int(12));
}

/** One or two pieces until a limit: what makes a careless pattern try every way there is. */
function repeated(chance: Chance, words: readonly string[]): string {
  const unit = piece(chance, words) + (chance.once(2) ? piece(chance, words) : "");
  const length = chance.pick(chance.once(25) ? LONG : LENGTHS);
  return piece(chance, words) + unit.repeat(Math.ceil(length / Math.max(1, unit.length))).slice(0, length) + piece(chance, words);
}

/** A right text with a few things wrong. */
export function damaged(chance: Chance, text: string, words: readonly string[] = []): string {
  let result = text;
  for (let wounds = 1 + chance.int(3); wounds > 0; wounds--) {
    const at = chance.int(result.length + 1);
    const to = Math.min(result.length, at + 1 + chance.int(chance.once(4) ? 60 : 4));
    const put = chance.pick(["", piece(chance, words), result.slice(at, to).repeat(2), hostile(chance, words)]);
    result = result.slice(0, at) + put + result.slice(chance.once(3) ? at : to);
  }
  return result;
}
