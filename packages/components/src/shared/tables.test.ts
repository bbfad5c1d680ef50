import { BASIC_VOICE_LANGUAGES, ELEMENTS, POLLY_VOICES } from "@cordboard/plivo";
import { describe, expect, it } from "vitest";
import { SSML_TAGS } from "./ssml.ts";
import { chooseVoice, isPolly, languagesOf, SPOKEN_LANGUAGES, voicesOf } from "./voices.ts";

/* The browser can't load the carrier package, so its tables are repeated here; they must say the same. */
describe("the tables of voices and tags", () => {
  it("name the voices that the carrier package knows", () => {
    expect(SPOKEN_LANGUAGES).toEqual([...new Set([...Object.keys(BASIC_VOICE_LANGUAGES), ...Object.keys(POLLY_VOICES)])].toSorted());
    for (const language of SPOKEN_LANGUAGES) {
      const known = [...(BASIC_VOICE_LANGUAGES[language] ?? []), ...(POLLY_VOICES[language] ?? []).map((name) => `Polly.${name}`)];
      expect(voicesOf(language)).toEqual(known);
    }
  });

  it("name the tags, places and attributes that the carrier package writes", () => {
    const speak: readonly string[] = ELEMENTS.Speak.children;
    expect(Object.keys(SSML_TAGS).toSorted()).toEqual(speak.filter((name) => name !== "#text").toSorted());
    for (const [tag, { children, attributes }] of Object.entries(SSML_TAGS)) {
      const rule = Object.entries(ELEMENTS).find(([name]) => name === tag)?.[1];
      const inside: readonly string[] = rule?.children ?? [];
      expect([...children].toSorted(), tag).toEqual(inside.filter((name) => name !== "#text").toSorted());
      expect([...attributes].toSorted(), tag).toEqual(Object.keys(rule?.attributes ?? {}).toSorted());
    }
  });
});

describe("the choice of a voice", () => {
  it.each([
    [undefined, "en-US", { voice: "WOMAN", language: "en-US" }],
    ["MAN", "fr-CA", { voice: "MAN", language: "fr-FR" }],
    ["Polly.Amy", "en-US", { voice: "Polly.Amy", language: "en-GB" }],
    ["Polly.Amy", "de-AT", { voice: "WOMAN", language: "de-DE" }],
    [undefined, "hi-IN", { voice: "Polly.Aditi", language: "hi-IN" }],
    [undefined, "zh-CN", { voice: "Polly.Zhiyu", language: "cmn-CN" }],
    [undefined, "pt-PT", { voice: "MAN", language: "pt-PT" }],
    [undefined, "th-TH", { voice: "WOMAN", language: "en-US" }],
    ["Polly.Nobody", "", { voice: "WOMAN", language: "en-US" }],
  ])("of %s for %s", (asked, language, chosen) => {
    expect(chooseVoice(asked, language)).toEqual(chosen);
  });

  it("never gives the carrier a basic voice in a language it lacks", () => {
    for (const asked of [undefined, "WOMAN", "MAN", ...SPOKEN_LANGUAGES.flatMap(voicesOf)]) {
      for (const wanted of [...SPOKEN_LANGUAGES, "xx-XX", "en", ""]) {
        const { voice, language } = chooseVoice(asked, wanted);
        expect(languagesOf(voice), `${asked} in ${wanted}`).toContain(language);
        expect(isPolly(voice) || BASIC_VOICE_LANGUAGES[language]?.some((basic) => basic === voice)).toBe(true);
      }
    }
  });
});
