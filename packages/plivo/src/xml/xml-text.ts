/** What XML 1.0 does not allow as a character: most controls, lone surrogates, U+FFFE and U+FFFF. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const TEXT_SPECIALS = /[&<>\r]/g;
const ATTRIBUTE_SPECIALS = /[&<>"'\r\n\t]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  // As they are, a parser would turn a carriage return into a line feed, and any of these in an attribute into a space.
  "\r": "&#13;",
  "\n": "&#10;",
  "\t": "&#9;",
};

/** Printable ASCII without a special: nothing to clean and nothing to escape. Most texts are that. */
const PLAIN = /^[ !#-%(-;=?-~]*$/;

/** Removes what cannot stand in an XML document, so that no text a caller sends can break one (reliability-security F10). */
export function cleanText(value: string): string {
  return value.replace(NOT_XML, "");
}

export function escapeText(value: string): string {
  if (PLAIN.test(value)) return value;
  return cleanText(value).replace(TEXT_SPECIALS, (character) => ESCAPES[character] ?? "");
}

export function escapeAttribute(value: string): string {
  if (PLAIN.test(value)) return value;
  return cleanText(value).replace(ATTRIBUTE_SPECIALS, (character) => ESCAPES[character] ?? "");
}
