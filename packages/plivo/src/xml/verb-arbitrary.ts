import fc from "fast-check";
import type { LooseVerb, Verb } from "../verbs.ts";
import type { AttributeKind, AttributeValue } from "./attribute-kinds.ts";
import { type BodyKind, type ElementRule, TOP_LEVEL, ruleOf } from "./elements.ts";
import { BASIC_VOICE_LANGUAGES } from "./voices.ts";
import { cleanText } from "./xml-text.ts";

/** For tests: verbs of every element with every attribute, drawn from the grammar itself. */

const MAX_DEPTH = 4;

/** Any text at all: markup, quotes, controls, lone surrogates, emoji. */
export const hostileText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(
      "<",
      ">",
      "&",
      '"',
      "'",
      "]]>",
      "\u0000",
      "\u0008",
      "\uD800",
      "\uDC00",
      "\uFFFF",
      "\r\n",
      "&amp;",
      "<!--",
      "é",
      "😀",
    ),
  }),
);

/** Text that survives a document unchanged. */
const cleanedText = hostileText.map(cleanText);
const someText = cleanedText.filter((value) => value.trim() !== "");

const address = fc
  .tuple(fc.webPath(), fc.option(fc.webQueryParameters(), { nil: undefined }))
  .map(([path, query]) => `https://flows.example.com${path}${query === undefined ? "" : `?${query}`}#ct=2000`);

function valueOf(kind: AttributeKind): fc.Arbitrary<AttributeValue> {
  switch (kind.kind) {
    case "bool":
      return fc.boolean();
    case "enum":
      return fc.constantFrom(...kind.values);
    case "int": {
      const number = fc.integer({ min: kind.min ?? 0, max: Math.min(kind.max ?? 100_000, 999_999_999) });
      return kind.words ? fc.oneof(number, fc.constantFrom(...kind.words)) : number;
    }
    case "url": {
      const url = kind.scheme === "wss" ? fc.constant("wss://media.example.com/s?a=1&b=2") : address;
      return kind.words ? fc.oneof(url, fc.constantFrom(...kind.words)) : url;
    }
    case "text":
      return kind.pattern ? fc.stringMatching(kind.pattern) : cleanedText.filter((value) => value.length <= (kind.max ?? Infinity));
  }
}

function bodyOf(kind: BodyKind): fc.Arbitrary<string> {
  switch (kind) {
    case "url":
      return address;
    case "wss":
      return fc.constant("wss://media.example.com/stream?call=1&x=2");
    case "digits":
      return fc.stringMatching(/^[0-9*#wW]{1,20}$/);
    case "number":
      return fc.stringMatching(/^\+?[1-9]\d{6,14}$/);
    case "sip":
      return fc.stringMatching(/^sip:[a-z0-9.]{1,20}@[a-z0-9]{1,20}\.example\.com$/);
    case "name":
      return someText.map((value) => value.trim().slice(0, 30).trim()).filter((value) => cleanText(value) === value && value !== "");
    case "text":
    case "none":
      return someText;
  }
}

function attributesOf(element: string, rule: ElementRule): fc.Arbitrary<Record<string, AttributeValue>> {
  const kinds = Object.entries(rule.attributes).filter(([name]) => element !== "Speak" || name === "loop");
  const drawn = fc.record(Object.fromEntries(kinds.map(([name, kind]) => [name, valueOf(kind)])), {
    requiredKeys: kinds.filter(([, kind]) => kind.required).map(([name]) => name),
  });
  // A stream that goes both ways carries the inbound track only.
  if (element === "Stream")
    return drawn.map(({ bidirectional, ...rest }) =>
      rest["audioTrack"] === undefined ? { ...rest, ...(bidirectional !== undefined && { bidirectional }) } : rest,
    );
  return element === "Speak" ? fc.tuple(drawn, fc.option(voices, { nil: {} })).map(([rest, voice]) => ({ ...rest, ...voice })) : drawn;
}

/** A basic voice and a language it speaks, or a Polly voice. */
const voices = fc.oneof(
  fc.constantFrom(
    ...Object.entries(BASIC_VOICE_LANGUAGES).flatMap(([language, speakers]) => speakers.map((voice) => ({ voice, language }))),
  ),
  fc.constantFrom({ voice: "Polly.Amy" }, { voice: "Polly.Vitória", language: "pt-BR" }),
);

function childrenOf(rule: ElementRule, depth: number): fc.Arbitrary<LooseVerb[]> {
  const elements = rule.children.filter((name) => name !== "#text");
  if (elements.length === 0 || (depth >= MAX_DEPTH && !rule.childrenRequired)) return fc.constant([]);
  const child = fc.oneof(...elements.map((name) => verbOf(name, depth + 1)));
  const minLength = rule.childrenRequired ? 1 : 0;
  if (!rule.children.includes("#text")) return fc.array(child, { minLength, maxLength: 3 });
  // Text between markup: never two texts in a row, which would be one when read back.
  const afterwards = fc.option(
    cleanedText.filter((value) => value !== ""),
    { nil: undefined },
  );
  return fc
    .array(fc.tuple(child, afterwards), { maxLength: 3 })
    .map((pairs) => pairs.flatMap(([verb, after]) => (after === undefined ? [verb] : [verb, { element: "#text", body: after }])));
}

/** Making a generator is far dearer than drawing from it. */
const made = new Map<string, fc.Arbitrary<LooseVerb>>();

function verbOf(element: string, depth: number): fc.Arbitrary<LooseVerb> {
  const key = `${element} ${depth}`;
  const arbitrary = made.get(key) ?? makeVerb(element, depth);
  made.set(key, arbitrary);
  return arbitrary;
}

function makeVerb(element: string, depth: number): fc.Arbitrary<LooseVerb> {
  const rule = ruleOf(element);
  if (!rule) throw new Error(`no element ${element}`);
  const takesBody = rule.body.kind !== "none";
  const body = takesBody ? bodyOf(rule.body.kind) : fc.constant("");
  return fc
    .tuple(attributesOf(element, rule), body, fc.boolean(), childrenOf(rule, depth))
    .map(([attributes, text, withBody, children]) => {
      const keepBody = takesBody && (rule.body.required || withBody || (element === "Speak" && children.length === 0));
      return {
        element,
        ...(Object.keys(attributes).length > 0 && { attributes }),
        ...(keepBody && { body: text }),
        ...(children.length > 0 && { children }),
      };
    });
}

export const anyVerb: fc.Arbitrary<Verb> = fc.oneof(...TOP_LEVEL.map((element) => verbOf(element, 1))).map(asVerb);

/** Drawn from the table that `Verb` is derived from. */
function asVerb(verb: LooseVerb): Verb {
  return verb as Verb;
}
