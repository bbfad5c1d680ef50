import { LIMITS, type StepContext } from "@cordboard/contract";
import type { Verb } from "@cordboard/plivo";
import { pickLanguage, type Prompt, type PromptItem } from "./prompt.ts";
import { parseSsml } from "./ssml.ts";
import { chooseVoice, isPolly } from "./voices.ts";

export type PromptVerb = Extract<Verb, { element: "Speak" | "Play" }>;

/** What of the step a prompt needs: the caller's language, the flow's, and where media lie. */
export type PromptContext = Pick<StepContext, "language" | "flow" | "urls">;

/** The verbs of a prompt whose texts are filled in, in the caller's language. Items that turned out empty are left out. */
export const promptVerbs = (prompt: Prompt, ctx: PromptContext): PromptVerb[] => prompt.flatMap((item) => itemVerbs(item, ctx));

function itemVerbs(item: PromptItem, ctx: PromptContext): PromptVerb[] {
  if ("play" in item) {
    const { value } = pickLanguage(item.play, ctx.language, ctx.flow.language);
    if (!value.trim()) return [];
    return [{ element: "Play", ...(item.loop !== undefined && { attributes: { loop: item.loop } }), body: ctx.urls.media(value.trim()) }];
  }
  const { value, language } = pickLanguage(item.speak, ctx.language, ctx.flow.language);
  return speakVerbs(value, language, item);
}

/** Speaks a text in a language; longer ones than the carrier takes at once become several verbs. */
export function speakVerbs(
  text: string,
  language: string,
  options: { voice?: string | undefined; ssml?: boolean | undefined } = {},
): PromptVerb[] {
  if (!text.trim()) return [];
  const attributes = { ...chooseVoice(options.voice, language) };
  if (options.ssml && isPolly(attributes.voice) && text.length <= LIMITS.speakCharacters) {
    const read = parseSsml(text);
    if ("children" in read) return [{ element: "Speak", attributes, children: read.children }];
  }
  return pieces(text.trim()).map((body) => ({ element: "Speak", attributes, body }));
}

/** Splits after a sentence, else at a blank, else where the limit falls. */
function pieces(text: string): string[] {
  const limit = LIMITS.speakCharacters;
  if (text.length <= limit) return [text];
  const head = text.slice(0, limit);
  const sentence = Math.max(...[". ", "! ", "? "].map((end) => head.lastIndexOf(end)));
  const cut = sentence >= 0 ? sentence + 1 : head.lastIndexOf(" ");
  const at = cut > 0 ? cut : limit;
  return [text.slice(0, at).trim(), ...pieces(text.slice(at).trim())];
}
