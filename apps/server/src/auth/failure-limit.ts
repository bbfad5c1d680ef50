import { createHash } from "node:crypto";

/** Wrong keys per address and minute; a person or a misconfigured job stays far below. */
export const FAILURES_PER_MINUTE = 60;
const WINDOW_MS = 60_000;
/** Addresses and credentials that are remembered; beyond it the oldest is forgotten, so neither list can be made to grow. */
const REMEMBERED = 10_000;

export interface FailureLimit {
  /** Seconds to wait when this address guessed too often and the credential is not known to be right; else null. */
  blocked: (address: string, credential: string) => number | null;
  failed: (address: string) => void;
  /** A credential that was right keeps working while somebody else at the same address guesses. */
  succeeded: (credential: string) => void;
}

export function createFailureLimit(now: () => number = Date.now): FailureLimit {
  const failures = new Map<string, { count: number; until: number }>();
  const right = new Set<string>();
  const mark = (credential: string): string => createHash("sha256").update(credential).digest("base64");

  return {
    blocked: (address, credential) => {
      const seen = failures.get(address);
      if (!seen || seen.until <= now() || seen.count < FAILURES_PER_MINUTE || right.has(mark(credential))) return null;
      return Math.max(1, Math.ceil((seen.until - now()) / 1000));
    },
    failed: (address) => {
      const seen = failures.get(address);
      const entry = seen && seen.until > now() ? { ...seen, count: seen.count + 1 } : { count: 1, until: now() + WINDOW_MS };
      failures.delete(address);
      failures.set(address, entry);
      forgetOldest(failures);
    },
    succeeded: (credential) => {
      const key = mark(credential);
      right.delete(key);
      right.add(key);
      forgetOldest(right);
    },
  };
}

function forgetOldest(kept: Map<string, unknown> | Set<string>): void {
  const oldest = kept.keys().next();
  if (kept.size > REMEMBERED && !oldest.done) kept.delete(oldest.value);
}
