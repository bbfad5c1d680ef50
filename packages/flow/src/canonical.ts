import type { Json } from "@cordboard/contract";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { FlowDocument } from "./document.ts";

/**
 * What a flow does, as one text: keys sorted, nodes by id, cords by where they begin, variables by name; without notes,
 * tests, payloads, layout and format. Two documents with the same text run the same and are called the same.
 */
export function canonicalJson(document: FlowDocument): string {
  const { name, description, language } = document;
  return stable({
    name,
    description,
    language,
    nodes: sorted(document.nodes.map(({ id, type, name: title, config }) => ({ id, type, name: title, config }))),
    edges: sorted(document.edges.map(({ from, exit, to }) => ({ from, exit, to }))),
    variables: sorted(document.variables.map((variable) => ({ ...variable }))),
  });
}

/** SHA-256 of the canonical text, in hex. Runs in browsers and servers alike. */
export const contentHash = (document: FlowDocument): string => bytesToHex(sha256(utf8ToBytes(canonicalJson(document))));

const sorted = (items: Json[]): Json[] =>
  items
    .map((item) => ({ item, key: stable(item) }))
    .sort(byKey)
    .map(({ item }) => item);

const byKey = (a: { key: string }, b: { key: string }): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** JSON with its keys sorted by code unit, everywhere. */
function stable(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.keys(value).sort();
  return `{${entries.map((key) => `${JSON.stringify(key)}:${stable(value[key]!)}`).join(",")}}`;
}
