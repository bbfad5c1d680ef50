import type { CheckContext, NodeIssue } from "@cordboard/contract";
import { looksCallable } from "../shared/addresses.ts";
import { checkEvents } from "../shared/post-events.ts";
import { checkRecipients } from "../shared/recipients.ts";
import { looksLikeRoom } from "../shared/rooms.ts";
import { isTemplate } from "../shared/text.ts";
import type { MultiPartyConfig } from "./manifest.ts";

/** Codes: room_missing, bad_room_name, bad_caller_id, bad_music, and those of recipients and events. */
export function checkMultiParty(c: MultiPartyConfig, _context: CheckContext): NodeIssue[] {
  const issues = [...(c.to.some((one) => one.trim()) ? checkRecipients(c.to, "call") : []), ...checkEvents(c.events)];
  const add = (code: string, message: string, field: string) => issues.push({ level: "error", code, message, field });
  if (!c.room.trim()) add("room_missing", "Give the call a name.", "room");
  else if (!looksLikeRoom(c.room)) add("bad_room_name", "A name has letters or digits, 100 at most. Choose another one.", "room");
  if (!c.from.trim() || !looksCallable(c.from)) add("bad_caller_id", "That is not a number. Choose one of yours.", "from");
  for (const field of ["waitMusic", "customerHoldMusic", "agentHoldMusic", "voicemailDrop"] as const) {
    const text = c[field];
    if (/:\/\//.test(text) && !isTemplate(text) && !/^https?:\/\//i.test(text.trim()))
      add("bad_music", "The audio's address must begin with https://. Correct it.", field);
  }
  return issues;
}
