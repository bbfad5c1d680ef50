import { hashToken } from "./token.ts";

/** Different wrong keys or links per address and minute. The same wrong key again and again is a misconfigured job, no guess. */
export const GUESSES_PER_MINUTE = 60;
const WINDOW_MS = 60_000;
/** Addresses and credentials that are remembered; beyond it the oldest is forgotten, so neither list can be made to grow. */
const REMEMBERED = 10_000;

export interface FailureLimit {
  /** Seconds to wait when this address guessed too often and the credential is not known to be right; else null. */
  blocked: (address: string, credential: string) => number | null;
  failed: (address: string, credential: string) => void;
  /** A credential that was right keeps working while somebody else at the same address guesses. */
  succeeded: (credential: string) => void;
}

export function createFailureLimit(now: () => number = Date.now): FailureLimit {
  const failures = new Map<string, { guesses: Set<string>; until: number }>();
  const right = new Set<string>();

  return {
    blocked: (address, credential) => {
      const seen = failures.get(address);
      if (!seen || seen.until <= now() || seen.guesses.size < GUESSES_PER_MINUTE || right.has(hashToken(credential))) return null;
      return Math.max(1, Math.ceil((seen.until - now()) / 1000));
    },
    failed: (address, credential) => {
      const seen = failures.get(address);
      const entry = seen && seen.until > now() ? seen : { guesses: new Set<string>(), until: now() + WINDOW_MS };
      entry.guesses.add(hashToken(credential));
      failures.delete(address);
      failures.set(address, entry);
      forgetOldest(failures);
    },
    succeeded: (credential) => {
      const key = hashToken(credential);
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
