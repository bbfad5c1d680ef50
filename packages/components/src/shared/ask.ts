import type { NodeIssue, StepContext } from "@cordboard/contract";
import type { Verb } from "@cordboard/plivo";
import type { PromptVerb } from "./prompt-verbs.ts";

/** Keys of a telephone. */
export const KEYS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"] as const;

export interface Question {
  prompt: PromptVerb[];
  /** False: the prompt is heard to its end before keys or words count. */
  interruptible: boolean;
  input: "keys" | "speech" | "both";
  maxDigits: number;
  /** A key, or `none`. */
  finishKey: string;
  timeoutSeconds: number;
  hints: readonly string[];
  /** BCP-47, of the speech. */
  language: string;
  /** The carrier doesn't log what was entered. */
  sensitive: boolean;
  /** Between two keys; left out: `DIGIT_TIMEOUT`. */
  digitTimeoutSeconds?: number;
  /** What the recognition is tuned for, and whether rude words are starred out. */
  speechModel?: SpeechModel;
  profanityFilter?: boolean;
}

/** Seconds between two keys. */
export const DIGIT_TIMEOUT = 2;
/** GetInput takes 2 to 10 s between keys, or finds it out by itself (plivo-platform 1.6). */
const DIGIT_END = { min: 2, max: 10 };
/** GetInput counts the whole entry, GetDigits only the time to the first key: so much longer is the whole entry. */
const ENTRY_SECONDS = 10;
const EXECUTION_TIMEOUT = { min: 5, max: 60 };
/** Most digits of GetInput, which is what listens when speech is allowed (plivo-platform 1.6). */
export const MAX_DIGITS_WITH_SPEECH = 32;
/** What the recognition may be tuned for (plivo-platform 1.6). */
export const SPEECH_MODELS = ["default", "command_and_search", "phone_call"] as const;
export type SpeechModel = (typeof SPEECH_MODELS)[number];
const HINTS = { count: 500, each: 100, all: 10_000 };

/** Seconds the carrier listens once the prompt has ended. */
export const listensSeconds = (q: Pick<Question, "input" | "timeoutSeconds" | "maxDigits" | "digitTimeoutSeconds">): number =>
  q.input === "keys"
    ? q.timeoutSeconds + (q.digitTimeoutSeconds ?? DIGIT_TIMEOUT) * q.maxDigits
    : Math.min(EXECUTION_TIMEOUT.max, Math.max(EXECUTION_TIMEOUT.min, q.timeoutSeconds + ENTRY_SECONDS));

/**
 * One round of asking. Nothing comes from the carrier when nobody answers: the Redirect behind these verbs, which the engine
 * appends, says so. Rounds are ours (`retries` stays 1), so that each may say something else. Keys alone go through
 * GetDigits without `validDigits`, because a key it doesn't list would look like silence.
 */
export function askVerbs(question: Question, urls: Pick<StepContext["urls"], "action">): Verb[] {
  const children = question.interruptible ? question.prompt : [];
  const before: Verb[] = question.interruptible ? [] : question.prompt;
  const log = question.sensitive ? { log: false } : {};
  if (question.input === "keys") {
    const attributes = {
      action: urls.action,
      timeout: question.timeoutSeconds,
      digitTimeout: question.digitTimeoutSeconds ?? DIGIT_TIMEOUT,
      numDigits: question.maxDigits,
      finishOnKey: question.finishKey,
      retries: 1,
      ...log,
    };
    return [...before, { element: "GetDigits", attributes, children }];
  }
  const hints = usableHints(question.hints).join(",");
  const attributes = {
    action: urls.action,
    inputType: question.input === "speech" ? ("speech" as const) : ("dtmf speech" as const),
    executionTimeout: listensSeconds(question),
    ...(question.input === "both" && { numDigits: Math.min(question.maxDigits, MAX_DIGITS_WITH_SPEECH), finishOnKey: question.finishKey }),
    ...(question.input === "both" && ownGap(question.digitTimeoutSeconds)),
    language: question.language,
    ...(question.speechModel && question.speechModel !== "default" && { speechModel: question.speechModel }),
    ...(question.profanityFilter && { profanityFilter: true }),
    ...(hints && { hints }),
    ...log,
  };
  return [...before, { element: "GetInput", attributes, children }];
}

/** Only what the author has changed: `auto` is wiser than our two seconds while somebody speaks. */
const ownGap = (seconds: number | undefined) =>
  seconds === undefined || seconds === DIGIT_TIMEOUT ? {} : { digitEndTimeout: Math.min(DIGIT_END.max, Math.max(DIGIT_END.min, seconds)) };

/** Hints the carrier takes; a comma would split one. */
function usableHints(hints: readonly string[]): string[] {
  const usable: string[] = [];
  let length = 0;
  for (const hint of hints) {
    const text = hint
      .replace(/[,\s]+/g, " ")
      .trim()
      .slice(0, HINTS.each);
    if (!text || usable.length >= HINTS.count || length + text.length + 1 > HINTS.all) continue;
    usable.push(text);
    length += text.length + 1;
  }
  return usable;
}

/** Issues of hints and of the language of speech. Codes: too_many_hints, hint_too_long, bad_language. */
export function checkSpeech(hints: readonly { text: string; field: string }[], language: string): NodeIssue[] {
  const issues: NodeIssue[] = [];
  const [first] = hints;
  const all = hints.reduce((sum, { text }) => sum + text.length + 1, 0);
  if (first && (hints.length > HINTS.count || all > HINTS.all)) {
    const message = `The carrier takes at most ${HINTS.count} phrases with ${HINTS.all} characters together; remove some.`;
    issues.push({ level: "error", code: "too_many_hints", message, field: first.field });
  }
  for (const { text, field } of hints) {
    if (text.length > HINTS.each)
      issues.push({
        level: "error",
        code: "hint_too_long",
        message: `A phrase may have ${HINTS.each} characters; shorten this one.`,
        field,
      });
  }
  if (language && !/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language) && !language.includes("{{"))
    issues.push({
      level: "error",
      code: "bad_language",
      message: `“${language}” is no language; write one such as en-US or es-US.`,
      field: "language",
    });
  return issues;
}
