import type { z } from "zod";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * What a key or user needs. Each includes the ones before it; `none` is open to anybody, `local` to anybody on loopback
 * and to `view` elsewhere, `account` is the Basic auth of the PHLO-compatible doors.
 */
export type Access = "none" | "local" | "view" | "operate" | "edit" | "own" | "account";

/** The kinds of body a route takes; each route takes exactly one. */
export type BodyKind = "json" | "audio";

/** Every route that is not a GET takes an Idempotency-Key. */
export interface RouteSpec {
  method: Method;
  /** Express style: `:id` for a parameter. */
  path: string;
  /** Further addresses of the same route. */
  aliases?: readonly string[];
  tag: string;
  summary: string;
  /** More than the summary can say. */
  about?: string;
  access: Access;
  query?: z.ZodType;
  body?: z.ZodType;
  bodyKind?: BodyKind;
  /** Largest body in bytes, when it is not the default. */
  bodyBytes?: number;
  answer: { status: number; schema?: z.ZodType; contentType?: string };
}

/** Keeps the literal types that the client reads. */
export function defineRoutes<const Routes extends Record<string, RouteSpec>>(routes: Routes): Routes {
  return routes;
}
