import type { Verb } from "@cordboard/plivo";

type Speak = Extract<Verb, { element: "Speak" }>;
export type SsmlChild = NonNullable<Speak["children"]>[number];

interface Tag {
  element: string;
  attributes?: Record<string, string>;
  body?: string;
  children?: Tag[];
}

/** The tags that the carrier passes to Polly (plivo-platform 1.3). */
const TAGS = new Set(["break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"]);
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const TOKEN = /<(\/?)([a-z][a-z-]*)((?:\s+[a-z:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/gy;
const ATTRIBUTE = /([a-z:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Reads an author's speech markup into verbs; a `<speak>` around it is taken off. Answers what is wrong with it instead of
 * guessing: the caller of this then speaks it as plain text.
 */
export function parseSsml(text: string): { children: SsmlChild[] } | { problem: string } {
  const source = text.trim().replace(/^<speak>([\s\S]*)<\/speak>$/, "$1");
  const top: Tag[] = [];
  const open: { tag: Tag; into: Tag[] }[] = [];
  let into = top;
  let at = 0;
  while (at < source.length) {
    const next = source.indexOf("<", at);
    const words = source.slice(at, next < 0 ? source.length : next);
    if (words) into.push({ element: "#text", body: unescape(words) });
    if (next < 0) break;
    TOKEN.lastIndex = next;
    const match = TOKEN.exec(source);
    if (!match) return { problem: `the “<” at character ${next + 1} begins no tag (write &lt; for the sign)` };
    const [whole, closing, element = "", attributes = "", empty] = match;
    at = next + whole.length;
    if (!TAGS.has(element)) return { problem: `<${element}> is not supported` };
    if (closing) {
      const last = open.pop();
      if (last?.tag.element !== element) return { problem: `</${element}> closes nothing` };
      into = last.into;
      continue;
    }
    const tag: Tag = { element };
    if (attributes) tag.attributes = readAttributes(attributes);
    into.push(tag);
    if (empty) continue;
    tag.children = [];
    open.push({ tag, into });
    into = tag.children;
  }
  const left = open.at(-1);
  return left ? { problem: `<${left.tag.element}> is never closed` } : { children: asSsml(top) };
}

export function ssmlProblem(text: string): string | null {
  const read = parseSsml(text);
  return "problem" in read ? read.problem : null;
}

const readAttributes = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(ATTRIBUTE)].map(([, name = "", double, single]) => [name, unescape(double ?? single ?? "")]));

const unescape = (text: string): string => text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? "");

/** Which tag may stand in which, and with which attributes, is the XML writer's grammar; here they are only read. */
const asSsml = (tags: Tag[]): SsmlChild[] => tags as SsmlChild[];
