import type { Json, JsonObject } from "./json.ts";
import type { Effect, RunEffect } from "./effects.ts";

/*
 * Effects that Cordboard performs itself, not through the carrier: whoever performs one of them needs no call and no
 * number of ours. `secret`, `account` and `connection` name entries of the secret store; their values never enter the run.
 */
export type ServiceEffect = HttpRequestEffect | CodeEffect | EmailEffect | QueryEffect;
export type ServiceKind = ServiceEffect["kind"];

export interface HttpRequestEffect {
  id: string;
  kind: "http_request";
  method: string;
  url: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  auth: { kind: "none" | "basic" | "bearer" | "oauth2" | "api_key" | "hmac"; secret: string };
  body:
    | { kind: "none" }
    | { kind: "json"; value: Json }
    | { kind: "form"; value: Record<string, string> }
    | { kind: "multipart"; value: Record<string, string>; files: FileToSend[] }
    | { kind: "text"; value: string };
  timeoutSeconds: number;
  /** Tries after the first; only for methods that are safe to repeat or when `idempotencyKey` is set. */
  retries: number;
  idempotencyKey: string | null;
  /** Redirects that are followed; more of them are a failure. */
  redirects: number;
  /** A longer answer is a failure. */
  maxBytes: number;
}

/** A file that is fetched when it is needed; the run only knows where it lies. */
export type FileToSend = {
  /** The form field that holds it; empty where there is none. */
  name: string;
  url: string;
  /** Empty: the last part of the address. */
  fileName: string;
};

/** An author's code, run in a sandbox that sees these inputs and nothing else: the same inputs give the same result. */
export interface CodeEffect {
  id: string;
  kind: "run_code";
  code: string;
  inputs: JsonObject;
  /** What `Date` shows, ms since the epoch, and what `Math.random` begins from. */
  now: number;
  seed: string;
  timeoutMs: number;
  memoryBytes: number;
}

/** An e-mail, through the SMTP server that the secret `account` names. */
export interface EmailEffect {
  id: string;
  kind: "send_email";
  account: string;
  sender: string;
  /** Empty: the sender. */
  replyTo: string;
  recipients: string[];
  cc: string[];
  bcc: string[];
  subject: string;
  text: string;
  /** Empty: there is none. */
  html: string;
  files: FileToSend[];
}

/** One statement, in a transaction of its own, at the database that the secret `connection` names. */
export interface QueryEffect {
  id: string;
  kind: "query_database";
  database: "postgresql" | "mysql";
  connection: string;
  /** With the database's own placeholders: `$1`, `?`. */
  sql: string;
  /** Bound in this order, never written into the statement; the names are for people. */
  parameters: { name: string; value: Json }[];
  /** Without it the transaction is read-only. */
  mayChange: boolean;
  timeoutSeconds: number;
  /** Its step waits this long for it to be begun; then it is given up. */
  beginWithinSeconds: number;
  /** More rows are left unread. */
  maxRows: number;
  /** Larger rows, written as JSON, are a failure. */
  maxBytes: number;
}

const SERVICES: ReadonlySet<string> = new Set(["http_request", "run_code", "send_email", "query_database"] satisfies ServiceKind[]);

export const isService = (effect: Effect): effect is ServiceEffect => SERVICES.has(effect.kind);

const RUN_EFFECTS: ReadonlySet<string> = new Set([
  "start_run",
  "stop_run",
  "report_run",
  "pass_on",
  "pass_texts",
] satisfies RunEffect["kind"][]);

/** Done to another run of ours: to try it again does no harm, and nobody but us can have done it. */
export const isRunEffect = (effect: Effect): effect is RunEffect => RUN_EFFECTS.has(effect.kind);

/** Methods that change nothing, or the same thing again (RFC 9110, 9.2.2). */
export const REPEATABLE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

/** True when to do it twice does no more than to do it once. Whatever is not, is never repeated while it is in doubt. */
export function isRepeatable(effect: Effect): boolean {
  switch (effect.kind) {
    case "hangup_call":
    case "cancel_call":
    case "stop_recording":
    case "post_event":
    case "start_run":
    case "stop_run":
    case "report_run":
    case "pass_on":
    case "pass_texts":
    case "run_code":
      return true;
    case "steer_room":
      return effect.request.do !== "add" && effect.request.do !== "play";
    case "http_request":
      return REPEATABLE_METHODS.has(effect.method.toUpperCase()) || effect.idempotencyKey !== null;
    case "query_database":
      return !effect.mayChange;
    case "send_message":
    case "place_call":
    case "transfer_call":
    case "send_email":
      return false;
  }
}

/** True when word may still come of an effect in doubt: a callback of the carrier, or its own list. */
export const isProvable = (effect: Effect): boolean => effect.kind === "send_message" || effect.kind === "place_call";
