import { createHash } from "node:crypto";
import { MemoryStore } from "express-rate-limit";

/** Wrong keys per address and minute; a person or a misconfigured job stays far below. */
export const FAILURES_PER_MINUTE = 60;
export const FAILURE_WINDOW_MS = 60_000;
/** Credentials that were right lately keep working while somebody else at the same address guesses. */
const REMEMBERED = 1_000;

export interface FailureLimit {
  /** Seconds to wait when this address guessed too often and the credential is not known to be right; else null. */
  blocked: (address: string, credential: string) => Promise<number | null>;
  failed: (address: string) => Promise<void>;
  succeeded: (credential: string) => void;
  close: () => void;
}

export function createFailureLimit(): FailureLimit {
  const store = new MemoryStore();
  store.init({ windowMs: FAILURE_WINDOW_MS });
  const right = new Set<string>();
  const mark = (credential: string): string => createHash("sha256").update(credential).digest("base64");

  return {
    blocked: async (address, credential) => {
      const seen = await store.get(address);
      if (!seen || seen.totalHits < FAILURES_PER_MINUTE || right.has(mark(credential))) return null;
      return Math.max(1, Math.ceil(((seen.resetTime?.getTime() ?? Date.now()) - Date.now()) / 1000));
    },
    failed: async (address) => void (await store.increment(address)),
    succeeded: (credential) => {
      const key = mark(credential);
      right.delete(key);
      right.add(key);
      const oldest = right.values().next();
      if (right.size > REMEMBERED && !oldest.done) right.delete(oldest.value);
    },
    close: () => store.shutdown(),
  };
}
