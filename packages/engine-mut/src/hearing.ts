import { TIMING, type Verb } from "@cordboard/contract";

/** Elements that a caller hears: an effect that stands behind them waits for their end. */
const AUDIBLE: ReadonlySet<string> = new Set(["Speak", "Play"] satisfies Verb["element"][]);
export const hasPrompts = (verbs: Verb[]): boolean => verbs.some((v) => AUDIBLE.has(v.element));

/** Elements before which an inbound call keeps ringing (plivo-platform 1.4); every other one answers it. */
const SILENT: ReadonlySet<string> = new Set(["Wait", "PreAnswer", "Redirect", "Hangup", "Message"] satisfies Verb["element"][]);
export const answersCall = (verbs: Verb[]): boolean => verbs.some((v) => !SILENT.has(v.element));

/** A slow voice, and a 10 MB file (the carrier's limit) at a low bit rate. */
const CHARACTERS_PER_SECOND = 8;
const PLAY_SECONDS = 3_600;

/** The part of a verb that matters here. */
interface Heard {
  element: string;
  attributes?: Readonly<Record<string, unknown>> | undefined;
  body?: string;
  children?: readonly Heard[];
}

/** How long verbs may at most be heard, roughly: nobody may be taken for gone while they still listen. */
export function secondsToHear(verbs: readonly Verb[]): number {
  return Math.min(TIMING.callMaxSeconds, Math.ceil(sum(verbs)));
}

const sum = (verbs: readonly Heard[]): number => verbs.reduce((total, verb) => total + secondsOf(verb), 0);

function secondsOf(verb: Heard): number {
  const loop = Number(verb.attributes?.["loop"] ?? 1);
  return loop === 0 ? TIMING.callMaxSeconds : (own(verb) + sum(verb.children ?? [])) * loop;
}

function own(verb: Heard): number {
  if (verb.element === "Play") return PLAY_SECONDS;
  if (verb.element === "Wait") return Number(verb.attributes?.["length"] ?? 1);
  return (verb.body?.length ?? 0) / CHARACTERS_PER_SECOND;
}
