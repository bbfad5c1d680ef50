import plivo from "plivo";
import { SaxesParser } from "saxes";

export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  text: string;
  children: XmlElement[];
}

/**
 * Documented attributes that SDK 4.79.0 does not know, each with its line in reference/plivo-platform.md. They are the
 * only ones that may be left out before a document is rebuilt.
 */
export const SDK_LACKS: readonly { element: string; attribute: string; line: number }[] = [
  { element: "GetInput", attribute: "startInputTimeout", line: 186 },
  { element: "GetInput", attribute: "retries", line: 187 },
  { element: "Dial", attribute: "callType", line: 219 },
  { element: "User", attribute: "sipAuthUsername", line: 227 },
  { element: "User", attribute: "sipAuthPassword", line: 227 },
  { element: "Number", attribute: "sipHeaders", line: 227 },
  { element: "Record", attribute: "transcriptionReportType", line: 249 },
];

/** The document as a strict XML parser reads it. Throws on anything that is not well-formed. */
export function parseXml(text: string): XmlElement {
  const root: XmlElement = { name: "", attributes: {}, text: "", children: [] };
  const open = [root];
  const parser = new SaxesParser({ xmlns: false });
  parser.on("opentag", ({ name, attributes }) => {
    const element = { name, attributes: { ...attributes }, text: "", children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  parser.on("text", (piece) => {
    const element = open.at(-1);
    if (element && element !== root) element.text += piece;
  });
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(text).close();
  const [document] = root.children;
  if (document?.name !== "Response") throw new Error(`The root is ${document?.name ?? "missing"}, not Response.`);
  return document;
}

export function withoutWhatTheSdkLacks({ name, attributes, text, children }: XmlElement): XmlElement {
  const lacking = SDK_LACKS.filter(({ element }) => element === name).map(({ attribute }) => attribute);
  const kept = Object.entries(attributes).filter(([attribute]) => !lacking.includes(attribute));
  return { name, attributes: Object.fromEntries(kept), text, children: children.map(withoutWhatTheSdkLacks) };
}

/** Builds the same document through the SDK's builder, which throws on an attribute or nesting that it does not know. */
export function rebuildBySdk(document: XmlElement): XmlElement {
  const response = untyped(plivo.Response());
  for (const child of document.children) add(response, child);
  return parseXml(response.toXML());
}

interface SdkElement {
  toXML: () => string;
  [add: `add${string}`]: ((...given: unknown[]) => SdkElement) | undefined;
}

const WITHOUT_BODY = new Set(["Dial", "GetDigits", "GetInput", "Hangup", "PreAnswer", "Record", "Wait"]);

export function add(parent: SdkElement, { name, attributes, text, children }: XmlElement): void {
  const method = `add${name}` as const;
  if (!parent[method]) throw new Error(`The SDK has no ${method}.`);
  const node = WITHOUT_BODY.has(name) ? parent[method]({ ...attributes }) : parent[method](text, { ...attributes });
  for (const child of children) add(node, child);
}

/** The SDK's builder answers `any`. */
export function untyped(value: unknown): SdkElement {
  return value as SdkElement;
}
