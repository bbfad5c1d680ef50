/** How patiently one voice URL is asked (plivo-platform 2.2). Milliseconds of host time. */
export interface Tuning {
  connectTimeoutMs: number;
  readTimeoutMs: number;
  totalMs: number;
  retries: number;
  retryOn: ReadonlySet<"4xx" | "5xx" | "ct" | "rt" | "all">;
}

const POLICIES = ["4xx", "5xx", "ct", "rt", "all"] as const;

/**
 * Splits the carrier's settings off a URL: `https://h/a?x=1#ct=2000&rt=3000&rc=3&rp=ct,rt`. The fragment is neither
 * sent nor signed. Values out of range count as the nearest allowed one; a fragment that means nothing is dropped.
 */
export function parseTuning(urlWithFragment: string): { url: string; tuning: Tuning } {
  const hash = urlWithFragment.indexOf("#");
  const url = hash < 0 ? urlWithFragment : urlWithFragment.slice(0, hash);
  const settings = new URLSearchParams(hash < 0 ? "" : urlWithFragment.slice(hash + 1));
  const within = (key: string, fallback: number, low: number, high: number): number => {
    const raw = settings.get(key);
    return raw !== null && /^\d+$/.test(raw) ? Math.min(high, Math.max(low, Number(raw))) : fallback;
  };
  const asked = (settings.get("rp") ?? "ct,rt").split(",").map((policy) => policy.trim());
  return {
    url,
    tuning: {
      connectTimeoutMs: within("ct", 2_000, 100, 10_000),
      readTimeoutMs: within("rt", 40_000, 100, 40_000),
      totalMs: within("tt", 55_000, 100, 55_000),
      retries: within("rc", 1, 0, 5),
      retryOn: new Set(POLICIES.filter((policy) => asked.includes(policy))),
    },
  };
}

/** Whether a failed try is worth another. */
export function mayRetry(tuning: Tuning, failure: { error: "ct" | "rt" } | { status: number }): boolean {
  if (tuning.retryOn.has("all")) return true;
  if ("error" in failure) return tuning.retryOn.has(failure.error);
  return tuning.retryOn.has(failure.status >= 500 ? "5xx" : "4xx") && failure.status >= 400;
}
