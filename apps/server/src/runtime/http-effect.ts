import { createHmac } from "node:crypto";
import type { Attempt } from "@cordboard/carrier";
import { CodedError, type HttpRequestEffect, type Json, type JsonObject, type StepCode } from "@cordboard/contract";
import { replaceSecrets, secretsIn } from "@cordboard/flow";
import { type EgressAnswer, type EgressClient, EgressError, type EgressRequest } from "../egress/egress-client.ts";
import type { SecretResolver } from "./ports.ts";

/** Longest pause that a server may ask for with `Retry-After`; the step's own deadline counts on it. */
const MAX_PAUSE_MS = 30_000;

/** Methods that change nothing, or the same thing again (RFC 9110, 9.2.2). */
const REPEATABLE = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

export const isRepeatable = (effect: HttpRequestEffect): boolean =>
  REPEATABLE.has(effect.method.toUpperCase()) || effect.idempotencyKey !== null;

/** Performs the web request of a step. Secrets are put in here, right before sending; they never enter the run or a log. */
export async function performHttp(
  effect: HttpRequestEffect,
  attempts: number,
  egress: EgressClient,
  secrets: SecretResolver,
): Promise<Attempt> {
  let request: EgressRequest;
  try {
    request = await buildRequest(effect, secrets);
  } catch (error) {
    if (error instanceof CodedError) return failed("secret_missing", error.message);
    throw error;
  }
  // `attempts` counts this one.
  const mayRepeat = attempts <= effect.retries;
  try {
    const answer = await egress.send(request);
    const busy = answer.status === 429 || answer.status >= 500;
    if (busy && mayRepeat && isRepeatable(effect)) {
      return {
        kind: "retry",
        afterMs: retryAfterMs(answer),
        error: { code: "http_status", message: `The server answered ${answer.status}.` },
      };
    }
    return { kind: "done", result: { ok: true, data: toData(answer) } };
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    const again =
      mayRepeat && (error.code === "http_timeout" || error.code === "http_unreachable") && (error.sent === "no" || isRepeatable(effect));
    if (again) return { kind: "retry", afterMs: null, error: { code: error.code, message: error.message } };
    return failed(error.code, error.message);
  }
}

function failed(code: StepCode, message: string): Attempt {
  return { kind: "done", result: { ok: false, uncertain: false, error: { code, message } } };
}

/** Errors: `secret_missing`. */
async function buildRequest(effect: HttpRequestEffect, secrets: SecretResolver): Promise<EgressRequest> {
  const { method, url, query, headers, body, auth } = effect;
  const marked = { url, query, headers, body: body.kind === "none" ? null : body.value } satisfies JsonObject;
  const values = await resolveAll([...secretsIn(marked), ...(auth.kind === "none" ? [] : [auth.secret])], secrets);
  const fill: Fill = (value) => replaceSecrets(value, (name) => values.get(name) ?? "");
  const content = encodeBody(body, fill);
  const sent: Record<string, string> = { ...content.headers, ...lowerCase(fill(headers)) };
  if (effect.idempotencyKey !== null) sent["idempotency-key"] = effect.idempotencyKey;
  Object.assign(sent, authorize(auth.kind, values.get(auth.secret) ?? "", content.text ?? ""));
  return { method, url: withQuery(fill(url), fill(query)), headers: sent, body: content.text, timeoutMs: effect.timeoutSeconds * 1000 };
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

/** How a secret is written for each kind: `name:password`, a token, `Header-Name: value` (or just the value). */
function authorize(kind: HttpRequestEffect["auth"]["kind"], secret: string, body: string): Record<string, string> {
  switch (kind) {
    case "none":
      return {};
    case "basic":
      return { authorization: `Basic ${Buffer.from(secret).toString("base64")}` };
    case "bearer":
    case "oauth2":
      return { authorization: `Bearer ${secret}` };
    case "api_key": {
      const named = /^([A-Za-z][A-Za-z0-9-]*):\s*(.*)$/s.exec(secret);
      return named?.[1] ? { [named[1].toLowerCase()]: named[2] ?? "" } : { "x-api-key": secret };
    }
    case "hmac":
      return { "x-signature": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}` };
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

function retryAfterMs({ headers }: EgressAnswer): number | null {
  const raw = headers["retry-after"];
  if (raw === undefined) return null;
  const seconds = /^\d{1,6}$/.test(raw) ? Number(raw) : (Date.parse(raw) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(MAX_PAUSE_MS, Math.max(0, seconds * 1000)) : null;
}
