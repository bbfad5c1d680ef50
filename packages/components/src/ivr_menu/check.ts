import type { CheckContext, NodeIssue } from "@cordboard/contract";
import { checkSpeech } from "../shared/ask.ts";
import { checkEvents } from "../shared/post-events.ts";
import { checkPrompt } from "../shared/prompt.ts";
import { plain } from "../shared/text.ts";
import { exitId, phrasesOf } from "./choices.ts";
import type { IvrMenuConfig } from "./manifest.ts";

const RESERVED = new Set(["no_input", "wrong_input", "hung_up"]);
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_ -]{0,59}$/u;

export function checkMenu(config: IvrMenuConfig, context: CheckContext): NodeIssue[] {
  const phrases = config.choices.flatMap((choice, index) =>
    config.input === "keys" ? [] : phrasesOf(choice).map((text) => ({ text, field: `choices.${index}.phrases` })),
  );
  return [
    ...checkPrompt(config.prompt, context, { field: "prompt", required: "warning" }),
    ...checkPrompt(config.noInputPrompt, context, { field: "noInputPrompt" }),
    ...checkPrompt(config.wrongInputPrompt, context, { field: "wrongInputPrompt" }),
    ...checkChoices(config),
    ...samePhrase(phrases),
    ...checkSpeech(phrases, config.language),
    ...checkEvents(config.events),
  ];
}

function checkChoices({ choices, input }: IvrMenuConfig): NodeIssue[] {
  if (choices.length === 0) return [{ level: "error", code: "no_choices", message: "The menu has no choices; add one.", field: "choices" }];
  const issues: NodeIssue[] = [];
  const ids = new Map<string, number>();
  const keys = new Map<string, number>();
  for (const [index, choice] of choices.entries()) {
    const add = (code: string, message: string, field: string) =>
      issues.push({ level: "error", code, message, field: `choices.${index}.${field}` });
    const id = exitId(choice);
    const name = choice.name?.trim();
    if (id === null) add("choice_without_name", "This choice has neither a name nor a key; give it one.", "name");
    else if (name && !NAME.test(name))
      add("bad_choice_name", `“${name}” can't name an exit; use letters, digits, blanks, - and _.`, "name");
    else if (RESERVED.has(id)) add("choice_name_reserved", `Every menu has an exit ${id} already; choose another name.`, "name");
    else if (ids.has(id)) add("duplicate_choice", `Two choices are named “${id}”; rename one.`, "name");
    else ids.set(id, index);
    if (choice.key && keys.has(choice.key)) add("duplicate_key", `Two choices have the key ${choice.key}; change one.`, "key");
    else if (choice.key) keys.set(choice.key, index);
    else if (input === "keys" && id !== null) add("choice_without_key", `Nobody can choose “${id}”; give it a key or allow speech.`, "key");
    if (!choice.name && input === "speech" && phrasesOf(choice).length === 0)
      add("choice_without_phrase", "Nobody can say this choice; give it a name or a phrase.", "phrases");
  }
  return issues;
}

function samePhrase(phrases: readonly { text: string; field: string }[]): NodeIssue[] {
  return phrases.flatMap(({ text, field }, index) => {
    const other = phrases.findIndex((p) => plain(p.text) === plain(text));
    if (other === index || phrases[other]?.field === field) return [];
    return [{ level: "error" as const, code: "duplicate_phrase", message: `“${text}” belongs to two choices; change one.`, field }];
  });
}
