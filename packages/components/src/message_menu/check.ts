import { type CheckContext, KEYWORDS, type NodeIssue, plainWord } from "@cordboard/contract";
import { checkMessage } from "../shared/message.ts";
import { plain } from "../shared/text.ts";
import { exitId, wordsOf } from "./choices.ts";
import type { Choice, MessageMenuConfig } from "./manifest.ts";

const RESERVED = new Set(["no_match", "timeout", "failed"]);
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_ -]{0,59}$/u;
/** They never count as an answer: the ledger of opt-outs and `on_keyword` get them. */
const KEYWORD = new Set(Object.values(KEYWORDS).flat());
/** A WhatsApp list has at most ten lines of 24 characters. */
const LINES = { most: 10, characters: 24 } as const;

/** Codes: those of messages, no_choices, choice_without_name, bad_choice_name, choice_name_reserved, duplicate_choice, duplicate_word, choice_is_keyword, too_many_choices, choice_too_long. */
export function checkMenu(config: MessageMenuConfig, context: CheckContext): NodeIssue[] {
  return [...checkMessage(config, context), ...checkChoices(config.choices), ...checkLines(config)];
}

function checkChoices(choices: readonly Choice[]): NodeIssue[] {
  if (choices.length === 0) return [{ level: "error", code: "no_choices", message: "The menu has no choices; add one.", field: "choices" }];
  const issues: NodeIssue[] = [];
  const ids = new Set<string>();
  const words = new Set<string>();
  for (const [index, choice] of choices.entries()) {
    const add = (code: string, message: string, field: string, level: NodeIssue["level"] = "error") =>
      issues.push({ level, code, message, field: `choices.${index}.${field}` });
    const id = exitId(choice);
    if (id === null) add("choice_without_name", "This choice has neither a name nor a key; give it one.", "name");
    else if (!NAME.test(id)) add("bad_choice_name", `“${id}” can't name an exit; use letters, digits, blanks, - and _.`, "name");
    else if (RESERVED.has(id)) add("choice_name_reserved", `Every menu has an exit ${id} already; choose another name.`, "name");
    else if (ids.has(id)) {
      add("duplicate_choice", `Two choices are named “${id}”; rename one.`, "name");
      continue;
    } else ids.add(id);
    const own = new Set(wordsOf(choice));
    for (const word of own) {
      if (words.has(word)) add("duplicate_word", `“${word}” stands for two choices; change one.`, "synonyms");
      if (KEYWORD.has(plainWord(word)))
        add(
          "choice_is_keyword",
          `“${word}” is read as a wish to stop, start or get help, never as a choice; use another word.`,
          "synonyms",
          "warning",
        );
      words.add(word);
    }
  }
  return issues;
}

function checkLines({ channel, choices }: MessageMenuConfig): NodeIssue[] {
  if (channel !== "whatsapp") return [];
  const issues: NodeIssue[] = [];
  if (choices.length > LINES.most)
    issues.push({
      level: "error",
      code: "too_many_choices",
      message: "WhatsApp shows at most ten choices; take some out.",
      field: "choices",
    });
  for (const [index, choice] of choices.entries()) {
    const most = choices.length <= 3 ? 20 : LINES.characters;
    if ((exitId(choice) ?? "").length <= most) continue;
    const message = `WhatsApp shows at most ${most} characters of a choice; shorten its name.`;
    issues.push({ level: "error", code: "choice_too_long", message, field: `choices.${index}.name` });
  }
  return issues;
}

/** For the card: words nobody needs to read twice. */
export const keyOf = (choice: Choice): string | undefined => (choice.key && plain(choice.key).length <= 2 ? choice.key : undefined);
