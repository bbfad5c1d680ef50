/**
 * A world in which nothing happens by itself: frozen clock, counted ids, fixed chance, URLs that never change.
 * Whatever runs in it twice with the same inputs does the same.
 */
export const FROZEN_AT = Date.parse("2026-03-02T14:30:00.000Z");
const BASE = "https://cordboard.test";

export interface Universe {
  /** ms since the epoch. */
  now: () => number;
  /** Lets time pass. */
  advance: (seconds: number) => void;
  /** `id-1`, `id-2`, … */
  newId: () => string;
  /** `token-1`, `token-2`, …: the last part of a step's URLs. */
  newToken: () => string;
  random: () => number;
  /** The shape that the engine is handed too. */
  urls: {
    step: (token: string, request: "action" | "redirect" | "callback") => string;
    document: (token: string, name: string) => string;
    media: (idOrUrl: string) => string;
    recording: (recordingId: string, at: number) => string;
  };
}

export function frozenUniverse({ now = FROZEN_AT, random = 0.5 }: { now?: number; random?: number } = {}): Universe {
  let [time, ids, tokens] = [now, 0, 0];
  return {
    now: () => time,
    advance: (seconds) => {
      time += Math.round(seconds * 1000);
    },
    newId: () => `id-${++ids}`,
    newToken: () => `token-${++tokens}`,
    random: () => random,
    urls: {
      step: (token, request) => `${BASE}/carrier/voice/s/${token}/${request}`,
      document: (token, name) => `${BASE}/carrier/voice/s/${token}/document/${name}`,
      media: (idOrUrl) => (/^https?:\/\//i.test(idOrUrl) ? idOrUrl : `${BASE}/media/${encodeURIComponent(idOrUrl.toWellFormed())}`),
      recording: (recordingId) => `${BASE}/recordings/${encodeURIComponent(recordingId.toWellFormed())}`,
    },
  };
}
