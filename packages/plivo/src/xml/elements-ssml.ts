import { oneOf, text } from "./attribute-kinds.ts";

const WORDS = { kind: "text", required: false } as const;
const EMPTY = { kind: "none", required: false } as const;

/**
 * Speech markup inside Speak, with Polly voices only (plivo-platform 1.3). Plivo lists the tags and leaves the
 * values of most attributes to Amazon Polly, so those are only bounded here.
 */
export const SSML_ELEMENTS = {
  break: {
    body: EMPTY,
    attributes: {
      strength: oneOf({ values: ["none", "x-weak", "weak", "medium", "strong", "x-strong"] }),
      time: text({ pattern: /^\d+(\.\d+)?(ms|s)$/ }),
    },
    children: [],
  },
  emphasis: {
    body: WORDS,
    attributes: { level: oneOf({ values: ["strong", "moderate", "reduced"] }) },
    children: ["#text", "break", "emphasis", "lang", "phoneme", "prosody", "say-as", "sub", "w"],
  },
  lang: {
    body: WORDS,
    attributes: { "xml:lang": text({ pattern: /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/ }) },
    children: ["#text", "break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"],
  },
  p: {
    body: WORDS,
    attributes: {},
    children: ["#text", "break", "emphasis", "lang", "prosody", "s", "say-as", "sub", "w"],
  },
  phoneme: {
    body: WORDS,
    attributes: { alphabet: oneOf({ values: ["ipa", "x-sampa"] }), ph: text({ max: 500 }) },
    children: [],
  },
  prosody: {
    body: WORDS,
    attributes: { volume: text({ max: 20 }), rate: text({ max: 20 }), pitch: text({ max: 20 }) },
    children: ["#text", "break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"],
  },
  s: {
    body: WORDS,
    attributes: {},
    children: ["#text", "break", "emphasis", "lang", "phoneme", "prosody", "say-as", "sub", "w"],
  },
  "say-as": {
    body: WORDS,
    attributes: {
      "interpret-as": oneOf({
        values: [
          "characters",
          "spell-out",
          "cardinal",
          "number",
          "ordinal",
          "digits",
          "fraction",
          "unit",
          "date",
          "time",
          "address",
          "expletive",
          "telephone",
        ],
      }),
      format: text({ max: 20 }),
    },
    children: [],
  },
  sub: { body: WORDS, attributes: { alias: text({ max: 500 }) }, children: [] },
  w: {
    body: WORDS,
    attributes: { role: text({ max: 50 }) },
    children: ["#text", "break", "emphasis", "phoneme", "prosody", "say-as", "sub"],
  },
  /** Text between markup: not an element of XML, but a place in a list of children. */
  "#text": { body: { kind: "text", required: true }, attributes: {}, children: [] },
} as const;
