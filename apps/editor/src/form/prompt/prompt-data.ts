import type { Json, JsonObject } from "@cordboard/contract";
import type { VariableChoice } from "@cordboard/flow";
import { isObject } from "../../document/index.ts";
import { asText } from "../widget.ts";

/** One item of a prompt, as far as it can be read; whatever else it holds is kept. */
export interface PromptPart {
  kind: "speak" | "play";
  /** By language; "" while it is one text for all. */
  texts: [language: string, text: string][];
  voice: string;
  ssml: boolean;
  raw: JsonObject;
}

export function readPart(item: Json): PromptPart | null {
  if (!isObject(item)) return null;
  const kind = "play" in item ? "play" : "speak" in item ? "speak" : null;
  if (!kind) return null;
  const source = item[kind];
  const texts: PromptPart["texts"] =
    typeof source === "string"
      ? [["", source]]
      : isObject(source)
        ? Object.entries(source).map(([language, text]) => [language, asText(text)])
        : [["", ""]];
  return { kind, texts, voice: typeof item["voice"] === "string" ? item["voice"] : "", ssml: item["ssml"] === true, raw: item };
}

/** Every item can be shown by the prompt editor. */
export function isPrompt(value: Json | undefined): boolean {
  return value === undefined || (Array.isArray(value) && value.every((item) => readPart(item) !== null));
}

export function withTexts(part: PromptPart, texts: PromptPart["texts"]): JsonObject {
  const [first] = texts;
  return { ...part.raw, [part.kind]: texts.length === 1 && first?.[0] === "" ? first[1] : Object.fromEntries(texts) };
}

/** Another language beside the ones there are; the text so far becomes the flow's own language. */
export function addLanguage(part: PromptPart, language: string, flowLanguage: string): JsonObject {
  const texts = part.texts.map(([tag, text]): [string, string] => [tag || flowLanguage, text]);
  return withTexts(part, texts.some(([tag]) => tag === language) ? texts : [...texts, [language, ""]]);
}

/** One language fewer; the last one left speaks for all again. */
export function removeLanguage(part: PromptPart, language: string): JsonObject {
  const left = part.texts.filter(([tag]) => tag !== language);
  const [only] = left;
  return withTexts(part, left.length === 1 && only ? [["", only[1]]] : left);
}

/** What a listener would hear: variables by their samples, templates otherwise left out, markup dropped. */
export function spokenText(text: string, variables: readonly VariableChoice[], ssml: boolean): string {
  const samples = new Map(variables.map((variable) => [variable.path, variable.sample ?? ""]));
  const filled = text
    .replace(/\{\{-?\s*([\w.]+)[^}]*\}\}/g, (_all, path: string) => samples.get(path) ?? "")
    .replace(/\{%[\s\S]*?%\}/g, "");
  return ssml ? filled.replace(/<[^>]*>/g, " ") : filled;
}
