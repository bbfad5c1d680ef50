import { voicesOf } from "@cordboard/components/manifest";
import type { JsonObject } from "@cordboard/contract";
import { withTexts, type PromptPart } from "./prompt-data.ts";

/** One way of speaking a few words, as a voice understands it. */
export interface Markup {
  label: string;
  before: string;
  after: string;
}

/** The tags of the carrier's voices that change how something is said (plivo-platform 1.3). */
export const MARKUPS: readonly Markup[] = [
  { label: "Pause of half a second", before: '<break time="500ms"/>', after: "" },
  { label: "Stress it", before: '<emphasis level="strong">', after: "</emphasis>" },
  { label: "Slower", before: '<prosody rate="slow">', after: "</prosody>" },
  { label: "Louder", before: '<prosody volume="loud">', after: "</prosody>" },
  { label: "Letter by letter", before: '<say-as interpret-as="characters">', after: "</say-as>" },
  { label: "As a phone number", before: '<say-as interpret-as="telephone">', after: "</say-as>" },
  { label: "As a date, month first", before: '<say-as interpret-as="date" format="mdy">', after: "</say-as>" },
  { label: "Say it as …", before: '<sub alias="">', after: "</sub>" },
  { label: "In Spanish", before: '<lang xml:lang="es-US">', after: "</lang>" },
];

const TEMPLATE = /(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})/;

/** A plain text as markup: what would be read as a tag is written out. Templates stay as they are. */
export function asMarkup(text: string): string {
  return text
    .split(TEMPLATE)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll("&", "&amp;").replaceAll("<", "&lt;")))
    .join("");
}

export interface Marked {
  item: JsonObject;
  /** What is selected in the text afterwards: the words, or where they are to be written. */
  from: number;
  to: number;
}

/** The item with some words of its text number `at` marked up. Plain texts become markup, and a voice that can't read it gives way. */
export function markUp(part: PromptPart, at: number, selection: { from: number; to: number }, markup: Markup, language: string): Marked {
  const escape = part.ssml ? (text: string) => text : asMarkup;
  const texts = part.texts.map(([tag, text], index): [string, string] => {
    if (index !== at) return [tag, escape(text)];
    const words = escape(text.slice(selection.from, selection.to));
    return [tag, escape(text.slice(0, selection.from)) + markup.before + words + markup.after + escape(text.slice(selection.to))];
  });
  const start = escape((part.texts[at]?.[1] ?? "").slice(0, selection.from)).length;
  const words = escape((part.texts[at]?.[1] ?? "").slice(selection.from, selection.to)).length;
  const hole = markup.before.indexOf('""');
  const from = hole < 0 ? start + markup.before.length : start + hole + 1;
  const spoken = part.texts[at]?.[0] || language;
  const voice = part.voice.startsWith("Polly.") ? part.voice : voicesOf(spoken).find((name) => name.startsWith("Polly."));
  const item = { ...withTexts(part, texts), ssml: true, ...(voice ? { voice } : {}) };
  return { item, from, to: hole < 0 ? from + words : from };
}

/** Characters a second at which voices speak, about. */
const PACE = 15;

/** Seconds that a text takes to say, about; of what is said, not of its markup. */
export const secondsToSay = (spoken: string): number => Math.max(1, Math.round(spoken.trim().length / PACE));
