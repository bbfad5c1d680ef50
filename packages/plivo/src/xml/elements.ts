import type { AttributeKind } from "./attribute-kinds.ts";
import { CALL_ELEMENTS } from "./elements-call.ts";
import { ROOM_ELEMENTS } from "./elements-rooms.ts";
import { SSML_ELEMENTS } from "./elements-ssml.ts";

export type BodyKind = "none" | "text" | "url" | "wss" | "digits" | "number" | "sip" | "name";

/** The grammar of one element. */
export interface ElementRule {
  readonly body: { readonly kind: BodyKind; readonly required: boolean };
  readonly attributes: { readonly [name: string]: AttributeKind };
  /** Elements that may stand inside. `#text` among them means that text may stand between them. */
  readonly children: readonly string[];
  readonly childrenRequired?: true;
}

/** Every element and attribute of plivo-platform section 1, those that the official SDK lacks included. */
export const ELEMENTS = { ...CALL_ELEMENTS, ...ROOM_ELEMENTS, ...SSML_ELEMENTS } as const satisfies Record<string, ElementRule>;

/** What may stand directly in `<Response>`. */
export const TOP_LEVEL = [
  "Speak",
  "Play",
  "GetDigits",
  "GetInput",
  "Record",
  "Dial",
  "Message",
  "Redirect",
  "Wait",
  "Hangup",
  "PreAnswer",
  "Conference",
  "DTMF",
  "MultiPartyCall",
  "Stream",
] as const;

export type ElementName = keyof typeof ELEMENTS;

/** The document itself. Not among ELEMENTS: nothing may hold it. */
export const RESPONSE: ElementRule = { body: { kind: "none", required: false }, attributes: {}, children: TOP_LEVEL };

const RULES: ReadonlyMap<string, ElementRule> = new Map(Object.entries(ELEMENTS));

/** The rule of an element by its exact name (names are case-sensitive), or undefined. */
export function ruleOf(element: string): ElementRule | undefined {
  return RULES.get(element);
}
