import { type LooseVerb, type Verb } from "../verbs.ts";
import { type ElementRule, RESPONSE, ruleOf } from "./elements.ts";
import { XmlError } from "./problem.ts";
import { cleanText, escapeAttribute, escapeText } from "./xml-text.ts";

/** The carrier refuses a bigger document (plivo-platform 1.1). Bytes of UTF-8. */
export const MAX_XML_BYTES = 100 * 1024;

/**
 * The whole `<Response>` document. Text is cleaned to the characters of XML 1.0; only elements and attributes of the
 * grammar are written; a Speak with nothing to say is left out, because the carrier would end the call over it.
 * Values are not checked here: see `checkVerbs`.
 * @throws XmlError `xml_too_large` over 100 KB; `xml_unknown_element`, `xml_unknown_attribute`, `xml_bad_nesting`
 * for a verb that no compiler has seen.
 */
export function toXml(verbs: readonly Verb[]): string {
  const inner = writeAll(verbs, RESPONSE);
  const xml = inner === "" ? "<Response/>" : `<Response>${inner}</Response>`;
  // Every UTF-16 unit is at least one byte and at most three, so most documents need no count.
  if (xml.length * 3 > MAX_XML_BYTES && Buffer.byteLength(xml) > MAX_XML_BYTES) {
    throw new XmlError("xml_too_large", `The XML answer is over ${MAX_XML_BYTES} bytes; say or play less in one go.`);
  }
  return xml;
}

function writeAll(verbs: readonly LooseVerb[], parent: ElementRule): string {
  let xml = "";
  for (const verb of verbs) xml += writeVerb(verb, parent);
  return xml;
}

function writeVerb(verb: LooseVerb, parent: ElementRule): string {
  const { element } = verb;
  const rule = ruleOf(element);
  if (!rule) throw new XmlError("xml_unknown_element", `There is no Plivo element ${JSON.stringify(element)}.`);
  if (!parent.children.includes(element)) {
    throw new XmlError("xml_bad_nesting", `${element} cannot stand here; what may is ${parent.children.join(", ") || "nothing"}.`);
  }
  if (element === "#text") return escapeText(verb.body ?? "");
  if (element === "Speak" && !verb.children?.length && cleanText(verb.body ?? "").trim() === "") return "";
  let open = element;
  for (const [name, value] of Object.entries(verb.attributes ?? {})) {
    if (value === undefined) continue;
    if (!Object.hasOwn(rule.attributes, name)) {
      throw new XmlError("xml_unknown_attribute", `${element} has no attribute ${JSON.stringify(name)}.`);
    }
    open += ` ${name}="${escapeAttribute(String(value))}"`;
  }
  const inner = escapeText(verb.body ?? "") + writeAll(verb.children ?? [], rule);
  return inner === "" ? `<${open}/>` : `<${open}>${inner}</${element}>`;
}
