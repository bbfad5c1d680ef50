import type { CheckContext, NodeIssue } from "@cordboard/contract";
import { checkSpeech, MAX_DIGITS_WITH_SPEECH } from "../shared/ask.ts";
import { patternProblem } from "../shared/pattern.ts";
import { checkEvents } from "../shared/post-events.ts";
import { checkPrompt } from "../shared/prompt.ts";
import { isTemplate } from "../shared/text.ts";
import type { GetInputConfig } from "./manifest.ts";

/** Fewest digits that a kind of answer can have. */
const FEWEST: Partial<Record<GetInputConfig["validate"]["kind"], number>> = { date: 8, phone: 7, card: 12 };

export function checkInput(config: GetInputConfig, context: CheckContext): NodeIssue[] {
  const { validate } = config;
  const issues: NodeIssue[] = [
    ...checkPrompt(config.prompt, context, { field: "prompt", required: "warning" }),
    ...checkSpeech(
      config.hints.map((text, index) => ({ text, field: `hints.${index}` })),
      config.language,
    ),
    ...checkPrompt(config.noInputPrompt, context, { field: "noInputPrompt" }),
    ...checkPrompt(config.invalidPrompt, context, { field: "invalidPrompt" }),
    ...checkEvents(config.events),
  ];
  const add = (code: string, message: string, field: string, level: NodeIssue["level"] = "error") =>
    issues.push({ level, code, message, field });

  if (config.input !== "speech") checkDigits(config, add);
  if (validate.kind === "pattern") {
    const problem = validate.pattern && !isTemplate(validate.pattern) ? patternProblem(validate.pattern) : null;
    if (!validate.pattern) add("pattern_missing", "Write the pattern that an answer must fit.", "validate.pattern");
    if (problem) add("bad_pattern", `The pattern can't be read: ${problem}.`, "validate.pattern");
  }
  if (validate.kind === "number" && validate.max !== 0 && validate.max < validate.min)
    add("bad_range", "The largest number is smaller than the smallest; swap them.", "validate.max");
  if (config.readBack && config.sensitive)
    add("read_back_sensitive", "Reading it back would put a secret into logs; switch one of the two off.", "readBack");
  return issues;
}

function checkDigits(
  config: GetInputConfig,
  add: (code: string, message: string, field: string, level?: NodeIssue["level"]) => void,
): void {
  const { minDigits, maxDigits, finishKey, input, validate } = config;
  if (minDigits > maxDigits) add("bad_digit_count", "There must be more digits at most than at least; swap them.", "minDigits");
  if (input === "both" && maxDigits > MAX_DIGITS_WITH_SPEECH)
    add(
      "too_many_digits",
      `With speech the carrier takes at most ${MAX_DIGITS_WITH_SPEECH} digits; lower it or allow keys only.`,
      "maxDigits",
    );
  const fewest = FEWEST[validate.kind] ?? 0;
  if (maxDigits < fewest) add("too_few_digits", `Such an answer has at least ${fewest} digits; allow that many.`, "maxDigits");
  if (/\d/.test(finishKey))
    add("finish_key_is_digit", `Nobody can enter a ${finishKey} in an answer that it ends; choose # or *.`, "finishKey", "warning");
}
