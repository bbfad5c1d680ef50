import type { AttributeValue, ValueOf } from "./xml/attribute-kinds.ts";
import { type ELEMENTS, type ElementName, type TOP_LEVEL, ruleOf } from "./xml/elements.ts";

type Rules = typeof ELEMENTS;
type Kinds<E extends ElementName> = Rules[E]["attributes"];
type RequiredNames<K> = { [A in keyof K]: K[A] extends { required: true } ? A : never }[keyof K];

/** Attributes of an element. An attribute whose value is undefined is left out of the XML. */
export type AttributesOf<E extends ElementName> = {
  -readonly [A in keyof Kinds<E> as A extends RequiredNames<Kinds<E>> ? never : A]?: ValueOf<Kinds<E>[A]> | undefined;
} & { -readonly [A in RequiredNames<Kinds<E>>]: ValueOf<Kinds<E>[A]> };

type AttributesPart<E extends ElementName> = [RequiredNames<Kinds<E>>] extends [never]
  ? { attributes?: AttributesOf<E> }
  : { attributes: AttributesOf<E> };

type BodyPart<E extends ElementName> = Rules[E]["body"] extends { kind: "none" }
  ? { body?: never }
  : Rules[E]["body"] extends { required: true }
    ? { body: string }
    : { body?: string };

type ChildrenPart<E extends ElementName> = Rules[E]["children"] extends readonly []
  ? { children?: never }
  : Rules[E] extends { childrenRequired: true }
    ? { children: VerbOf<Rules[E]["children"][number]>[] }
    : { children?: VerbOf<Rules[E]["children"][number]>[] };

/**
 * A Plivo XML element as data: `{ element, attributes?, body?, children? }`. `body` is text content (what to speak,
 * a URL, digits, a number), never markup. Nothing but `toXml` turns it into text, so text that a caller supplied can
 * never become markup.
 */
export type VerbOf<E extends ElementName> = E extends ElementName
  ? { element: E } & AttributesPart<E> & BodyPart<E> & ChildrenPart<E>
  : never;

/** What may stand directly in a document. Discriminated by `element`. */
export type Verb = VerbOf<(typeof TOP_LEVEL)[number]>;
/** What may be nested in GetDigits and GetInput, and stand alone in documents for confirmSound, dialMusic, waitSound. */
export type PromptVerb = VerbOf<"Speak" | "Play" | "Wait">;
export type SpeakVerb = VerbOf<"Speak">;
export type NumberVerb = VerbOf<"Number">;
export type UserVerb = VerbOf<"User">;
/** Speech markup for Speak with a Polly voice; `{ element: "#text", body }` is text between markup. */
export type SsmlVerb = NonNullable<SpeakVerb["children"]>[number];
/** Any element, at whatever place it may stand. */
export type AnyVerb = VerbOf<ElementName>;

/** How serialiser and checker see a verb: they also meet verbs that were read back from a store. */
export interface LooseVerb {
  element: string;
  attributes?: { readonly [name: string]: AttributeValue | undefined };
  body?: string;
  children?: readonly LooseVerb[];
}

type FilledIn<E extends ElementName> = {
  -readonly [A in keyof Kinds<E>]: Kinds<E>[A] extends { default: unknown } | { required: true }
    ? ValueOf<Kinds<E>[A]>
    : ValueOf<Kinds<E>[A]> | undefined;
};

/** The verb's attributes with the carrier's defaults filled in. */
export function withDefaults<E extends ElementName>(verb: { element: E; attributes?: AttributesOf<E> }): FilledIn<E> {
  const filled: Record<string, AttributeValue | undefined> = {};
  for (const [name, kind] of Object.entries(ruleOf(verb.element)?.attributes ?? {})) filled[name] = kind.default;
  for (const [name, value] of Object.entries<AttributeValue | undefined>({ ...verb.attributes })) {
    if (value !== undefined) filled[name] = value;
  }
  return asFilledIn<E>(filled);
}

/** The table says which attributes exist; the compiler can't follow a loop over it. */
function asFilledIn<E extends ElementName>(filled: Record<string, AttributeValue | undefined>): FilledIn<E> {
  return filled as FilledIn<E>;
}
