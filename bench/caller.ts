import { randomUUID } from "node:crypto";
import { newNonce, signV3 } from "@cordboard/plivo";
import { Pool } from "undici";

/** Where a target takes webhooks. `follow`: the next URL stands in the answer (Cordboard); else every webhook goes to `url`. */
export interface Target {
  name: string;
  url: string;
  follow: boolean;
  /** Each webhook is a new call, which then waits. */
  fresh?: boolean;
  authToken: string;
}

export interface Load {
  perSecond: number;
  p50: number;
  p99: number;
  errors: number;
}

/** Connections to one target. A generator that costs as little as may be: it has the processor's other half only. */
export const connect = (url: string, connections: number): Pool => new Pool(new URL(url).origin, { connections, pipelining: 1 });

/** Path and query; a fragment is neither sent nor signed. */
const pathOf = (url: string): string => url.slice(url.indexOf("/", "https://".length)).replace(/#.*/, "");

/** One request as the carrier makes it: a form, signed. All targets get the same bytes and cost the generator the same. */
export async function post(
  pool: Pool,
  url: string,
  params: Record<string, string>,
  authToken: string,
): Promise<{ status: number; body: string }> {
  const nonce = newNonce();
  const signature = signV3({ method: "POST", url, params, nonce, authToken });
  const { statusCode, body } = await pool.request({
    method: "POST",
    path: pathOf(url),
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-plivo-signature-v3": signature,
      "x-plivo-signature-ma-v3": signature,
      "x-plivo-signature-v3-nonce": nonce,
    },
    body: new URLSearchParams(params).toString(),
  });
  return { status: statusCode, body: await body.text() };
}

const ACTION = /action="([^"]+)"/;

/** One caller: dials, then presses 1 at every menu. Each webhook waits for the answer to the one before, as on a real call. */
async function caller(target: Target, pool: Pool, until: number, times: number[]): Promise<number> {
  let errors = 0;
  let url = target.url;
  let callUuid = randomUUID();
  let digits: string | null = null;
  while (performance.now() < until) {
    const params: Record<string, string> = {
      CallUUID: callUuid,
      From: "14155550101",
      To: "14155550199",
      CallStatus: digits === null ? "ringing" : "in-progress",
      Direction: "inbound",
      Event: digits === null ? "StartApp" : "Redirect",
    };
    if (digits !== null) params["Digits"] = digits;
    const began = performance.now();
    const answer = await post(pool, url, params, target.authToken).catch(() => ({ status: 0, body: "" }));
    times.push(performance.now() - began);
    const next = target.follow ? ACTION.exec(answer.body)?.[1]?.replaceAll("&amp;", "&") : target.url;
    if (answer.status !== 200 || next === undefined) {
      errors++;
      url = target.url;
      callUuid = randomUUID();
      digits = null;
    } else if (target.fresh) {
      callUuid = randomUUID();
    } else {
      url = next;
      digits = "1";
    }
  }
  return errors;
}

export const at = (sorted: number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** `callers` calls side by side for `seconds`. Times in ms. */
export async function load(target: Target, callers: number, seconds: number): Promise<Load> {
  const pool = connect(target.url, callers);
  const times: number[] = [];
  const began = performance.now();
  const errors = await Promise.all(Array.from({ length: callers }, () => caller(target, pool, began + seconds * 1000, times)));
  const elapsed = (performance.now() - began) / 1000;
  await pool.destroy();
  times.sort((a, b) => a - b);
  return { perSecond: times.length / elapsed, p50: at(times, 0.5), p99: at(times, 0.99), errors: errors.reduce((a, b) => a + b, 0) };
}
