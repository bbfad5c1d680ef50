/**
 * A Plivo XML element as data. Nothing but `toXml` turns it into text, so text that a caller
 * supplied can never become markup.
 */
export interface Verb {
  element: string;
  attributes?: Record<string, string | number | boolean | undefined>;
  /** Text content: what to speak, a URL, digits, a number. Never markup. */
  body?: string;
  children?: Verb[];
}
