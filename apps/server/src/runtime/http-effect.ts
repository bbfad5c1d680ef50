import type { Attempt } from "@cordboard/carrier";
import { CodedError, type HttpRequestEffect, type Json, type JsonObject, type StepCode } from "@cordboard/contract";
import { replaceSecrets, secretsIn } from "@cordboard/flow";
import { type EgressAnswer, type EgressClient, EgressError, type EgressRequest } from "../egress/egress-client.ts";
import { signIn } from "./http-sign-in.ts";
import { SignInError, type Tokens } from "./http-tokens.ts";
import type { SecretResolver } from "./ports.ts";

/** Longest pause that a server may ask for with `Retry-After`; the step's own deadline counts on it. */
const MAX_PAUSE_MS = 30_000;

/** Methods that change nothing, or the same thing again (RFC 9110, 9.2.2). */
const REPEATABLE = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

export const isRepeatable = (effect: HttpRequestEffect): boolean =>
  REPEATABLE.has(effect.method.toUpperCase()) || effect.idempotencyKey !== null;

export interface HttpPorts {
  egress: Pick<EgressClient, "send">;
  secrets: SecretResolver;
  tokens: Tokens;
  /** ms since the epoch, for dates that are exchanged with the other side. */
  wallClock: () => number;
}

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
  const { request, secret } = await buildRequest(effect, secrets);
  if (effect.auth.kind === "none") return egress.send(request);
  if (!URL.canParse(request.url)) throw new EgressError("http_bad_url", "That is not a web address.", "no");
  const signed = async () => {
    const { headers, oauth } = await signIn(effect.auth, secret, request, tokens, Math.floor(wallClock() / 1000));
    return { answer: await egress.send({ ...request, headers: { ...request.headers, ...headers } }), oauth };
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

/** Errors: `secret_missing`. */
async function buildRequest(effect: HttpRequestEffect, secrets: SecretResolver): Promise<{ request: EgressRequest; secret: string }> {
  const { method, url, query, headers, body, auth } = effect;
  const marked = { url, query, headers, body: body.kind === "none" ? null : body.value } satisfies JsonObject;
  const values = await resolveAll([...secretsIn(marked), ...(auth.kind === "none" ? [] : [auth.secret])], secrets);
  const fill: Fill = (value) => replaceSecrets(value, (name) => values.get(name) ?? "");
  const content = encodeBody(body, fill);
  const sent: Record<string, string> = { ...content.headers, ...lowerCase(fill(headers)) };
  if (effect.idempotencyKey !== null) sent["idempotency-key"] = effect.idempotencyKey;
  const timeoutMs = effect.timeoutSeconds * 1000;
  const request = { method, url: withQuery(fill(url), fill(query)), headers: sent, body: content.text, timeoutMs };
  return { request, secret: values.get(auth.secret) ?? "" };
}

/** Puts the secrets into a value. */
type Fill = <Value extends Json>(value: Value) => Value;

async function resolveAll(names: string[], secrets: SecretResolver): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  for (const name of new Set(names)) {
    const value = await secrets(name);
    if (value === null)
      throw new CodedError("secret_missing", `There is no secret named ${name}; add it under Secrets or correct the name.`);
    values.set(name, value);
  }
  return values;
}

function withQuery(url: string, query: Record<string, string>): string {
  const pairs = new URLSearchParams(query).toString();
  if (pairs === "") return url;
  const [base = "", fragment] = url.split("#", 2);
  return `${base}${base.includes("?") ? "&" : "?"}${pairs}${fragment === undefined ? "" : `#${fragment}`}`;
}

function encodeBody(body: HttpRequestEffect["body"], fill: Fill): { text: string | null; headers: Record<string, string> } {
  const as = (text: string, type: string) => ({ text, headers: { "content-type": type } });
  switch (body.kind) {
    case "none":
      return { text: null, headers: {} };
    case "json":
      return as(JSON.stringify(fill(body.value)), "application/json");
    case "form":
      return as(new URLSearchParams(fill(body.value)).toString(), "application/x-www-form-urlencoded");
    case "text":
      return as(fill(body.value), "text/plain; charset=utf-8");
  }
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
