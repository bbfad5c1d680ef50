/**
 * Component types as both sides, browser and server, know them.
 *
 *   manifest   what there is to know of a type without running it        config   the stored settings of a node
 *   prompt     what a caller hears: a list of items to speak or play     face     the lines on a node's card
 *   exit       a named way out of a node                                 case     one visit to a node, as data for tests
 */
import * as all from "./manifests.ts";

export const manifests = Object.values(all);

export type ComponentType = keyof typeof all;

export { startSettings, type StartConfig } from "./start/manifest.ts";
export { readPayload, type Payload, type PayloadField } from "./start/payload.ts";
export { OPERATORS } from "./shared/operators.ts";
export { spansOf, type Span } from "./shared/opening-hours.ts";
export type { Prompt, PromptItem } from "./shared/prompt.ts";
export { SPOKEN_LANGUAGES, voicesOf } from "./shared/voices.ts";
