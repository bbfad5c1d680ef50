import { TIMING } from "@cordboard/contract";
import type { Verb } from "@cordboard/plivo";

type Heard = {
  element: string;
  attributes?: Readonly<Record<string, unknown>> | undefined;
  body?: string;
  children?: readonly unknown[];
};

/** A slow voice. */
const CHARACTERS_PER_SECOND = 8;
/** A 10 MB file (the carrier's limit) at a low bit rate. */
const PLAY_SECONDS = 3_600;
/** Steps before this one may still be heard in the same document, and this one can't know how long they take. */
export const SPARE_SECONDS = 1_800;

/**
 * A deadline for a wait in which the carrier calls back by itself: long enough never to cut a caller off, short enough to
 * end a run whose hang-up was lost. `afterSeconds`: what the verbs wait for once everything was heard.
 */
export function carrierDeadline(verbs: readonly Verb[], afterSeconds: number): number {
  const heard = verbs.reduce((sum, verb) => sum + secondsOf(verb), 0);
  return Math.min(TIMING.callMaxSeconds, Math.ceil(heard) + afterSeconds + SPARE_SECONDS);
}

function secondsOf(verb: Heard): number {
  const nested = (verb.children ?? []).reduce((sum: number, child) => sum + (isVerb(child) ? secondsOf(child) : 0), 0);
  const once = ownSeconds(verb) + nested;
  const loop = Number(verb.attributes?.["loop"] ?? 1);
  return loop === 0 ? TIMING.callMaxSeconds : once * loop;
}

function ownSeconds({ element, attributes, body = "" }: Heard): number {
  if (element === "Play") return PLAY_SECONDS;
  if (element === "Wait") return Number(attributes?.["length"] ?? 1);
  return element === "Speak" || element === "#text" ? body.length / CHARACTERS_PER_SECOND : 0;
}

const isVerb = (value: unknown): value is Heard => typeof value === "object" && value !== null && "element" in value;
