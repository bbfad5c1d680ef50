import type { LooseVerb, Verb } from "../verbs.ts";
import type { XmlProblem } from "./problem.ts";
import { type ReadMode, readDocument } from "./read-verbs.ts";
import { MAX_XML_BYTES } from "./to-xml.ts";
import { type XmlNode, parseTree } from "./xml-tree.ts";

/**
 * Reads a `<Response>` document as the carrier does. Attribute values come back typed (numbers, booleans).
 *
 * `strict`: an unknown element, bad nesting, a missing body or required attribute, a value out of range is an error.
 * `lenient`: the same is a warning and the part is skipped. Text that is no `<Response>` is an error in both.
 * `verbs` holds everything that could be read, errors or not; a caller that obeys the carrier's rules runs none of
 * them when there is an error.
 */
export function fromXml(text: string, options: { mode: ReadMode }): { verbs: Verb[]; problems: XmlProblem[] } {
  if (Buffer.byteLength(text) > MAX_XML_BYTES) return refused("xml_too_large", `The document is over ${MAX_XML_BYTES} bytes.`);
  const tree = parseTree(text);
  if (!tree.ok) return refused(tree.code, tree.message);
  if (tree.root.name !== "Response") return refused("wrong_root", `The root must be <Response>, not <${tree.root.name}>.`);
  return readDocument(tree.root, options.mode);
}

/** Checks verbs by the rules of `fromXml` strict mode, without a detour through text. */
export function checkVerbs(verbs: readonly Verb[]): XmlProblem[] {
  return readDocument({ name: "Response", attributes: {}, content: verbs.map(toNode) }, "strict").problems;
}

function toNode(verb: LooseVerb): string | XmlNode {
  if (verb.element === "#text") return verb.body ?? "";
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(verb.attributes ?? {})) {
    if (value !== undefined) attributes[name] = String(value);
  }
  return { name: verb.element, attributes, content: [verb.body ?? "", ...(verb.children ?? []).map(toNode)] };
}

function refused(code: XmlProblem["code"], message: string): { verbs: Verb[]; problems: XmlProblem[] } {
  return { verbs: [], problems: [{ level: "error", code, message, path: "/" }] };
}
