import type { z } from "zod";
import { errorBody } from "./schemas/common.ts";
import type { ErrorDetail } from "./schemas/common.ts";
import type { RouteSpec } from "./route.ts";
import { ROUTES } from "./routes.ts";
import type { RouteName, Routes } from "./routes.ts";

type In<R, Key extends "body" | "query"> = R extends { [K in Key]: infer S extends z.ZodType } ? z.input<S> : undefined;
type PathParams<Path extends string> = Path extends `${infer Part}/${infer Tail}` ? ParamIn<Part> | PathParams<Tail> : ParamIn<Path>;
type ParamIn<Part extends string> = Part extends `:${infer Name}` | `*${infer Name}` ? Name : never;
/** A key that must be given only when it can't be left out. */
type Field<Key extends string, Value> = [Value] extends [undefined]
  ? object
  : undefined extends Value
    ? { [K in Key]?: Value }
    : object extends Value
      ? { [K in Key]?: Value }
      : { [K in Key]: Value };

export type CallOptions<Name extends RouteName> = Field<"params", ParamsOf<Routes[Name]["path"]>> &
  Field<"query", In<Routes[Name], "query">> &
  Field<"body", In<Routes[Name], "body">> & { idempotencyKey?: string; signal?: AbortSignal };
type ParamsOf<Path extends string> = [PathParams<Path>] extends [never] ? undefined : Record<PathParams<Path>, string | number>;
export type Answer<Name extends RouteName> = Routes[Name]["answer"] extends { schema: infer S extends z.ZodType } ? z.output<S> : undefined;

/** What the server refused, or `offline` (status 0) when it could not be reached. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly details: ErrorDetail[];
  /** The whole answer: a 409 or 422 says more than its error. */
  readonly body: unknown;
  constructor(status: number, code: string, message: string, details: ErrorDetail[] = [], body: unknown = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
    this.body = body;
  }
}

export interface ClientOptions {
  /** Without a slash at the end; empty in the browser. */
  baseUrl: string;
  apiKey?: string;
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

export type Client = <Name extends RouteName>(name: Name, ...options: OptionalWhenEmpty<CallOptions<Name>>) => Promise<Answer<Name>>;
type OptionalWhenEmpty<T> = object extends T ? [options?: T] : [options: T];

/** Calls routes by their name in the table: `await api("getFlow", { params: { id } })`. Throws ApiError. */
export function createClient(options: ClientOptions): Client {
  const send = options.fetch ?? ((url: string, init: RequestInit) => fetch(url, init));
  return async (name, ...rest) => {
    const call: LooseOptions = rest[0] ?? {};
    const route: RouteSpec = ROUTES[name];
    const { url, init } = requestFor(route, call, options);
    const response = await send(url, init).catch((cause: unknown) => {
      if (call.signal?.aborted) throw cause;
      throw new ApiError(0, "offline", `Cordboard could not be reached at ${options.baseUrl || "this address"}. Is it running?`);
    });
    return asAnswer<typeof name>(await read(response));
  };
}

interface LooseOptions {
  params?: Record<string, string | number> | undefined;
  query?: object | undefined;
  body?: unknown;
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
}

function requestFor(route: RouteSpec, call: LooseOptions, options: ClientOptions): { url: string; init: RequestInit } {
  const path = route.path.replace(/([:*])(\w+)/g, (_, kind: string, key: string) => {
    const value = String(call.params?.[key] ?? "");
    return kind === "*" ? value.split("/").map(encodeURIComponent).join("/") : encodeURIComponent(value);
  });
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(call.query ?? {})) if (value !== undefined) query.set(key, String(value));
  const headers: Record<string, string> = { accept: "application/json" };
  if (options.apiKey) headers["authorization"] = `Bearer ${options.apiKey}`;
  if (call.idempotencyKey) headers["idempotency-key"] = call.idempotencyKey;
  const init: RequestInit = { method: route.method, headers, credentials: "same-origin" };
  if (route.body) {
    headers["content-type"] = "application/json";
    init.body = JSON.stringify(call.body);
  }
  if (call.signal) init.signal = call.signal;
  return { url: `${options.baseUrl}${path}${query.size ? `?${query.toString()}` : ""}`, init };
}

async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  const body: unknown = isJson && text ? JSON.parse(text) : text || undefined;
  if (response.ok) return body;
  const parsed = errorBody.safeParse(body);
  if (!parsed.success) throw new ApiError(response.status, "bad_answer", `The server answered ${response.status} ${response.statusText}.`);
  const { code, message, details } = parsed.data.error;
  throw new ApiError(response.status, code, message, details, body);
}

/** The server's tests hold every answer to the table's schema, so it isn't parsed again here. */
function asAnswer<Name extends RouteName>(body: unknown): Answer<Name> {
  return body as Answer<Name>;
}
