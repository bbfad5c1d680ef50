/**
 * Every component type, as both sides know it. Palette, form, check() and docs derive from this list.
 * One more type costs its folder, a line here and a line in `runtimes.ts` (`npm run new:component` writes all of it).
 *
 *   config   the stored settings of a node; texts in it may hold templates     face    the lines on the node's card
 *   prompt   what a caller hears: a list of items to speak or play             exit    a named way out
 */
import { end } from "./end/manifest.ts";
import { getInput } from "./get_input/manifest.ts";
import { hangup } from "./hangup/manifest.ts";
import { ivrMenu } from "./ivr_menu/manifest.ts";
import { playAudio } from "./play_audio/manifest.ts";
import { recordAudio } from "./record_audio/manifest.ts";
import { start } from "./start/manifest.ts";
import { wait } from "./wait/manifest.ts";

/** In the order of the palette. */
export const manifests = [start, hangup, playAudio, ivrMenu, getInput, recordAudio, wait, end] as const;

export type ComponentType = (typeof manifests)[number]["type"];

export { startSettings, type StartConfig } from "./start/manifest.ts";
export { readPayload, type Payload, type PayloadField } from "./start/payload.ts";
export { type Prompt, type PromptItem } from "./shared/prompt.ts";
export { SPOKEN_LANGUAGES, voicesOf } from "./shared/voices.ts";
