/**
 * `new`: never seen. `same`: seen with the same digest, the carrier repeats itself: answer what was answered.
 * `conflict`: the nonce was used for another request: a re-cut or forged one (F6), refuse it.
 */
export type NonceVerdict = "new" | "same" | "conflict";

/** Remembers which request a nonce came with. A store of several replicas answers with promises. */
export interface NonceMemory {
  /** `now`: ms since the epoch. */
  remember: (entry: { nonce: string; digest: string; now: number }) => NonceVerdict | Promise<NonceVerdict>;
}

/** Nonces are kept this long; the carrier's own retries end within minutes. */
export const NONCE_KEPT_MS = 48 * 60 * 60 * 1000;

export interface LocalNonceMemory extends NonceMemory {
  remember: (entry: { nonce: string; digest: string; now: number }) => NonceVerdict;
  /** How many nonces are kept now. */
  size: () => number;
}

/** For one process and for tests. Entries are in the order of their age, so the oldest are dropped as new ones come. */
export function memoryNonces(): LocalNonceMemory {
  const seen = new Map<string, { digest: string; at: number }>();
  return {
    remember({ nonce, digest, now }) {
      for (const [old, entry] of seen) {
        if (entry.at + NONCE_KEPT_MS > now) break;
        seen.delete(old);
      }
      const known = seen.get(nonce);
      if (!known) {
        seen.set(nonce, { digest, at: now });
        return "new";
      }
      return known.digest === digest ? "same" : "conflict";
    },
    size: () => seen.size,
  };
}
