import type { CheckContext, NodeIssue } from "@cordboard/contract";
import { looksCallable } from "../shared/addresses.ts";
import { checkPrompt } from "../shared/prompt.ts";
import { checkRecipients } from "../shared/recipients.ts";
import { isTemplate } from "../shared/text.ts";
import type { CallForwardConfig } from "./manifest.ts";

/** The carrier rings this many phones together (plivo-platform 1.7 names no limit; more is a mistake). */
const MOST_AT_ONCE = 20;

/** Codes: bad_caller_id, too_many_at_once, bad_music, and those of recipients and prompts. */
export function checkForward(c: CallForwardConfig, context: CheckContext): NodeIssue[] {
  const issues = checkRecipients(c.to, "call");
  const add = (level: NodeIssue["level"], code: string, message: string, field: string) => issues.push({ level, code, message, field });
  if (c.from.trim() && !looksCallable(c.from))
    add("error", "bad_caller_id", "That is not a number. Choose the caller's or one of yours.", "from");
  if (c.mode === "parallel" && c.to.length > MOST_AT_ONCE)
    add("error", "too_many_at_once", `At most ${MOST_AT_ONCE} phones ring at once. Remove some, or ring one after another.`, "to");
  if (/:\/\//.test(c.dialMusic) && !isTemplate(c.dialMusic) && !/^https?:\/\//i.test(c.dialMusic.trim()))
    add("error", "bad_music", "The music's address must begin with https://. Correct it.", "dialMusic");
  if (c.confirm) issues.push(...checkPrompt(c.confirm.prompt, context, { field: "confirm.prompt", required: "error" }));
  return issues;
}
