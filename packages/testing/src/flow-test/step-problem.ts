/** Why a step of a test can't be done, in words. */
export class StepProblem extends Error {}
