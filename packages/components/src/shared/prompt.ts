import { LIMITS, type CheckContext, type FormMeta, type NodeIssue } from "@cordboard/contract";
import { z } from "zod";
import { ssmlProblem } from "./ssml.ts";
import { isTemplate, shorten } from "./text.ts";
import { isPolly, languagesOf, nearestLanguage, SPOKEN_LANGUAGES, voicesOf } from "./voices.ts";

/** One text or file, or one per language (`{"en-US": "…", "es-US": "…"}`). */
const perLanguage = z.union([z.string(), z.record(z.string(), z.string())]);

const speakItem = z.strictObject({
  speak: perLanguage.meta({ title: "Say", form: { widget: "textarea" } }),
  voice: z
    .string()
    .optional()
    .meta({ title: "Voice", form: { advanced: true } }),
  ssml: z
    .boolean()
    .optional()
    .meta({ title: "The text is speech markup (SSML)", form: { advanced: true } }),
});

const playItem = z.strictObject({
  play: perLanguage.meta({ title: "Play", description: "Web address of an mp3 or wav file, or an uploaded file." }),
  loop: z
    .number()
    .int()
    .min(0)
    .max(100)
    .optional()
    .meta({ title: "Times", description: "0 plays until the call ends.", form: { advanced: true } }),
});

const promptItem = z.union([speakItem, playItem]);

/** An ordered list of things to say and play (interface.md, "A prompt item is"). */
export type PromptItem = z.infer<typeof promptItem>;
export type Prompt = PromptItem[];

/** The schema of a field that holds a prompt. Empty when left out. */
export function promptField(meta: { title: string; description?: string; form?: FormMeta }) {
  return z
    .array(promptItem)
    .max(50)
    .default([])
    .meta({ ...meta, form: { widget: "prompt", ...meta.form } });
}

const sourceOf = (item: PromptItem): string | Record<string, string> => ("speak" in item ? item.speak : item.play);

/** The text or file for a caller, and the language it is written in. Falls back to the flow's language, then to the first one. */
export function pickLanguage(
  source: string | Record<string, string>,
  wanted: string,
  fallback: string,
): { value: string; language: string } {
  if (typeof source === "string") return { value: source, language: wanted };
  const languages = Object.keys(source);
  const language = nearestLanguage(wanted, languages) ?? nearestLanguage(fallback, languages) ?? languages[0] ?? wanted;
  return { value: source[language] ?? "", language };
}

/** `“Press 1 for sales…” en-GB +1`: the first item as it is heard, its language when it has several, how many more follow. */
export function promptFace(prompt: Prompt): string[] {
  const [first] = prompt;
  if (!first) return [];
  const source = sourceOf(first);
  const { value, language } = pickLanguage(source, "", "");
  const words = "speak" in first ? `“${shorten(value.trim(), 60)}”` : `♪ ${fileName(value)}`;
  const languages = typeof source === "string" ? "" : ` ${language.toUpperCase()}`;
  const more = prompt.length - 1 + (typeof source === "string" ? 0 : Object.keys(source).length - 1);
  return [`${words}${languages}${more > 0 ? ` +${more}` : ""}`];
}

const fileName = (address: string): string => shorten(address.split(/[?#]/)[0]?.split("/").at(-1) || address, 40);

/** The spoken words of a prompt in its first language, for names and search. */
export const promptText = (prompt: Prompt): string =>
  prompt
    .map((item) => ("speak" in item ? pickLanguage(item.speak, "", "").value : ""))
    .join(" ")
    .trim();

/**
 * Issues of a prompt. `required`: an empty prompt blocks publishing (`error`), is only pointed out (`warning`), or is fine.
 * Codes: prompt_empty, prompt_item_empty, speak_too_long, unknown_voice, unknown_language, voice_lacks_language,
 * ssml_needs_polly, bad_ssml, missing_translation, prompt_never_ends.
 */
export function checkPrompt(
  prompt: Prompt,
  context: CheckContext,
  { field, required }: { field: string; required?: "error" | "warning" },
): NodeIssue[] {
  if (prompt.length === 0) {
    return required
      ? [{ level: required, code: "prompt_empty", message: "There is nothing to hear here; write what the caller hears.", field }]
      : [];
  }
  const translated = new Set(prompt.flatMap((item) => (typeof sourceOf(item) === "string" ? [] : Object.keys(sourceOf(item)))));
  return prompt.flatMap((item, index) => checkItem(item, `${field}.${index}`, context, translated));
}

function checkItem(item: PromptItem, field: string, context: CheckContext, translated: ReadonlySet<string>): NodeIssue[] {
  const speaks = "speak" in item;
  const key = `${field}.${speaks ? "speak" : "play"}`;
  const source = sourceOf(item);
  const texts = typeof source === "string" ? [["", source] as const] : Object.entries(source);
  const issues: NodeIssue[] = [];
  const add: Add = (level, code, message, at = key, fix) => issues.push({ level, code, message, field: at, ...(fix && { fix }) });
  const removed = { label: "Remove it", set: [{ path: pathOf(field), value: undefined }] };

  if (texts.length === 0) add("error", "prompt_item_empty", "This item has no text in any language; write one or remove it.");
  for (const [language, text] of texts) {
    const at = language ? `${key}.${language}` : key;
    if (!text.trim())
      add(
        "error",
        "prompt_item_empty",
        speaks ? "There is no text to say; write it or remove the item." : "Choose the file to play, or remove the item.",
        at,
        language ? undefined : removed,
      );
    if (speaks && text.length > LIMITS.speakCharacters)
      add(
        "error",
        "speak_too_long",
        `The carrier says at most ${LIMITS.speakCharacters} characters at once; this is ${text.length}. Split it into several items.`,
        at,
      );
    if (!speaks && text.trim() && !isTemplate(text) && /:\/\//.test(text) && !/^https?:\/\//i.test(text))
      add("error", "bad_audio_address", "The file's web address must begin with https://.", at);
    if (language && speaks && !nearestLanguage(language, SPOKEN_LANGUAGES))
      add("warning", "unknown_language", `No voice speaks ${language}; an American English voice will read it.`, at);
  }
  for (const language of missing(source, context.language, translated))
    add("hint", "missing_translation", `There is no ${language} text here; callers with that language hear another one.`, key, {
      label: `Add ${language}`,
      set: [{ path: [...pathOf(key), language], value: "" }],
    });
  if (!speaks) {
    if (item.loop === 0)
      add(
        "warning",
        "prompt_never_ends",
        "This plays until the caller hangs up or presses a key; nothing after it is heard.",
        `${field}.loop`,
      );
    return issues;
  }
  checkVoice(item, field, context, add);
  return issues;
}

function missing(source: string | Record<string, string>, own: string, translated: ReadonlySet<string>): string[] {
  if (typeof source === "string") return [];
  const has = Object.keys(source);
  const wanted = new Set([...translated, ...(nearestLanguage(own, has) ? [] : [own])]);
  return [...wanted].filter((language) => !has.includes(language));
}

type Add = (level: NodeIssue["level"], code: string, message: string, at?: string, fix?: NodeIssue["fix"]) => void;

const pathOf = (field: string): (string | number)[] => field.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));

function checkVoice(item: z.infer<typeof speakItem>, field: string, context: CheckContext, add: Add): void {
  const { voice } = item;
  const languages = typeof item.speak === "string" ? [context.language] : Object.keys(item.speak);
  if (voice && !isTemplate(voice)) {
    const speaks = languagesOf(voice);
    if (speaks.length === 0)
      add("error", "unknown_voice", `There is no voice “${voice}”; choose WOMAN, MAN or one of the Polly voices.`, `${field}.voice`);
    else if (languages.every((language) => !nearestLanguage(language, speaks))) {
      const message = `${voice} speaks ${speaks.join(", ")}, not ${languages.join(", ")}; another voice will be used.`;
      const fix = { label: "Use the usual voice", set: [{ path: pathOf(`${field}.voice`), value: undefined }] };
      add("warning", "voice_lacks_language", message, `${field}.voice`, item.ssml ? undefined : fix);
    }
  }
  if (!item.ssml) return;
  if (!voice || !isPolly(voice)) {
    const message = "Speech markup needs a Polly voice; choose one, or switch the markup off.";
    const polly = voicesOf(languages[0] ?? context.language).find(isPolly);
    const fix =
      polly === undefined
        ? undefined
        : { label: `Use ${polly.replace("Polly.", "")}`, set: [{ path: pathOf(`${field}.voice`), value: polly }] };
    add("error", "ssml_needs_polly", message, `${field}.voice`, fix);
  }
  for (const text of typeof item.speak === "string" ? [item.speak] : Object.values(item.speak)) {
    // One that is too long is refused already.
    const problem = isTemplate(text) || text.length > LIMITS.speakCharacters ? null : ssmlProblem(text);
    if (problem) add("error", "bad_ssml", `The speech markup can't be read: ${problem}.`, `${field}.speak`);
  }
}
