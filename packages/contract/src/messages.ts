/** A text from outside. Numbers are E.164 with `+`; a short code stays as it is. */
export interface InboundMessage {
  /** The carrier's id: the same text brought again has the same. */
  uuid: string;
  from: string;
  to: string;
  /** Whole: the carrier joins the parts of a long text (plivo-platform 3.1). */
  text: string;
  /** sms, mms, whatsapp. */
  type: string;
  /** Addresses of pictures and files. */
  media: string[];
  /** Parts it was sent in. */
  units: number;
  /** optout, optin or help when the carrier has understood the word, else empty. */
  intent: string;
  /** The powerpack that our number belongs to. */
  powerpack?: string;
  /** ISO-8601 UTC. */
  receivedAt: string;
}

/** Whose texts a wait is for: by our number and the contact. Null: any; not both. */
export interface Hears {
  number: string | null;
  contact: string | null;
}

/**
 * What a run listens to, as the store looks runs up by it. Empty `number` or `contact`: any.
 *   answer   a step waits for it
 *   later    no step waits now, but one may: the text is kept for it
 *   keyword  only the run's own words, at any waiting point
 */
export interface Hearing {
  number: string;
  contact: string;
  for: "answer" | "later" | "keyword";
  /** Words of the author's that a `keyword` run reacts to, in plain form. */
  words: string[];
  /** Since when, ms since the epoch: of several runs the one that asked last is meant. */
  since: number;
}

export type Keyword = "stop" | "start" | "help";

/** Whole messages, case-blind (plivo-platform 3.3). YES and GO, which older pages list too, are common answers. */
export const KEYWORDS: Readonly<Record<Keyword, readonly string[]>> = {
  stop: ["stop", "end", "quit", "cancel", "unsub", "unsubscribe", "stop all", "stopall"],
  start: ["start", "unstop"],
  help: ["help", "info"],
};

const INTENTS: Readonly<Record<string, Keyword>> = { optout: "stop", optin: "start", help: "help" };

/**
 * What a text asks for by one of the words above, or null for any other text. The carrier's own reading counts too, but for
 * `optin`: by "YES" people answer.
 */
export function keywordOf({ text, intent }: Pick<InboundMessage, "text" | "intent">): Keyword | null {
  const word = plainWord(text);
  for (const keyword of ["stop", "start", "help"] as const) if (KEYWORDS[keyword].includes(word)) return keyword;
  const read = INTENTS[intent] ?? null;
  return read === "start" ? null : read;
}

/** Whether a run that listens this way is to be told of a text between its pair. */
export function wantsText({ for: what, words }: Pick<Hearing, "for" | "words">, text: Pick<InboundMessage, "text" | "intent">): boolean {
  if (what !== "keyword") return keywordOf(text) === null;
  return keywordOf(text) !== null || words.includes(plainWord(text.text));
}

/** A word as it is compared: without white space around it, in lower case. */
export const plainWord = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, " ");
