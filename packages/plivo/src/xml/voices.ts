import type { AttributeValue } from "./attribute-kinds.ts";

/** Languages of the basic voices, and which of them each speaks (plivo-platform 1.3). */
export const BASIC_VOICE_LANGUAGES: Readonly<Record<string, readonly ("WOMAN" | "MAN")[]>> = {
  "da-DK": ["WOMAN"],
  "nl-NL": ["WOMAN", "MAN"],
  "en-AU": ["WOMAN", "MAN"],
  "en-GB": ["WOMAN", "MAN"],
  "en-US": ["WOMAN", "MAN"],
  "fr-FR": ["WOMAN", "MAN"],
  "fr-CA": ["WOMAN"],
  "de-DE": ["WOMAN", "MAN"],
  "it-IT": ["WOMAN", "MAN"],
  "pl-PL": ["WOMAN", "MAN"],
  "pt-PT": ["MAN"],
  "pt-BR": ["WOMAN", "MAN"],
  "ru-RU": ["WOMAN"],
  "es-ES": ["WOMAN", "MAN"],
  "es-US": ["WOMAN", "MAN"],
  "sv-SE": ["WOMAN"],
};

/** Polly voices by language, without the `Polly.` that precedes them in XML. */
export const POLLY_VOICES: Readonly<Record<string, readonly string[]>> = {
  "en-AU": ["Nicole", "Russell"],
  "en-GB": ["Amy", "Emma", "Brian"],
  "en-IN": ["Raveena", "Aditi"],
  "en-US": ["Joanna", "Salli", "Kendra", "Kimberly", "Ivy", "Matthew", "Justin", "Joey"],
  "hi-IN": ["Aditi"],
  "de-DE": ["Vicki", "Marlene", "Hans"],
  "es-ES": ["Conchita", "Enrique"],
  "es-MX": ["Mia"],
  "es-US": ["Penelope", "Lupe-Standard", "Miguel"],
  "fr-FR": ["Lea", "Celine", "Mathieu"],
  "fr-CA": ["Chantal"],
  "it-IT": ["Carla", "Giorgio"],
  "pt-BR": ["Vitória", "Ricardo"],
  "pt-PT": ["Ines", "Cristiano"],
  "da-DK": ["Naja", "Mads"],
  "nl-NL": ["Lotte", "Ruben"],
  "sv-SE": ["Astrid"],
  "nb-NO": ["Liv"],
  "tr-TR": ["Filiz"],
  "ro-RO": ["Carmen"],
  "is-IS": ["Dora", "Karl"],
  "pl-PL": ["Ewa", "Maja", "Jacek", "Jan"],
  "ru-RU": ["Tatyana", "Maxim"],
  "ja-JP": ["Mizuki", "Takumi"],
  "ko-KR": ["Seoyeon"],
  "cmn-CN": ["Zhiyu"],
  "cy-GB": ["Gwyneth"],
  "en-GB-WLS": ["Geraint"],
};

/**
 * Whether a voice speaks a language. A basic voice without it fails the document at the carrier (8011). Polly's list
 * grows faster than this table, so a Polly voice is taken at its word.
 */
export function speaksLanguage(voice: AttributeValue = "WOMAN", language: AttributeValue = "en-US"): boolean {
  if (voice !== "WOMAN" && voice !== "MAN") return true;
  return BASIC_VOICE_LANGUAGES[String(language)]?.includes(voice) ?? false;
}
