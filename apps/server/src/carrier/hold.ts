import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { CarrierUrls } from "@cordboard/carrier";
import { toXml } from "@cordboard/plivo";
import { z } from "zod";

/*
 * When nothing can be committed, a live call is kept in a loop that needs no store: the request travels sealed in the
 * URL of a Redirect, to whichever replica is asked next, and is applied when the store is there again. Its dedupe key is
 * made of its address and its fields, and both travel: it is applied under its own key, so a commit that did happen
 * although its answer was lost is found, and answered with the stored bytes.
 *
 *   asked ──(no commit within 2 s)──► Wait 2 s, Redirect ──► asked again, the same event ──► … 20 turns ──► apology, Hangup
 *     └─ too long to travel: the address alone does; then the step asks its question again
 */
const TURN_SECONDS = 2;
const MAX_TURNS = 20;
const VALID_MS = 10 * 60_000;
/** Longer URLs are cut by proxies. */
const MAX_SEALED = 1_800;

const held = z.strictObject({
  /** Path below `/carrier/voice`. */
  path: z.string(),
  /** The leg: nobody else's call may come back with it. */
  callUuid: z.string(),
  /** Null: they were too long, so those of the request that comes back count. */
  params: z.record(z.string(), z.string()).nullable(),
  turn: z.int(),
  until: z.int(),
});
type Held = z.output<typeof held>;

export interface HoldAnswers {
  /** XML that brings the request back. `at`: this machine's own clock, since the store's may be out of reach. */
  again: (request: { path: string; params: Record<string, string>; turn: number }, at: number) => string;
  /** Null: forged, altered or too old. */
  open: (sealed: string, at: number) => Held | null;
}

export function createHoldAnswers(masterKey: Buffer, urls: CarrierUrls): HoldAnswers {
  const key = Buffer.from(hkdfSync("sha256", masterKey, "", "cordboard/hold-answer", 32));

  const seal = (value: Held): string => {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, iv);
    const text = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), text]).toString("base64url");
  };

  return {
    again: ({ path, params, turn }, at) => {
      if (turn >= MAX_TURNS) {
        const sorry = "We are sorry, something is wrong on our side. Please call again later.";
        return toXml([{ element: "Speak", body: sorry }, { element: "Hangup" }]);
      }
      const carried: Held = { path, params, callUuid: params["CallUUID"] ?? "", turn: turn + 1, until: at + VALID_MS };
      const whole = seal(carried);
      const sealed = whole.length <= MAX_SEALED ? whole : seal({ ...carried, path: askAgain(path), params: null });
      // Wait first: an inbound call goes on ringing meanwhile.
      return toXml([
        { element: "Wait", attributes: { length: TURN_SECONDS } },
        { element: "Redirect", body: urls.hold(sealed) },
      ]);
    },
    open: (sealed, at) => {
      try {
        const bytes = Buffer.from(sealed, "base64url");
        const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
        decipher.setAuthTag(bytes.subarray(12, 28));
        const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
        const parsed = held.safeParse(JSON.parse(text));
        return parsed.success && parsed.data.until >= at ? parsed.data : null;
      } catch {
        return null;
      }
    },
  };
}

/** Without what was keyed or said, an action would tell the step of an empty answer; its redirect makes it ask once more. */
const askAgain = (path: string): string => path.replace(/^(\/s\/[^/]+)\/action$/, "$1/redirect");
