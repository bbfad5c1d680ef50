import type { Json } from "@cordboard/contract";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { FlowDocument } from "./document.ts";

/**
 * What a flow does, as one text: keys sorted, nodes by id, cords by where they begin, variables by name; without notes,
 * tests, payloads, layout and format. Two documents with the same text run the same and are called the same.
 */
export function canonicalJson({ name, description, language, ...document }: FlowDocument): string {
  const parts = [
    `"description":${stable(description)}`,
    `"edges":${sorted(document.edges.map(({ from, exit, to }) => ({ from, exit, to })))}`,
    `"language":${stable(language)}`,
    `"name":${stable(name)}`,
    `"nodes":${sorted(document.nodes.map(({ id, type, name: title, config }) => ({ id, type, name: title, config })))}`,
    `"variables":${sorted(document.variables.map((variable) => ({ ...variable })))}`,
  ];
  return `{${parts.join(",")}}`;
}

/** SHA-256 of the canonical text, in hex. Runs in browsers and servers alike. */
export const contentHash = (document: FlowDocument): string => bytesToHex(sha256(utf8ToBytes(canonicalJson(document))));

/** A list whose order says nothing, each item written once. */
const sorted = (items: Json[]): string => `[${items.map(stable).sort().join(",")}]`;

/** JSON with its keys sorted by code unit, everywhere. */
function stable(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.keys(value).sort();
  return `{${entries.map((key) => `${JSON.stringify(key)}:${stable(value[key]!)}`).join(",")}}`;
}
