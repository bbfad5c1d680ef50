import { SPOKEN_LANGUAGES, voicesOf } from "@cordboard/components/manifest";
import type { CommandOption } from "../ui/index.ts";

const names = new Intl.DisplayNames(["en"], { type: "language", languageDisplay: "standard" });

/** `en-GB` → `English (United Kingdom)`; the tag itself when it is none. */
export function languageName(tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export const LANGUAGES: CommandOption[] = SPOKEN_LANGUAGES.map((tag) => ({
  value: tag,
  label: languageName(tag),
  hint: tag,
  keywords: [tag],
})).toSorted((a, b) => a.label.localeCompare(b.label));

export interface VoiceOption {
  value: string;
  label: string;
}

/** Voices that speak a language, the carrier's own first. */
export function voiceOptions(language: string): VoiceOption[] {
  return voicesOf(language).map((voice) => ({
    value: voice,
    label: VOICE_NAMES[voice] ?? voice.replace("Polly.", "").replace("-Standard", ""),
  }));
}
const VOICE_NAMES: Record<string, string> = { WOMAN: "Woman", MAN: "Man" };
