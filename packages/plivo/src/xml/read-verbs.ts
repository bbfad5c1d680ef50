import type { LooseVerb, Verb } from "../verbs.ts";
import { isSipAddress } from "../phone-numbers.ts";
import { type AttributeValue, describeKind, isUrl, readAttribute } from "./attribute-kinds.ts";
import { type BodyKind, type ElementRule, RESPONSE, ruleOf } from "./elements.ts";
import type { XmlProblem, XmlProblemCode } from "./problem.ts";
import { speaksLanguage } from "./voices.ts";
import type { XmlNode } from "./xml-tree.ts";

export type ReadMode = "strict" | "lenient";

interface Reading {
  mode: ReadMode;
  problems: XmlProblem[];
}

/** Reads the tree of a whole document by the grammar. */
export function readDocument(root: XmlNode, mode: ReadMode): { verbs: Verb[]; problems: XmlProblem[] } {
  const reading: Reading = { mode, problems: [] };
  readAttributes(root, RESPONSE, "/Response", reading);
  return { verbs: asTopLevel(readContent(root, RESPONSE, "/Response", reading).children), problems: reading.problems };
}

function report(reading: Reading, code: XmlProblemCode, path: string, message: string): void {
  // The carrier's ancestor accepts attributes that it does not know (plivo-platform 1.1), so they never fail a document.
  const level = reading.mode === "strict" && code !== "unknown_attribute" ? "error" : "warning";
  reading.problems.push({ level, code, message, path });
}

function readElement(node: XmlNode, rule: ElementRule, path: string, reading: Reading): LooseVerb | null {
  const attributes = readAttributes(node, rule, path, reading);
  const { body, children } = readContent(node, rule, path, reading);
  if (!attributes) return null;
  if (body.trim() === "" && (rule.body.required || (node.name === "Speak" && children.length === 0))) {
    report(reading, "missing_body", path, `${node.name} is empty; it needs ${BODY_NEEDS[rule.body.kind]}.`);
    return null;
  }
  if (body !== "" && !bodyFits(rule.body.kind, body)) {
    report(reading, "bad_body", path, `${node.name} needs ${BODY_NEEDS[rule.body.kind]}, not ${JSON.stringify(body.slice(0, 80))}.`);
    return null;
  }
  if (rule.childrenRequired && children.length === 0) {
    report(reading, "missing_children", path, `${node.name} needs at least one of ${rule.children.join(", ")} inside.`);
    return null;
  }
  if (node.name === "Speak" && !speaksLanguage(attributes["voice"], attributes["language"])) {
    report(reading, "unsupported_language", path, `This voice does not speak ${attributes["language"]}; choose another voice or language.`);
    return null;
  }
  if (node.name === "Stream" && attributes["bidirectional"] === true && ["outbound", "both"].includes(String(attributes["audioTrack"]))) {
    report(reading, "bad_attribute", `${path}/@audioTrack`, "A bidirectional stream carries the inbound track only.");
    return null;
  }
  return {
    element: node.name,
    ...(Object.keys(attributes).length > 0 && { attributes }),
    ...(body !== "" && { body }),
    ...(children.length > 0 && { children }),
  };
}

/** Null when a required attribute is missing: such an element cannot be run. */
function readAttributes(node: XmlNode, rule: ElementRule, path: string, reading: Reading): Record<string, AttributeValue> | null {
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, raw] of Object.entries(node.attributes)) {
    const kind = Object.hasOwn(rule.attributes, name) ? rule.attributes[name] : undefined;
    if (!kind) {
      report(reading, "unknown_attribute", `${path}/@${name}`, `${node.name} has no attribute "${name}"; it is ignored.`);
      continue;
    }
    const value = readAttribute(kind, raw);
    if (value === null) report(reading, "bad_attribute", `${path}/@${name}`, `${name} takes ${describeKind(kind)}.`);
    else attributes[name] = value;
  }
  const missing = Object.entries(rule.attributes).filter(([name, kind]) => kind.required && attributes[name] === undefined);
  for (const [name] of missing) report(reading, "missing_attribute", path, `${node.name} needs the attribute "${name}".`);
  return missing.length > 0 ? null : attributes;
}

function readContent(node: XmlNode, rule: ElementRule, path: string, reading: Reading): { body: string; children: LooseVerb[] } {
  const mixed = rule.children.includes("#text");
  const counts = new Map<string, number>();
  const children: LooseVerb[] = [];
  let body = "";
  for (const piece of node.content) {
    if (typeof piece === "string") {
      if (piece === "") continue;
      if (children.length === 0 && (mixed || rule.body.kind !== "none")) body += piece;
      else if (mixed) children.push({ element: "#text", body: piece });
      else if (piece.trim() !== "") report(reading, "unexpected_text", path, `${node.name} takes no text.`);
      continue;
    }
    const index = (counts.get(piece.name) ?? 0) + 1;
    counts.set(piece.name, index);
    const childPath = `${path}/${piece.name}[${index}]`;
    const childRule = ruleOf(piece.name);
    if (!childRule) {
      report(reading, "unknown_element", childPath, `There is no element <${piece.name}>; names are case-sensitive.`);
    } else if (!rule.children.includes(piece.name)) {
      report(reading, "bad_nesting", childPath, `${piece.name} cannot stand inside ${node.name}.`);
    } else {
      const child = readElement(piece, childRule, childPath, reading);
      if (child) children.push(child);
    }
  }
  // Documents are often indented: outside of speech, white space around a body is layout.
  return { body: rule.body.kind === "text" ? body : body.trim(), children };
}

const BODY_NEEDS: Readonly<Record<BodyKind, string>> = {
  none: "nothing",
  text: "text",
  url: "an http(s) address",
  wss: "a wss:// address",
  digits: "digits of 0-9 * # w W",
  number: "a phone number",
  sip: "a sip: address",
  name: "a name",
};

function bodyFits(kind: BodyKind, body: string): boolean {
  switch (kind) {
    case "url":
      return isUrl(body);
    case "wss":
      return isUrl(body, "wss");
    case "digits":
      return /^[0-9*#wW]+$/.test(body);
    case "number":
      return /^\+?\d{3,15}$/.test(body);
    case "sip":
      return isSipAddress(body);
    case "text":
      return true;
    case "name":
      return body.length <= 256;
    case "none":
      return false;
  }
}

/** Every element and attribute was read by the table from which `Verb` is derived. */
function asTopLevel(verbs: LooseVerb[]): Verb[] {
  return verbs as Verb[];
}
