import { newNonce } from "@cordboard/plivo";
import type { World } from "../world.ts";
import { requestUrl, signatureHeaders } from "./headers.ts";
import { type Tuning, mayRetry, parseTuning } from "./tuning.ts";

export interface Webhook {
  /** For people and for the live feed: `answer`, `action`, `hangup`, `delivery report`… */
  kind: string;
  url: string;
  method: "GET" | "POST";
  params: Record<string, string>;
}

/** `unreachable`: no answer came; `refused`: one came, but not a 2xx; `bad_url`: nothing could be asked. */
export type Delivery =
  | { ok: true; status: number; body: string; contentType: string }
  | { ok: false; why: "unreachable" | "refused" | "bad_url"; status: number | null; message: string };

type Attempt = { status: number; body: string; contentType: string } | { error: "ct" | "rt"; message: string };

/** Texts: one try lasts 8 s, three more follow 60, 120 and 240 s after the one before (plivo-platform 3.1). */
const MESSAGING: Tuning = { connectTimeoutMs: 2_000, readTimeoutMs: 8_000, totalMs: 8_000, retries: 0, retryOn: new Set() };
const MESSAGING_RETRY_SECONDS = [60, 120, 240];

/** A voice webhook with the retries that its URL's fragment asks for. Never rejects. */
export async function sendVoice(world: World, hook: Webhook): Promise<Delivery> {
  const { url, tuning } = parseTuning(hook.url);
  const giveUpAt = world.host.now() + tuning.totalMs;
  const nonce = newNonce();
  for (let tries = 0; ; tries++) {
    const attempt = await tryOnce(world, { ...hook, url }, tuning, tries, world.choices.retryReusesNonce ? nonce : newNonce());
    const delivery = toDelivery(attempt);
    if (delivery.ok || delivery.why === "bad_url") return delivery;
    const left = giveUpAt - world.host.now() - world.choices.voiceRetryGapMs;
    const failure = "error" in attempt ? { error: attempt.error } : { status: attempt.status };
    if (tries >= tuning.retries || left <= 0 || !mayRetry(tuning, failure)) return delivery;
    await hostDelay(world, world.choices.voiceRetryGapMs);
  }
}

/** A messaging webhook; the retries are minutes of simulated time. `tried` is called after the first try. Never rejects. */
export async function sendMessaging(world: World, hook: Webhook, tried: () => void = () => undefined): Promise<Delivery> {
  const { url } = parseTuning(hook.url);
  for (let tries = 0; ; tries++) {
    const delivery = toDelivery(await world.activity.track(tryOnce(world, { ...hook, url }, MESSAGING, tries, newNonce())));
    tried();
    const pause = MESSAGING_RETRY_SECONDS[tries];
    if (delivery.ok || delivery.why === "bad_url" || pause === undefined) return delivery;
    await new Promise<void>((resolve) => void world.time.after(pause * 1_000, resolve));
  }
}

async function tryOnce(world: World, hook: Webhook, tuning: Tuning, tries: number, nonce: string): Promise<Attempt> {
  const { method, url } = hook;
  const delay = world.faults.hit("delayMs", "webhooks", method, url);
  if (delay) await hostDelay(world, delay.value);
  const dropped = world.faults.hit("drop", "webhooks", method, url);
  const copies = world.faults.hit("duplicate", "webhooks", method, url);
  const attempt: Attempt = dropped ? { error: "ct", message: "lost on the way (fault: drop)" } : await request(world, hook, tuning, nonce);
  for (let copy = 0; copy < (copies?.value ?? 0); copy++) {
    void world.activity.track(request(world, hook, tuning, newNonce()).then((again) => record(world, hook, tries, again, "duplicate")));
  }
  record(world, hook, tries, attempt, dropped ? "drop" : undefined);
  return attempt;
}

async function request(world: World, hook: Webhook, tuning: Tuning, nonce: string): Promise<Attempt> {
  const { method, params } = hook;
  const url = requestUrl(method, hook.url, params);
  if (!/^https?:\/\/[^/]/i.test(url) || !URL.canParse(url)) return { error: "ct", message: BAD_URL };
  const patience = new AbortController();
  const stop = world.host.setTimer(Math.min(tuning.readTimeoutMs, tuning.totalMs), () => patience.abort());
  try {
    const answer = await Promise.race([
      world
        .fetch(url, {
          method,
          headers: {
            ...signatureHeaders({ method, url, params, nonce, authToken: world.account.authToken }),
            "User-Agent": "Plivo (cordboard-simulator)",
            ...(method === "POST" && { "Content-Type": "application/x-www-form-urlencoded" }),
          },
          ...(method === "POST" && { body: new URLSearchParams(params).toString() }),
          signal: patience.signal,
          redirect: "manual",
          connectTimeoutMs: tuning.connectTimeoutMs,
        })
        .then(async (response) => ({
          status: response.status,
          body: await response.text(),
          contentType: response.headers.get("content-type") ?? "",
        })),
      aborted(patience.signal),
    ]);
    return answer;
  } catch (error) {
    if (patience.signal.aborted) return { error: "rt", message: `no answer within ${tuning.readTimeoutMs} ms` };
    return { error: "ct", message: describe(error) };
  } finally {
    stop();
  }
}

const BAD_URL = "not an http(s) address";

/** A fetch that ignores its signal must not hold up the call. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted")), { once: true }));
}

function toDelivery(attempt: Attempt): Delivery {
  if ("error" in attempt) {
    return { ok: false, why: attempt.message === BAD_URL ? "bad_url" : "unreachable", status: null, message: attempt.message };
  }
  if (attempt.status >= 200 && attempt.status < 300) return { ok: true, ...attempt };
  return { ok: false, why: "refused", status: attempt.status, message: `answered ${attempt.status}` };
}

function record(world: World, hook: Webhook, tries: number, attempt: Attempt, fault?: string): void {
  world.events.emit(() => ({
    type: "webhook",
    webhook: {
      kind: hook.kind,
      method: hook.method,
      url: hook.url,
      params: hook.params,
      attempt: tries + 1,
      status: "error" in attempt ? null : attempt.status,
      ...("error" in attempt && { error: attempt.message }),
      ...(fault !== undefined && { fault }),
    },
  }));
}

function hostDelay(world: World, ms: number): Promise<void> {
  return new Promise((resolve) => void world.host.setTimer(ms, resolve));
}

/** Node's fetch hides the reason in `cause`, undici's request has it at hand. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = "code" in cause && typeof cause.code === "string" ? `${cause.code} ` : "";
  return `${code}${cause.message}`.trim() || cause.name;
}
