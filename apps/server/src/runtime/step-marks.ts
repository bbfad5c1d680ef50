import type { Work } from "./step-writer.ts";

/** Notes which work is being computed, where the note outlives the process. */
export interface StepMarks {
  during: <Result>(subject: string, compute: () => Result) => Result;
  /** The subjects in whose computation processes before this one died, one for each death. */
  left: () => string[];
  /** They are counted. */
  forget: () => void;
}

/** A run; of work that begins one the event, because it comes with another run id each time. */
export const subjectOf = ({ runId, birth, inbox }: Work): string => (birth && inbox ? inbox.key : runId);
