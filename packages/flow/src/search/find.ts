import type { FlowDocument, FlowNode } from "../document.ts";
import { eachString } from "../strings.ts";
import type { Registry } from "../registry.ts";
import { configHit, type Hit, nodesInOrder, type Span } from "./hit.ts";

type Match = (text: string) => Span | null;

/**
 * Where a text stands in a flow: names, components, settings, variables, notes; case-blind, names with blanks or underscores.
 * What looks like a part of a phone number finds numbers however they are written.
 */
export function findWith(document: FlowDocument, wanted: string, registry: Registry): Hit[] {
  const typed = plain(wanted.trim());
  if (typed === "") return [];
  const match = matcher(typed);
  return [
    ...flowHits(document, match),
    ...nodesInOrder(document).flatMap((node) => nodeHits(node, match, registry)),
    ...document.notes.flatMap(({ id, text, frame }) =>
      hitIn(match, text, { nodeId: null, noteId: id, field: null, title: frame ? "Frame" : "Note" }),
    ),
  ];
}

/** Each character stays one, so that offsets hold. */
const plain = (text: string): string => text.replaceAll("_", " ").toLowerCase();

function matcher(typed: string): Match {
  const digits = /^\+?[\d\s().-]{3,}$/.test(typed) ? typed.replace(/\D/g, "") : "";
  return (text) => {
    const at = plain(text).indexOf(typed);
    if (at >= 0) return { at, length: typed.length };
    return digits.length >= 3 ? numberIn(text, digits) : null;
  };
}

/** `+1 (415) 555-0142`, as people write it. */
const NUMBER = /\+?\d[\d\s().-]{5,}\d/g;

function numberIn(text: string, digits: string): Span | null {
  for (const match of text.matchAll(NUMBER)) {
    if (match[0].replace(/\D/g, "").includes(digits)) return { at: match.index, length: match[0].length };
  }
  return null;
}

function hitIn(match: Match, text: string, place: Pick<Hit, "nodeId" | "noteId" | "field" | "title">): Hit[] {
  const span = match(text);
  return span ? [{ ...place, text, ...span }] : [];
}

function flowHits({ description, variables }: FlowDocument, match: Match): Hit[] {
  const own = { nodeId: null, noteId: null };
  return [
    ...hitIn(match, description, { ...own, field: "description", title: "Description" }),
    ...variables.flatMap(({ name, value }, index) => [
      ...hitIn(match, name, { ...own, field: `variables.${index}.name`, title: "Variable" }),
      ...hitIn(match, value, { ...own, field: `variables.${index}.value`, title: `First value of ${name}` }),
    ]),
  ];
}

function nodeHits(node: FlowNode, match: Match, registry: Registry): Hit[] {
  const own = { nodeId: node.id, noteId: null, field: null };
  const hits = hitIn(match, node.name, { ...own, title: "Name" });
  hits.push(...hitIn(match, registry.get(node.type)?.title ?? node.type, { ...own, title: "Component" }));
  eachString(node.config, (text, path) => {
    const span = match(text);
    if (span) hits.push(configHit(node, path, text, span, registry));
  });
  return hits;
}
