import type { CodeEffect, JsonObject, StepCode } from "@cordboard/contract";

/** What is to be run, and what it may spend. The same program gives the same result, on every machine. */
export type Program = Pick<CodeEffect, "code" | "inputs" | "now" | "seed" | "timeoutMs" | "memoryBytes">;

export type Ran =
  /** `exit`: what the code returned; null when it returned nothing. */
  | { ok: true; exit: string | null; outputs: JsonObject; log: string[] }
  | { ok: false; error: { code: StepCode; message: string }; log: string[] };

/** Much more than a run should carry from step to step. */
export const OUTPUT_CHARACTERS = 256 * 1024;
