import { messageUnits } from "@cordboard/plivo/message-units";
import { ENCODINGS } from "../app/messages/encodings.ts";

export interface MessageLength {
  /** "142 characters, 1 part (GSM-7)". */
  summary: string;
  /** Why a part holds fewer characters, or why it can't be sent; null: nothing to say. */
  advice: string | null;
  tooLong: boolean;
}

/** What a template prints is known to the run only. */
const VALUES = /\{\{[^]*?\}\}|\{%[^]*?%\}/g;

/** How long a text is as an SMS; null for none. */
export function messageLength(text: string): MessageLength | null {
  if (text === "") return null;
  const written = text.replace(VALUES, "");
  const open = written !== text;
  const { encoding, length, units, forcedBy, tooLong } = messageUnits(written);
  const { name, single } = ENCODINGS[encoding];
  const parts = Math.max(1, units);
  const count = `${length} ${length === 1 ? "character" : "characters"}${open ? " and values" : ""}`;
  const summary = `${count}, ${open ? "at least " : ""}${parts} ${parts === 1 ? "part" : "parts"} (${name})`;
  const most = encoding === "gsm7" ? "1,600" : "737";
  if (tooLong) return { summary, advice: `The carrier takes at most ${most} of these characters. Shorten the text.`, tooLong };
  const advice = forcedBy === null ? null : `“${forcedBy}” is not in GSM-7, so a part holds ${single} characters instead of 160.`;
  return { summary, advice, tooLong };
}
