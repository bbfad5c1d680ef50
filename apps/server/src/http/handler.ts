import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import type { Answer, RouteName, Routes } from "@cordboard/api";
import type { JsonObject } from "@cordboard/contract";
import type { z } from "zod";
import type { Actor } from "../auth/actor.ts";

type Parsed<Name extends RouteName, Key extends "body" | "query"> = Routes[Name] extends { [K in Key]: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

/** One request, checked: who, what, and nothing of HTTP but what a few handlers need. */
export interface Call<Name extends RouteName> {
  params: Record<string, string>;
  query: Parsed<Name, "query">;
  body: Parsed<Name, "body">;
  /** The bytes of the body, for uploads. */
  raw: Buffer;
  contentType: string;
  actor: Actor;
  idempotencyKey: string | null;
  request: IncomingMessage;
  /** Adds to the audit entry of this request. */
  audit: (entry: { target?: string; details?: JsonObject }) => void;
}

/** An answer that is not the JSON of its route. */
export class Direct {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer | Readable;
  constructor(status: number, headers: Record<string, string>, body: string | Buffer | Readable = "") {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

type Handler<Name extends RouteName> = (call: Call<Name>) => Promise<Answer<Name> | Direct>;
export type Handlers = { [Name in RouteName]: Handler<Name> };
/** Part of the handlers: each file of `http/` makes some, create-api puts them together and misses none. */
export type Some<Names extends RouteName> = Pick<Handlers, Names>;

export const iso = (ms: number): string => new Date(ms).toISOString();
export const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));
