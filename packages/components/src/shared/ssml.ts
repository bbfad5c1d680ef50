import type { Verb } from "@cordboard/plivo";

type Speak = Extract<Verb, { element: "Speak" }>;
export type SsmlChild = NonNullable<Speak["children"]>[number];

interface Tag {
  element: string;
  attributes?: Record<string, string>;
  body?: string;
  children?: Tag[];
}

const list = (words: string): ReadonlySet<string> => new Set(words.split(" ").filter(Boolean));
const INLINE = "break emphasis lang phoneme prosody say-as sub w";

/** The tags that the carrier passes to Polly, what may stand in them and on them (plivo-platform 1.3). */
export const SSML_TAGS: Readonly<Record<string, { children: ReadonlySet<string>; attributes: ReadonlySet<string> }>> = {
  break: { children: list(""), attributes: list("strength time") },
  emphasis: { children: list(INLINE), attributes: list("level") },
  lang: { children: list(`${INLINE} p s`), attributes: list("xml:lang") },
  p: { children: list("break emphasis lang prosody s say-as sub w"), attributes: list("") },
  phoneme: { children: list(""), attributes: list("alphabet ph") },
  prosody: { children: list(`${INLINE} p s`), attributes: list("volume rate pitch") },
  s: { children: list(INLINE), attributes: list("") },
  "say-as": { children: list(""), attributes: list("interpret-as format") },
  sub: { children: list(""), attributes: list("alias") },
  w: { children: list("break emphasis phoneme prosody say-as sub"), attributes: list("role") },
};
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
  const open: { tag: Tag; children: Tag[] }[] = [];
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
    if (closing) {
      const last = open.pop();
      if (last?.tag.element !== element) return { problem: `</${element}> closes nothing` };
      finish(last.tag, last.children);
      into = open.at(-1)?.children ?? top;
      continue;
    }
    const tag: Tag = { element };
    if (attributes) tag.attributes = readAttributes(attributes);
    const problem = misplaced(tag, open.at(-1)?.tag);
    if (problem) return { problem };
    into.push(tag);
    if (empty) continue;
    into = [];
    open.push({ tag, children: into });
  }
  const left = open.at(-1);
  return left ? { problem: `<${left.tag.element}> is never closed` } : { children: asSsml(top) };
}

/** Words alone are a body; between tags they are children. */
function finish(tag: Tag, children: Tag[]): void {
  if (children.some((child) => child.element !== "#text")) tag.children = children;
  else if (children.length > 0) tag.body = children.map((child) => child.body).join("");
}

function misplaced({ element, attributes = {} }: Tag, parent: Tag | undefined): string | null {
  const rule = Object.hasOwn(SSML_TAGS, element) ? SSML_TAGS[element] : undefined;
  if (!rule) return `<${element}> is not supported`;
  if (parent && !SSML_TAGS[parent.element]?.children.has(element)) return `<${element}> can't stand inside <${parent.element}>`;
  const unknown = Object.keys(attributes).find((name) => !rule.attributes.has(name));
  return unknown ? `<${element}> has no attribute ${unknown}` : null;
}

export function ssmlProblem(text: string): string | null {
  const read = parseSsml(text);
  return "problem" in read ? read.problem : null;
}

const readAttributes = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(ATTRIBUTE)].map(([, name = "", double, single]) => [name, unescape(double ?? single ?? "")]));

const unescape = (text: string): string => text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? "");

/** `misplaced` has held every tag against the table. */
const asSsml = (tags: Tag[]): SsmlChild[] => tags as SsmlChild[];
