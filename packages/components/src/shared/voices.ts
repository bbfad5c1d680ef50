/**
 * Voices of the carrier's Speak (plivo-platform 1.3). A voice that doesn't speak the language given ends the call
 * with 8011, so nothing else may reach the XML.
 */
const BASIC: Record<string, readonly ("WOMAN" | "MAN")[]> = {
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

const POLLY: Record<string, readonly string[]> = {
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

const POLLY_PREFIX = "Polly.";
/** Tags that authors write for a language the carrier lists under another name. */
const ALIASES: Record<string, string> = { "zh-CN": "cmn-CN", "no-NO": "nb-NO" };

/** Every language that some voice speaks, BCP-47. */
export const SPOKEN_LANGUAGES: readonly string[] = [...new Set([...Object.keys(BASIC), ...Object.keys(POLLY)])].toSorted();

export interface Voice {
  voice: string;
  language: string;
}

export const isPolly = (voice: string): boolean => voice.startsWith(POLLY_PREFIX);

/** Languages that a voice speaks; none: there is no such voice. */
export function languagesOf(voice: string): string[] {
  if (voice === "WOMAN" || voice === "MAN") return Object.keys(BASIC).filter((language) => BASIC[language]?.includes(voice));
  if (!isPolly(voice)) return [];
  const name = voice.slice(POLLY_PREFIX.length);
  return Object.keys(POLLY).filter((language) => POLLY[language]?.includes(name));
}

/** A language comes from outside, and may be called `constructor`. */
const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined => (Object.hasOwn(table, key) ? table[key] : undefined);

/** All voices of a language, basic ones first. */
export const voicesOf = (language: string): string[] => [
  ...(own(BASIC, language) ?? []),
  ...(own(POLLY, language) ?? []).map((name) => POLLY_PREFIX + name),
];

const primary = (language: string): string => language.split("-")[0]?.toLowerCase() ?? "";

/** The wanted language if it is among those given, else one of the same family (`en-IE` → `en-US`), else undefined. */
export function nearestLanguage(wanted: string, among: readonly string[]): string | undefined {
  const exact = own(ALIASES, wanted) ?? wanted;
  const found = among.find((language) => language.toLowerCase() === exact.toLowerCase());
  if (found) return found;
  const family = among.filter((language) => primary(language) === primary(exact));
  return family.find((language) => language === "en-US") ?? family[0];
}

/**
 * A voice and language that the carrier surely accepts: the asked voice when it speaks the language (or its family),
 * else the first voice that does, else the carrier's default, WOMAN in en-US.
 */
export function chooseVoice(asked: string | undefined, wanted: string): Voice {
  if (asked) {
    const language = nearestLanguage(wanted, languagesOf(asked));
    if (language) return { voice: asked, language };
  }
  const language = nearestLanguage(wanted, Object.keys(BASIC)) ?? nearestLanguage(wanted, Object.keys(POLLY)) ?? "en-US";
  const voices = voicesOf(language);
  const same = voices.find((voice) => voice === asked);
  return { voice: same ?? voices[0] ?? "WOMAN", language };
}
