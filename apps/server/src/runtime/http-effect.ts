import type { Attempt } from "@cordboard/carrier";
import { CodedError, type HttpRequestEffect, isRepeatable, type Json, type JsonObject, type StepCode } from "@cordboard/contract";
import { replaceSecrets, secretsIn } from "@cordboard/flow";
import { type EgressAnswer, EgressError, type EgressRequest } from "../egress/egress-client.ts";
import { encodeBody } from "./http-body.ts";
import { sendFollowing } from "./http-redirects.ts";
import { signIn } from "./http-sign-in.ts";
import { SignInError } from "./http-tokens.ts";
import { resolveSecrets } from "./secrets.ts";
import type { ServicePorts } from "./services.ts";

/** Longest pause that a server may ask for with `Retry-After`; the step's own deadline counts on it. */
const MAX_PAUSE_MS = 30_000;

type HttpPorts = Pick<ServicePorts, "egress" | "secrets" | "tokens" | "wallClock">;

/** Performs the web request of a step. Secrets are put in here, right before sending; they never enter the run or a log. */
export async function performHttp(effect: HttpRequestEffect, attempts: number, ports: HttpPorts): Promise<Attempt> {
  // `attempts` counts this one.
  const mayRepeat = attempts <= effect.retries;
  try {
    const answer = await send(effect, ports);
    const busy = answer.status === 429 || answer.status >= 500;
    if (busy && mayRepeat && isRepeatable(effect)) {
      return {
        kind: "retry",
        afterMs: retryAfterMs(answer, ports.wallClock()),
        error: { code: "http_status", message: `The server answered ${answer.status}.` },
      };
    }
    return { kind: "done", result: { ok: true, data: toData(answer) } };
  } catch (error) {
    const { code, message, again } = judge(error, effect);
    return mayRepeat && again ? { kind: "retry", afterMs: null, error: { code, message } } : failed(code, message);
  }
}

/** Why nothing came of it, and whether another try could do better without doing it twice. */
function judge(error: unknown, effect: HttpRequestEffect): { code: StepCode; message: string; again: boolean } {
  if (error instanceof CodedError) return { code: "secret_missing", message: error.message, again: false };
  if (error instanceof SignInError) return { code: error.code, message: error.message, again: error.later };
  if (!(error instanceof EgressError)) throw error;
  const { code, message, sent } = error;
  const passing = code === "http_timeout" || code === "http_unreachable";
  return { code, message, again: passing && (sent === "no" || isRepeatable(effect)) };
}

/** Errors: CodedError `secret_missing`, SignInError, EgressError. */
async function send(effect: HttpRequestEffect, { egress, secrets, tokens, wallClock }: HttpPorts): Promise<EgressAnswer> {
  const { request, secret } = await buildRequest(effect, secrets, egress);
  const go = (asked: EgressRequest) => sendFollowing(egress, asked, effect.redirects);
  if (effect.auth.kind === "none") return go(request);
  if (!URL.canParse(request.url)) throw new EgressError("http_bad_url", "That is not a web address.", "no");
  const signed = async () => {
    const { headers, oauth } = await signIn(effect.auth, secret, request, tokens, Math.floor(wallClock() / 1000));
    return { answer: await go({ ...request, headers: { ...request.headers, ...headers } }), oauth };
  };
  const { answer, oauth } = await signed();
  if (answer.status !== 401 || !oauth) return answer;
  tokens.drop({ value: secret.trim() }, oauth.token);
  // A token may be called back before its time. What was refused was not done, so it may be asked again.
  return oauth.fresh ? answer : (await signed()).answer;
}

function failed(code: StepCode, message: string): Attempt {
  return { kind: "done", result: { ok: false, uncertain: false, error: { code, message } } };
}

/** Errors: CodedError `secret_missing`, EgressError `http_file`. */
async function buildRequest(
  effect: HttpRequestEffect,
  secrets: HttpPorts["secrets"],
  egress: HttpPorts["egress"],
): Promise<{ request: EgressRequest; secret: string }> {
  const { method, url, query, headers, body, auth, maxBytes } = effect;
  const marked = { url, query, headers, body: { ...body } } satisfies JsonObject;
  const values = await resolveSecrets([...secretsIn(marked), ...(auth.kind === "none" ? [] : [auth.secret])], secrets);
  const fill: Fill = (value) => replaceSecrets(value, (name) => values.get(name) ?? "");
  const timeoutMs = effect.timeoutSeconds * 1000;
  const encoded = await encodeBody(fill(body), egress, timeoutMs);
  const sent: Record<string, string> = { ...encoded.headers, ...lowerCase(fill(headers)) };
  if (effect.idempotencyKey !== null) sent["idempotency-key"] = effect.idempotencyKey;
  const request = { method, url: withQuery(fill(url), fill(query)), headers: sent, body: encoded.content, timeoutMs, maxBytes };
  return { request, secret: values.get(auth.secret) ?? "" };
}

/** Puts the secrets into a value. */
type Fill = <Value extends Json>(value: Value) => Value;

function withQuery(url: string, query: Record<string, string>): string {
  const pairs = new URLSearchParams(query).toString();
  if (pairs === "") return url;
  const [base = "", fragment] = url.split("#", 2);
  return `${base}${base.includes("?") ? "&" : "?"}${pairs}${fragment === undefined ? "" : `#${fragment}`}`;
}

const lowerCase = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function toData({ status, headers, body, durationMs }: EgressAnswer): JsonObject {
  const contentType = headers["content-type"] ?? "";
  const text = new TextDecoder().decode(body);
  return { status, headers, contentType, body: /[/+]json\b/i.test(contentType) ? parseJson(text) : text, durationMs };
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function retryAfterMs({ headers }: EgressAnswer, nowMs: number): number | null {
  const raw = headers["retry-after"];
  if (raw === undefined) return null;
  const seconds = /^\d{1,6}$/.test(raw) ? Number(raw) : (Date.parse(raw) - nowMs) / 1000;
  return Number.isFinite(seconds) ? Math.min(MAX_PAUSE_MS, Math.max(0, seconds * 1000)) : null;
}
