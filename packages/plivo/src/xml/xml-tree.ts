import { SaxesParser } from "saxes";

/** A parsed element before anybody knows what it means. */
export interface XmlNode {
  name: string;
  attributes: Record<string, string>;
  content: (string | XmlNode)[];
}

/** Our own documents nest five deep at most; anything deeper is an attack on whoever walks the tree. */
const MAX_DEPTH = 32;

export type TreeResult = { ok: true; root: XmlNode } | { ok: false; code: "xml_malformed" | "xml_too_deep"; message: string };

/**
 * Text to a tree. Comments and processing instructions vanish; a DOCTYPE is refused, so there are no entities to expand.
 */
export function parseTree(text: string): TreeResult {
  const parser = new SaxesParser({ xmlns: false, fragment: false });
  const open: XmlNode[] = [];
  let root: XmlNode | null = null;
  let failure: TreeResult | null = null;
  const fail = (code: "xml_malformed" | "xml_too_deep", message: string): never => {
    failure ??= { ok: false, code, message };
    // The rest can only add to it: what is wrong thousands of times takes no longer than what is wrong once.
    throw new Error(message);
  };
  const append = (piece: string | XmlNode): void => {
    const content = open.at(-1)?.content;
    const last = content?.at(-1);
    // Text arrives in pieces around CDATA sections and comments.
    if (content && typeof piece === "string" && typeof last === "string") content[content.length - 1] = last + piece;
    else content?.push(piece);
  };

  parser.on("error", (error) => fail("xml_malformed", `This is not XML: ${error.message}.`));
  parser.on("doctype", () => fail("xml_malformed", "A DOCTYPE is not allowed."));
  parser.on("opentag", (tag) => {
    const node: XmlNode = { name: tag.name, attributes: { ...tag.attributes }, content: [] };
    append(node);
    root ??= node;
    open.push(node);
    if (open.length > MAX_DEPTH) fail("xml_too_deep", `Elements are nested more than ${MAX_DEPTH} deep.`);
  });
  parser.on("closetag", () => {
    open.pop();
  });
  parser.on("text", append);
  parser.on("cdata", append);
  try {
    parser.write(text.startsWith("\uFEFF") ? text.slice(1) : text).close();
  } catch {
    // saxes 6 throws a RangeError of its own on a text that ends in `<!----`.
    failure ??= { ok: false, code: "xml_malformed", message: "This is not XML: it ends too early." };
  }
  if (failure) return failure;
  return root ? { ok: true, root } : { ok: false, code: "xml_malformed", message: "There is no element in the document." };
}
