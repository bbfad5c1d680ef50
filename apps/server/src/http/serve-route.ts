import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { RouteName, RouteSpec } from "@cordboard/api";
import { empty } from "@cordboard/api";
import type { JsonObject } from "@cordboard/contract";
import type { Request, RequestHandler, Response } from "express";
import type { Logger } from "pino";
import { isForeign } from "../auth/origin.ts";
import { type Actor, NOBODY, mayDo } from "../auth/actor.ts";
import { BODY_BYTES, checkContentType, parseJsonBody, readBody } from "./body.ts";
import type { Deps } from "./deps.ts";
import { type Call, Direct } from "./handler.ts";
import { isLocal } from "./local.ts";
import { type Problem, invalidInput, problemBody, problemOf, refuse } from "./problem.ts";

/** A handler of which only the shared shape is known; the table and `Handlers` keep the parts typed. */
export type AnyHandler = (call: Call<RouteName>) => Promise<unknown>;
/** How refusals look: ours, or the hosted service's on its doors. */
export type ProblemWriter = (response: Response, problem: Problem) => void;

interface Outcome {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer | Readable;
}
const JSON_HEADERS = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" };
const SAFE = new Set(["GET", "HEAD"]);
/** Saved every second while somebody edits, or recorded elsewhere (a run is its own record). */
const NOT_AUDITED: ReadonlySet<string> = new Set([
  "saveDraft",
  "validateFlow",
  "flowsAround",
  "replayRun",
  "runTests",
  "startRuns",
  "phloRun",
  "phloTrigger",
]);

/**
 * One route, in this order: who asks, may they, is it from our own pages, the query, the body, the Idempotency-Key; then the
 * handler; then the audit entry and the answer. Nothing of the body is read before the caller is known.
 */
export function serveRoute(name: RouteName, route: RouteSpec, handler: AnyHandler, deps: Deps, write: ProblemWriter): RequestHandler {
  return async (request, response) => {
    try {
      const actor = await admit(request, route, deps);
      const query = route.query ? parseWith(route.query, request.query, "query") : undefined;
      const { raw, contentType } = await bodyOf(request, route);
      const outcome = await once(request, actor, raw, deps, () => handle({ request, actor, query, raw, contentType }));
      response.status(outcome.status).set(outcome.headers);
      if (outcome.body instanceof Readable) await stream(outcome.body, response);
      else response.send(outcome.body);
    } catch (error) {
      write(response, told(error, request));
    }
  };

  async function handle(got: { request: Request; actor: Actor; query: unknown; raw: Buffer; contentType: string }): Promise<Outcome> {
    const { request, actor, raw } = got;
    const note: { target?: string; details?: JsonObject } = {};
    const body =
      SAFE.has(request.method) || route.bodyKind === "audio" ? undefined : parseWith(route.body ?? empty, parseJsonBody(raw), "body");
    const call: Call<RouteName> = {
      params: paramsOf(request),
      query: asChecked(got.query),
      body: asChecked(route.body ? body : undefined),
      raw,
      contentType: got.contentType,
      actor,
      idempotencyKey: request.get("idempotency-key") ?? null,
      request,
      audit: (entry) => void Object.assign(note, entry),
    };
    const answer = await handler(call);
    if (!SAFE.has(request.method) && !NOT_AUDITED.has(name)) await audit(name, actor, request, note, deps);
    if (answer instanceof Direct) return answer;
    return {
      status: route.answer.status,
      headers: answer === undefined ? {} : JSON_HEADERS,
      body: answer === undefined ? "" : JSON.stringify(answer),
    };
  }
}

/** A listener who goes away ends the download; a source that breaks can only cut the answer short. */
const stream = (body: Readable, response: Response): Promise<void> => pipeline(body, response).catch(() => void response.destroy());

async function admit(request: Request, route: RouteSpec, deps: Deps): Promise<Actor> {
  if (route.access === "none" || (route.access === "local" && isLocal(request))) return NOBODY;
  const actor = await deps.auth.actorOf(request, request.ip ?? "");
  if (actor.kind === "nobody")
    throw refuse(
      "not_signed_in",
      "Send an API key as `Authorization: Bearer …`, or open the sign-in link that Cordboard printed at its start.",
    );
  const basicDoor = route.access === "account";
  if (basicDoor !== (actor.via === "basic"))
    throw refuse(
      "not_signed_in",
      basicDoor ? "Use Basic auth: the account id and an API key." : "Send the API key as `Authorization: Bearer …`.",
    );
  if (actor.via === "cookie" && !SAFE.has(request.method) && isForeign(request, deps.settings.publicUrl))
    throw refuse("origin_not_allowed", `Only pages of ${deps.settings.publicUrl} may do this; open Cordboard there, or set PUBLIC_URL.`);
  if (!mayDo(actor, route.access)) throw refuse("not_allowed", `${actor.name} may not do this; ask an owner for a role that may.`);
  return actor;
}

async function bodyOf(request: Request, route: RouteSpec): Promise<{ raw: Buffer; contentType: string }> {
  if (SAFE.has(request.method)) return { raw: Buffer.alloc(0), contentType: "" };
  const raw = await readBody(request, route.bodyBytes ?? BODY_BYTES);
  const audio = route.bodyKind === "audio";
  if (raw.length === 0 && !audio) return { raw, contentType: "" };
  return { raw, contentType: checkContentType(request, audio ? ["audio/mpeg", "audio/wav"] : ["application/json"]) };
}

function parseWith(schema: NonNullable<RouteSpec["body"]>, value: unknown, what: string): unknown {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidInput(parsed.error, what);
  return parsed.data;
}

/** With an Idempotency-Key the work is done once; the same answer is given again for a day. */
async function once(request: Request, actor: Actor, raw: Buffer, deps: Deps, work: () => Promise<Outcome>): Promise<Outcome> {
  const key = request.get("idempotency-key");
  if (key === undefined || SAFE.has(request.method) || actor.kind === "nobody") return work();
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw refuse("bad_request", "An Idempotency-Key has 1 to 255 visible ASCII characters.");
  const who = `${actor.kind}:${actor.id}`;
  const head = Buffer.from(`${request.method} ${request.originalUrl}\n`);
  const begun = await deps.catalog.beginAttempt(who, key, Buffer.concat([head, raw]));
  if (begun.state === "other")
    throw refuse("idempotency_key_reused", "This Idempotency-Key was used with another request; take a new one.");
  if (begun.state === "busy")
    throw refuse("idempotency_in_progress", "The first request with this Idempotency-Key is still being answered; ask again in a moment.");
  if (begun.state === "done")
    return { status: begun.answer.status, headers: { ...JSON_HEADERS, "idempotent-replay": "true" }, body: begun.answer.body };
  try {
    const outcome = await work();
    if (typeof outcome.body === "string") await deps.catalog.keepAnswer(who, key, { status: outcome.status, body: outcome.body });
    return outcome;
  } catch (error) {
    await deps.catalog.dropAttempt(who, key);
    throw error;
  }
}

async function audit(
  action: string,
  actor: Actor,
  request: Request,
  note: { target?: string; details?: JsonObject },
  deps: Deps,
): Promise<void> {
  const { kind, id, name } = actor;
  await deps.catalog.addAudit({
    actor: kind === "nobody" ? { kind: "system", id: null, name } : { kind, id, name },
    action,
    target: note.target ?? Object.values(paramsOf(request))[0] ?? null,
    details: note.details ?? {},
    address: request.ip ?? null,
  });
}

/** The problem to tell; faults go to the log whole. */
export function told(error: unknown, request: { id?: unknown; log?: Logger }): Problem {
  const problem = problemOf(error, String(request.id));
  if (problem.status >= 500) request.log?.error({ err: error, code: problem.code }, "request failed");
  return problem;
}

export const writeProblem: ProblemWriter = (response, problem) => {
  if (problem.retryAfterSeconds !== null) response.set("retry-after", String(problem.retryAfterSeconds));
  if (problem.status === 401) response.set("www-authenticate", 'Bearer realm="Cordboard"');
  response
    .status(problem.status)
    .set(JSON_HEADERS)
    .send(JSON.stringify(problemBody(problem)));
};

/** A wildcard matches several parts of the path. */
function paramsOf(request: Request): Record<string, string> {
  return Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, Array.isArray(value) ? value.join("/") : value]));
}

/** The route's own schema has parsed it; the cast lives here, once. */
function asChecked(value: unknown): never {
  return value as never;
}
