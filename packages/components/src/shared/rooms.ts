import { STEP_CODES } from "@cordboard/contract";
import { isTemplate } from "./text.ts";

/** The longest name that is surely taken; it stands in addresses of the carrier's API too. */
const NAME_CHARACTERS = 100;

/** Conferences and multi-party calls are found by their names, of letters, digits and `_ : @ . -`; the rest becomes `_`. Null: nothing is left. */
export function roomName(written: string): string | null {
  const name = written.trim().replace(/[^\w:@.-]+/g, "_");
  return /[A-Za-z0-9]/.test(name) && name.length <= NAME_CHARACTERS ? name : null;
}

/** Could be a room's name, or is a template whose value only the run knows. */
export const looksLikeRoom = (written: string): boolean => isTemplate(written) || roomName(written) !== null;

export const BAD_ROOM = { code: "bad_room_name", message: STEP_CODES.bad_room_name };

export const SOUNDS = ["none", "beep", "double_beep"] as const;
/** The carrier's words for them (plivo-platform 1.9). */
export const SOUND_WORDS = { none: "none", beep: "beep:1", double_beep: "beep:2" } as const;
export const SOUND_LABELS = { none: "None", beep: "Beep", double_beep: "Double beep" };
