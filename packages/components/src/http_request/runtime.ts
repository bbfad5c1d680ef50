import {
  type Effect,
  type ExitOf,
  type Json,
  type JsonObject,
  type Outcome,
  REPEATABLE_METHODS,
  type Runtime,
  STEP_CODES,
  type StepCode,
  TIMING,
} from "@cordboard/contract";
import { z } from "zod";
import { promptVerbs } from "../shared/prompt-verbs.ts";
import { holds } from "../shared/compare.ts";
import { isStatus, valueAt } from "./answers.ts";
import { isJson, isWebAddress } from "./check.ts";
import type { Answer, httpRequest as manifest, HttpRequestConfig } from "./manifest.ts";

type Exit = ExitOf<typeof manifest>;
type Body = Extract<Effect, { kind: "http_request" }>["body"];

/** Longest pause before another try that a server may ask for (`Retry-After`). */
const PAUSE_SECONDS = 30;

/** Only what asks and changes nothing goes after an answer that says "look over there". */
const FOLLOWED: ReadonlySet<string> = new Set(["GET", "HEAD"]);
const MAX_REDIRECTS = 5;

/** What the effect worker reports (contract, effects.ts). */
const answer = z.object({
  status: z.number(),
  headers: z.record(z.string(), z.json()).default({}),
  contentType: z.string().default(""),
  body: z.json().default(null),
  durationMs: z.number().default(0),
});
const memory = z.object({ effectId: z.string() });

/** A call that hangs up meanwhile changes nothing: the request is on its way, and the path goes on without a leg. */
export const httpRequest: Runtime<HttpRequestConfig, Exit> = {
  enter(config, ctx) {
    if (!isWebAddress(config.url.trim())) return failed("http_bad_url");
    const body = bodyOf(config);
    if (!body) return failed("http_bad_body");
    const idempotencyKey = config.idempotencyKey.trim() || null;
    const retries = REPEATABLE_METHODS.has(config.method) || idempotencyKey ? config.retries : 0;
    const effect: Effect = {
      id: ctx.newId(),
      kind: "http_request",
      method: config.method,
      url: config.url.trim(),
      query: config.query,
      headers: config.headers,
      auth: config.auth,
      body,
      timeoutSeconds: config.timeoutSeconds,
      retries,
      idempotencyKey,
      redirects: config.followRedirects && FOLLOWED.has(config.method) ? MAX_REDIRECTS : 0,
      maxBytes: config.maxKilobytes * 1024,
    };
    const spareSeconds = ctx.leg ? TIMING.uncertainWithLegSeconds : TIMING.uncertainWithoutLegSeconds;
    const deadlineSeconds = (retries + 1) * config.timeoutSeconds + retries * PAUSE_SECONDS + spareSeconds;
    const holdVerbs = promptVerbs(config.holdPrompt, ctx);
    return {
      do: "await",
      effects: [effect],
      wait: { for: "world", what: "http", deadlineSeconds, memory: { effectId: effect.id }, holdVerbs },
    };
  },

  resume(config, event, _ctx, stored) {
    if (event.type === "timer") return failed("http_timeout");
    if (event.type !== "effect" || event.effectId !== memory.parse(stored).effectId) return { do: "ignore" };
    const { result } = event;
    if (!result.ok) return { do: "exit", exit: "failed", error: result.error, outputs: outputs(result.data) };
    const values = outputs(result.data);
    const status = Number(values["status_code"]);
    const own = config.answers.find((one) => one.name.trim() && leadsTo(one, status, values));
    if (own) return { do: "exit", exit: own.name, outputs: values };
    if (status >= 200 && status < 300) return { do: "exit", exit: "success", outputs: values };
    return { ...failed("http_status", `The server answered with status ${status}.`), outputs: values };
  },
};

function leadsTo({ status: statuses, path, op, right }: Answer, status: number, values: JsonObject): boolean {
  if (!statuses.trim() && !path.trim()) return false;
  if (!isStatus(statuses, status)) return false;
  return !path.trim() || holds({ left: valueAt(values, path.trim()), op, right, caseSensitive: false });
}

function failed(code: StepCode, message: string = STEP_CODES[code]): Extract<Outcome<Exit>, { do: "exit" }> {
  return { do: "exit", exit: "failed", error: { code, message }, outputs: outputs() };
}

/** All of them each time, so that nothing is left over from an earlier visit. */
function outputs(data?: JsonObject): JsonObject {
  const read = answer.safeParse(data);
  if (!read.success) return { status_code: 0, response: null, headers: {}, content_type: "", duration: 0 };
  const { status, body, headers, contentType, durationMs } = read.data;
  return { status_code: status, response: body, headers, content_type: contentType, duration: durationMs / 1000 };
}

/** The body to send, or null when its JSON text is none. JSON written as a text may hold templates where no text could stand. */
function bodyOf({ body, method }: HttpRequestConfig): Body | null {
  if (method === "GET" || method === "HEAD") return { kind: "none" };
  if (body.kind !== "json" || typeof body.value !== "string") return body;
  return isJson(body.value) ? { kind: "json", value: parsed(body.value) } : null;
}

const parsed = (text: string): Json => JSON.parse(text) as Json;
