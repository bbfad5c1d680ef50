import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { LIMITS } from "@cordboard/contract";

/** Whoever is sent a link hears the recording without a key: 128 bits of a keyed digest, and an end. */
const SIGNATURE_BYTES = 16;
const DAY_MS = 86_400_000;

export interface RecordingLinks {
  /** Absolute address of a recording, good for `LIMITS.recordingLinkDays` from `at` (ms since the epoch). */
  url: (recordingId: string, at: number) => string;
  /** `until`: as it stands in the address; `now`: ms since the epoch. */
  check: (link: { id: string; until: string; signature: string }, now: number) => "good" | "expired" | "wrong";
}

export function createRecordingLinks(masterKey: Buffer, publicUrl: string): RecordingLinks {
  const key = Buffer.from(hkdfSync("sha256", masterKey, "", "cordboard/recording-link", 32));
  const sign = (id: string, until: string): string =>
    createHmac("sha256", key).update(`${until}:${id}`).digest().subarray(0, SIGNATURE_BYTES).toString("base64url");
  return {
    url: (id, at) => {
      // Whole days: a link made again within the day is the same one, which caches and people like.
      const until = String(Math.ceil(at / DAY_MS) + LIMITS.recordingLinkDays);
      return `${publicUrl}/media/recordings/${encodeURIComponent(id)}/${until}/${sign(id, until)}`;
    },
    check: ({ id, until, signature }, now) => {
      const [given, right] = [Buffer.from(signature), Buffer.from(sign(id, until))];
      if (given.length !== right.length || !timingSafeEqual(given, right)) return "wrong";
      return now < Number(until) * DAY_MS ? "good" : "expired";
    },
  };
}
