import type { CheckContext, NodeIssue } from "@cordboard/contract";
import { looksCallable } from "../shared/addresses.ts";
import { isDigitsMatch, isSendDigits, isSipHeaderName } from "../shared/dialling.ts";
import { checkEvents } from "../shared/post-events.ts";
import { checkPrompt } from "../shared/prompt.ts";
import { checkRecipients } from "../shared/recipients.ts";
import { isTemplate } from "../shared/text.ts";
import type { CallForwardConfig } from "./manifest.ts";

/** The carrier rings this many phones together (plivo-platform 1.7 names no limit; more is a mistake). */
const MOST_AT_ONCE = 20;
/** The carrier's limit of `callerName`. */
export const NAME_CHARACTERS = 50;

/**
 * Codes: bad_caller_id, name_too_long, too_many_at_once, bad_music, bad_digits, bad_match, bad_sip_header, and those of
 * recipients, prompts and events.
 */
export function checkForward(c: CallForwardConfig, context: CheckContext): NodeIssue[] {
  const issues = [...checkRecipients(c.to, "call"), ...checkEvents(c.events)];
  const add = (code: string, message: string, field: string) => issues.push({ level: "error", code, message, field });
  const written = (text: string): boolean => text.trim() !== "" && !isTemplate(text);
  if (c.from.trim() && !looksCallable(c.from)) add("bad_caller_id", "That is not a number. Choose the caller's or one of yours.", "from");
  if (written(c.callerName) && c.callerName.length > NAME_CHARACTERS)
    add("name_too_long", `The carrier shows ${NAME_CHARACTERS} characters. Shorten the name.`, "callerName");
  if (c.mode === "parallel" && c.to.length > MOST_AT_ONCE)
    add("too_many_at_once", `At most ${MOST_AT_ONCE} phones ring at once. Remove some, or ring one after another.`, "to");
  if (/:\/\//.test(c.dialMusic) && written(c.dialMusic) && !/^https?:\/\//i.test(c.dialMusic.trim()))
    add("bad_music", "The music's address must begin with https://. Correct it.", "dialMusic");
  if (written(c.sendDigits) && !isSendDigits(c.sendDigits.trim()))
    add("bad_digits", "Only keys 0-9 * # and the pauses w and W can be sent. Correct it.", "sendDigits");
  for (const field of ["digitsMatch", "digitsMatchBLeg"] as const) {
    if (written(c[field]) && !isDigitsMatch(c[field])) add("bad_match", "Write keys with commas between them, such as 1,2,*9.", field);
  }
  for (const name of Object.keys(c.sipHeaders)) {
    if (isSipHeaderName(name)) continue;
    const message = `“${name}” can't be sent: names have letters and digits only, and some belong to the carrier. Choose another one.`;
    add("bad_sip_header", message, `sipHeaders.${name}`);
  }
  if (c.confirm) issues.push(...checkPrompt(c.confirm.prompt, context, { field: "confirm.prompt", required: "error" }));
  return issues;
}
