import {
  type AttributeKind,
  type AttributeValue,
  checkVerbs,
  ELEMENTS,
  type ElementRule,
  fromXml,
  MAX_XML_BYTES,
  TOP_LEVEL,
  toXml,
  type Verb,
  XmlError,
} from "@cordboard/plivo";
import type { Json } from "@cordboard/contract";
import type { Chance } from "../chance.ts";
import { damaged, hostile } from "../hostile.ts";
import { anyTarget, must } from "../target.ts";
import { mustBeXml } from "./well-formed.ts";

const NAMES = [...Object.keys(ELEMENTS), "#text", "Response", "Script", "__proto__"];
const RULES: ReadonlyMap<string, ElementRule> = new Map(Object.entries(ELEMENTS));
const WORDS = [
  ...NAMES,
  ...Array.from("<>&\"'/="),
  "</Speak>",
  "<Hangup/>",
  "]]>",
  "<![CDATA[",
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  "&b;",
  '<?xml version="1.0"?>',
  'xmlns="u"',
  "https://flows.example.com/a?x=1&y=2",
];
const DEEPEST = 5;

type LooseVerb = { element: string; attributes?: Record<string, AttributeValue>; body?: string; children?: LooseVerb[] };

/** Verbs from the grammar with any text in them, now and then with what the grammar forbids. */
function verb(chance: Chance, allowed: readonly string[], depth: number): LooseVerb {
  const element = chance.once(30) || allowed.length === 0 ? chance.pick(NAMES) : chance.pick(allowed);
  const rule = RULES.get(element);
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, kind] of Object.entries(rule?.attributes ?? {})) if (chance.once(3)) attributes[name] = value(chance, kind);
  if (chance.once(60)) attributes[hostile(chance, WORDS)] = "x";
  return {
    element,
    ...(Object.keys(attributes).length > 0 && { attributes }),
    ...(chance.once(2) && { body: hostile(chance, WORDS) }),
    ...(depth < DEEPEST && chance.once(2) && { children: chance.some(3, () => verb(chance, rule?.children ?? [], depth + 1)) }),
  };
}

function value(chance: Chance, kind: AttributeKind): AttributeValue {
  if (chance.once(6)) return hostile(chance, WORDS);
  switch (kind.kind) {
    case "bool":
      return chance.once(2);
    case "int":
      return chance.int(200) - 20;
    case "enum":
      return chance.pick(kind.values);
    case "url":
      return "https://flows.example.com/a?x=1&y=2#ct=2000";
    case "text":
      return hostile(chance, WORDS);
  }
}

/** Handed over as from a store: nothing has checked it. The cast lives here, once. */
const asVerbs = (verbs: LooseVerb[]): Verb[] => verbs as unknown as Verb[];

export const xmlWriter = anyTarget<Json & LooseVerb[]>({
  name: "xml-writer",
  share: 0.5,
  make: (chance) => chance.some(5, () => verb(chance, TOP_LEVEL, 1)),
  judge: (verbs) => {
    checkVerbs(asVerbs(verbs));
    const xml = written(asVerbs(verbs));
    if (xml === null) return;
    must(Buffer.byteLength(xml) <= MAX_XML_BYTES, "It is larger than the carrier takes.");
    mustBeXml(xml);
  },
});

function written(verbs: Verb[]): string | null {
  try {
    return toXml(verbs);
  } catch (error) {
    if (error instanceof XmlError) return null;
    throw error;
  }
}

/** Documents of anybody who answers the simulator, and of Answer URLs that calls are transferred to. */
export const xmlReader = anyTarget<string>({
  name: "xml-reader",
  share: 0.2,
  make: (chance) => {
    if (chance.once(4)) return hostile(chance, WORDS);
    const xml = written(asVerbs([verb(chance, TOP_LEVEL, 2)])) ?? `<Response>${hostile(chance, WORDS)}</Response>`;
    return chance.once(5) ? xml : damaged(chance, xml, WORDS);
  },
  judge: (text) => {
    for (const mode of ["strict", "lenient"] as const) {
      const { verbs } = fromXml(text, { mode });
      const problems = checkVerbs(verbs);
      must(problems.length === 0, `What was read is not sound: ${problems[0]?.message}`);
      const xml = written(verbs);
      if (xml !== null) mustBeXml(xml);
    }
  },
});
