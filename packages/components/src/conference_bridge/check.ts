import type { CheckContext, NodeIssue } from "@cordboard/contract";
import { isDigitsMatch } from "../shared/dialling.ts";
import { checkEvents } from "../shared/post-events.ts";
import { checkPrompt } from "../shared/prompt.ts";
import { looksLikeRoom } from "../shared/rooms.ts";
import { isTemplate } from "../shared/text.ts";
import type { ConferenceConfig } from "./manifest.ts";

/** Codes: room_missing, bad_room_name, bad_pin, bad_match, bad_music, and those of prompts and events. */
export function checkConference(c: ConferenceConfig, context: CheckContext): NodeIssue[] {
  const pin = c.pin.trim();
  const issues = [
    ...checkPrompt(c.pinPrompt, context, { field: "pinPrompt", ...(pin && { required: "error" as const }) }),
    ...checkPrompt(c.wrongPinPrompt, context, { field: "wrongPinPrompt" }),
    ...checkPrompt(c.announcement, context, { field: "announcement" }),
    ...checkEvents(c.events),
  ];
  const add = (code: string, message: string, field: string) => issues.push({ level: "error", code, message, field });
  if (!c.room.trim()) add("room_missing", "Give the room a name.", "room");
  else if (!looksLikeRoom(c.room)) add("bad_room_name", "A name has letters or digits, 100 at most. Choose another one.", "room");
  if (pin && !isTemplate(pin) && !/^\d{1,32}$/.test(pin)) add("bad_pin", "A PIN has digits only, 32 at most. Correct it.", "pin");
  if (c.digitsMatch.trim() && !isTemplate(c.digitsMatch) && !isDigitsMatch(c.digitsMatch))
    add("bad_match", "Write keys with commas between them, such as 1,2,*9.", "digitsMatch");
  if (/:\/\//.test(c.waitMusic) && !isTemplate(c.waitMusic) && !/^https?:\/\//i.test(c.waitMusic.trim()))
    add("bad_music", "The music's address must begin with https://. Correct it.", "waitMusic");
  return issues;
}
