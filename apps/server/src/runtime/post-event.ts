import { createHmac, hkdfSync } from "node:crypto";
import type { Attempt } from "@cordboard/carrier";
import { LIMITS, type PostEventEffect, STEP_CODES } from "@cordboard/contract";
import { type EgressClient, EgressError } from "../egress/egress-client.ts";
import type { NewCarrierItem, StoredEffect } from "../store/run-store.ts";

/*
 * Events that an author has posted to a server of theirs, by Standard Webhooks: the id is the effect's and stays the same
 * over all tries, the signature is HMAC-SHA256 over `id.timestamp.body`.
 */
export interface PostPorts {
  egress: Pick<EgressClient, "send">;
  key: Buffer;
  /** Database time, ms since the epoch. */
  now: number;
  /** ms since the epoch, for dates that are exchanged with the other side. */
  wallClock: () => number;
}

type Posted = Pick<StoredEffect, "id" | "runId" | "step" | "test" | "createdAt" | "attempts">;

const TIMEOUT_MS = 10_000;
/** 5 s, 10 s, 20 s … one hour. */
const PAUSE_MS = { first: 5_000, most: 3_600_000 };

export const eventSigningKey = (masterKey: Buffer): Buffer => Buffer.from(hkdfSync("sha256", masterKey, "", "cordboard/event-post", 32));

/** How receivers are told the key: the spelling of Standard Webhooks. */
export const signingSecret = (key: Buffer): string => `whsec_${key.toString("base64")}`;

export async function performPost(
  effect: PostEventEffect,
  stored: Posted,
  ports: PostPorts,
): Promise<{ attempt: Attempt; log: NewCarrierItem[] }> {
  // A test run tells nobody (interface.md, try).
  if (stored.test) return { attempt: done({ skipped: true }), log: [] };
  const body = JSON.stringify({
    event: effect.event,
    run_id: stored.runId,
    node: effect.node,
    call_uuid: effect.callUuid,
    timestamp: new Date(stored.createdAt).toISOString(),
    data: effect.data,
  });
  const headers = signed(stored.id, body, ports);
  const line = { stepSeq: stored.step, method: "POST", url: effect.url };
  const log: NewCarrierItem[] = [{ ...line, direction: "out", kind: "request", status: null, body }];
  const again = (code: "http_status" | "http_unreachable" | "http_timeout", message: string): Attempt => {
    const over = ports.now - stored.createdAt >= LIMITS.postEventHours * 3_600_000;
    if (over) return { kind: "done", result: { ok: false, uncertain: false, error: { code, message } } };
    return {
      kind: "retry",
      afterMs: Math.min(PAUSE_MS.most, PAUSE_MS.first * 2 ** Math.min(stored.attempts, 16)),
      error: { code, message },
    };
  };
  try {
    const answer = await ports.egress.send({ method: "POST", url: effect.url, headers, body, timeoutMs: TIMEOUT_MS });
    log.push({ ...line, direction: "in", kind: "response", status: answer.status, body: answer.body.toString("utf8", 0, 4_096) });
    const taken = answer.status >= 200 && answer.status < 300;
    return { attempt: taken ? done({ status: answer.status }) : again("http_status", `The server answered ${answer.status}.`), log };
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    const passing = error.code === "http_timeout" || error.code === "http_unreachable";
    if (passing) return { attempt: again(error.code, error.message), log };
    // An answer that is too long is an answer.
    if (error.code === "http_too_large") return { attempt: done({}), log };
    return {
      attempt: { kind: "done", result: { ok: false, uncertain: false, error: { code: error.code, message: STEP_CODES[error.code] } } },
      log,
    };
  }
}

function signed(id: string, body: string, { key, wallClock }: PostPorts): Record<string, string> {
  const timestamp = String(Math.floor(wallClock() / 1000));
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
}

const done = (data: { status?: number; skipped?: boolean }): Attempt => ({ kind: "done", result: { ok: true, data } });
