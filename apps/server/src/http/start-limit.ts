import { createHash } from "node:crypto";
import type { RequestHandler } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import { refuse } from "./problem.ts";
import type { ProblemWriter } from "./serve-route.ts";

/** Requests that start runs, per caller. Far above what a carrier lets an account call or text; it stops a loop gone wild. */
const STARTS_PER_MINUTE = 12_000;

/** Counts by credential, because jobs of several customers may come from one address. */
export function startLimit(write: ProblemWriter, limit = STARTS_PER_MINUTE): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: false,
    legacyHeaders: false,
    keyGenerator: ({ headers, ip }) => {
      const shown = headers.authorization ?? headers.cookie;
      return shown ? createHash("sha256").update(shown).digest("base64") : ipKeyGenerator(ip ?? "");
    },
    handler: (_request, response) =>
      write(
        response,
        refuse("too_many_requests", `More than ${limit} starts in a minute; wait and send fewer.`, { retryAfterSeconds: 60 }),
      ),
  });
}
