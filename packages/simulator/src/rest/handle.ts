import type { FaultKind } from "../state/faults.ts";
import { type UrlRef, urlRef } from "../calls/leg.ts";
import { sendVoice } from "../webhooks/send.ts";
import type { World } from "../world.ts";
import { match } from "./match.ts";
import { type HttpAnswer, type HttpRequest, RestError, type RestResult, isAccount, jsonAnswer } from "./request.ts";
import { REST_ROUTES } from "./routes.ts";

/** Times of the last requests, for the account's rate limit. */
const recent = new WeakMap<World, number[]>();

/** One request to the carrier's REST API: faults, limits, auth, handler, ledger. Never rejects. */
export async function handleRest(world: World, request: HttpRequest): Promise<HttpAnswer> {
  const { method, path } = request;
  const hit = (kind: FaultKind) => world.faults.hit(kind, "rest", method, path);
  const delay = hit("delayMs");
  if (delay?.when === "before") await hostDelay(world, delay.value);
  if (hit("drop")) {
    enter(world, request, { status: 0 }, "drop");
    return { cut: true };
  }
  const limited = hit("status429");
  if (limited) return refuse(world, request, 429, { "retry-after": String(limited.value) }, "status429");
  const broken = hit("status5xx");
  if (broken) return refuse(world, request, broken.value, {}, "status5xx");
  if (overLimit(world)) return refuse(world, request, 429, { "retry-after": "5" });
  const unheard = hit("acceptThenDrop");
  const answered = answer(world, request);
  enter(world, request, answered.result, unheard ? "acceptThenDrop" : undefined);
  if (delay?.when === "after") await hostDelay(world, delay.value);
  return unheard ? { cut: true } : withDate(world, answered.answer);
}

/** A carrier tells the time by its own clock. */
function withDate(world: World, answer: HttpAnswer): HttpAnswer {
  if (answer.cut) return answer;
  return { ...answer, headers: { date: new Date(world.time.now()).toUTCString(), ...answer.headers } };
}

function answer(world: World, request: HttpRequest): { answer: HttpAnswer; result: RestResult } {
  const [, authId = "", rest = ""] = /^\/v1\/Account\/([^/]+)(?:\/(.*))?$/.exec(request.path) ?? [];
  if (!isAccount(world.account, request.headers["authorization"]) || authId !== world.account.authId) {
    const headers = { "content-type": "text/plain", "www-authenticate": 'Basic realm="Plivo API"' };
    const body = "Could not verify your access level for that URL.\nYou have to login with proper credentials";
    return { answer: { cut: false, status: 401, headers, body }, result: { status: 401 } };
  }
  const apiId = world.newId();
  try {
    const route = match(REST_ROUTES, request.method, rest);
    if (!route.handler) throw route.methods.length > 0 ? new RestError(405, "method not allowed") : new RestError(404, "not found");
    const body = readBody(request);
    const result = route.handler({ world, params: route.params, query: request.query, body });
    const later = asyncCallback(request, body);
    if (later) {
      const told = { api_id: apiId, ...result.body };
      world.time.after(ASYNC_AFTER_MS, () => void sendVoice(world, { kind: "async api", ...later, params: asText(told) }));
      return { answer: jsonAnswer(202, { api_id: apiId, message: "async api spawned" }), result: { ...result, status: 202 } };
    }
    return { answer: jsonAnswer(result.status, { api_id: apiId, ...result.body }), result };
  } catch (error) {
    const status = error instanceof RestError ? error.status : 500;
    if (status === 500) world.fault(error);
    const message = error instanceof RestError ? error.message : "internal server error";
    return { answer: jsonAnswer(status, { api_id: apiId, error: message }), result: { status } };
  }
}

/** Seconds until the result of an asynchronous request is posted. */
const ASYNC_AFTER_MS = 500;

/** Any request may ask for its result by webhook (plivo-platform 4.1), but those whose `callback_url` means a recording. */
function asyncCallback(request: HttpRequest, body: Readonly<Record<string, unknown>>): UrlRef | undefined {
  const of = (name: string): unknown => body[name] ?? request.query.get(name);
  const url = of("callback_url");
  if (typeof url !== "string" || url === "" || /\/Record\/?$/.test(request.path) || !/^https?:/i.test(url)) return undefined;
  const method = of("callback_method");
  return urlRef(url, typeof method === "string" ? method : "POST");
}

function asText(fields: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

function refuse(world: World, request: HttpRequest, status: number, headers: Record<string, string>, fault?: string): HttpAnswer {
  enter(world, request, { status }, fault);
  const error = status === 429 ? "request rate limit exceeded" : "internal server error";
  return jsonAnswer(status, { api_id: world.newId(), error }, headers);
}

function enter(world: World, request: HttpRequest, result: RestResult, fault?: string): void {
  const row = world.ledger.append({
    at: world.time.iso(),
    method: request.method,
    path: request.path,
    body: readBodyOrText(request),
    status: result.status,
    ...(result.callUuid !== undefined && { callUuid: result.callUuid }),
    ...(result.messageUuid !== undefined && { messageUuid: result.messageUuid }),
    ...(fault !== undefined && { fault }),
  });
  world.events.emit(() => ({ type: "ledger", row }));
}

/** The platform takes JSON; some SDKs send forms. */
function readBody(request: HttpRequest): Record<string, unknown> {
  if (request.body.trim() === "") return {};
  if (/^application\/x-www-form-urlencoded\b/i.test(request.headers["content-type"] ?? "")) {
    return Object.fromEntries(new URLSearchParams(request.body));
  }
  try {
    const parsed: unknown = JSON.parse(request.body);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  } catch {
    throw new RestError(400, "the request body is not valid JSON");
  }
  throw new RestError(400, "the request body must be a JSON object");
}

function readBodyOrText(request: HttpRequest): unknown {
  try {
    return readBody(request);
  } catch {
    return request.body;
  }
}

function overLimit(world: World): boolean {
  const limit = world.limits.requestsPer5Seconds;
  if (limit === 0) return false;
  const now = world.time.now();
  const times = (recent.get(world) ?? []).filter((at) => at > now - 5_000);
  times.push(now);
  recent.set(world, times);
  return times.length > limit;
}

function hostDelay(world: World, ms: number): Promise<void> {
  return new Promise((resolve) => void world.host.setTimer(ms, resolve));
}
