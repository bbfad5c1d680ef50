/**
 * What reading or checking a document found. `error`: the carrier would not run it (codes 801x of plivo-platform 6.1);
 * `warning`: the part was skipped. `path` is an XPath to the element or attribute, e.g. `/Response/Dial[1]/@timeout`.
 */
export interface XmlProblem {
  level: "error" | "warning";
  code: XmlProblemCode;
  message: string;
  path: string;
}

export type XmlProblemCode =
  | "xml_malformed"
  | "xml_too_large"
  | "xml_too_deep"
  | "wrong_root"
  | "unknown_element"
  | "bad_nesting"
  | "unknown_attribute"
  | "bad_attribute"
  | "missing_attribute"
  | "missing_body"
  | "bad_body"
  | "unexpected_text"
  | "missing_children"
  | "unsupported_language";

export type XmlErrorCode = "xml_too_large" | "xml_unknown_element" | "xml_unknown_attribute" | "xml_bad_nesting";

/** Thrown by `toXml`; `code` says why. */
export class XmlError extends Error {
  override name = "XmlError";
  readonly code: XmlErrorCode;
  constructor(code: XmlErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
