import type { Evidence, Finding } from "./evidence.ts";
import { doubledEffects, leftUncertain, lostEffects } from "./rules-effects.ts";
import { badAnswers, doubledEvents, lostEvents } from "./rules-events.ts";
import { badTimers, endedWrong, illegalOrder, stuckRuns } from "./rules-runs.ts";

const ALL: readonly ((evidence: Evidence) => Finding[])[] = [
  lostEvents,
  lostEffects,
  doubledEvents,
  doubledEffects,
  stuckRuns,
  leftUncertain,
  illegalOrder,
  endedWrong,
  badTimers,
  badAnswers,
];

/** Everything that must not be, and is. Reads only what it is given: no network, no clock. */
export const check = (evidence: Evidence): Finding[] => ALL.flatMap((rule) => rule(evidence));
