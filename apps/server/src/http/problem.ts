import { API_ERRORS, type ApiErrorCode, type ErrorDetail } from "@cordboard/api";
import { CodedError } from "@cordboard/contract";
import { PlivoError } from "@cordboard/plivo";
import type { ZodError } from "zod";
import { DISK_FULL, isDiskFull } from "../store/disk-full.ts";
import { isLostConnection } from "../store/postgres/errors.ts";

/** A request that is refused. `extra` stands beside `error` in the body, `errorExtra` inside it. */
export class Problem extends CodedError {
  override name = "Problem";
  readonly status: number;
  readonly retryAfterSeconds: number | null;
  readonly extra: Record<string, unknown>;
  readonly errorExtra: Record<string, unknown>;
  constructor(code: string, status: number, message: string, more: ProblemMore = {}) {
    super(code, message, more.details ?? []);
    this.status = status;
    this.retryAfterSeconds = more.retryAfterSeconds ?? null;
    this.extra = more.extra ?? {};
    this.errorExtra = more.errorExtra ?? {};
  }
}
interface ProblemMore {
  details?: ErrorDetail[];
  retryAfterSeconds?: number;
  extra?: Record<string, unknown>;
  errorExtra?: Record<string, unknown>;
}

export function refuse(code: ApiErrorCode, message: string, more: ProblemMore = {}): Problem {
  return new Problem(code, API_ERRORS[code][0], message, more);
}

/** The one place where an error becomes an answer. What is not ours to explain is a fault: logged, and told without detail. */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof CodedError) return new Problem(error.code, statusOf(error.code), error.message, { details: error.details });
  if (error instanceof PlivoError) return carrierProblem(error);
  if (isDiskFull(error)) return refuse("disk_full", DISK_FULL, { retryAfterSeconds: 60 });
  if (isLostConnection(error))
    return refuse("not_ready", "The database cannot be reached just now; try again in a moment.", { retryAfterSeconds: 2 });
  return refuse("fault", `Cordboard failed while answering. The log has the details under request ${requestId}.`);
}

/** A code without a row in the table comes from another package and blames the request. */
const statusOf = (code: string): number => (isApiCode(code) ? API_ERRORS[code][0] : 400);
const isApiCode = (code: string): code is ApiErrorCode => Object.hasOwn(API_ERRORS, code);

function carrierProblem(error: PlivoError): Problem {
  const { code, message, retryAfterSeconds } = error;
  const details = [{ path: "", code, message }];
  return refuse("carrier_failed", `The carrier did not do it: ${message} Check its settings and try again.`, {
    details,
    ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
  });
}

/** Names every field that is wrong, unknown keys by their names. `what`: body, query. */
export function invalidInput(error: ZodError, what: string): Problem {
  const details = error.issues.flatMap((issue): ErrorDetail[] => {
    const path = issue.path.map(String);
    if (issue.code !== "unrecognized_keys") return [{ path: path.join("."), code: issue.code, message: issue.message }];
    return issue.keys.map((key) => ({
      path: [...path, key].join("."),
      code: "unknown_key",
      message: `There is no field "${key}" here; remove it.`,
    }));
  });
  const first = details[0];
  const more = details.length > 1 ? ` (and ${details.length - 1} more)` : "";
  const where = first?.path ? `${first.path}: ` : "";
  return refuse("bad_request", `The ${what} is not as it should be. ${where}${first?.message ?? ""}${more}`, { details });
}

export function problemBody(problem: Problem): Record<string, unknown> {
  const { code, message, details, extra, errorExtra } = problem;
  return { error: { code, message, details, ...errorExtra }, ...extra };
}
