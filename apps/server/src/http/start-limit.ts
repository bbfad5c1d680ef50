import { createHash } from "node:crypto";
import type { RequestHandler } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import type { LoadShedding } from "../runtime/load-shedding.ts";
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

const COME_BACK_SECONDS = 2;

/** While the process is behind, starts are refused before anything of them is read. */
export function loadLimit(shedding: Pick<LoadShedding, "refuses">, write: ProblemWriter): RequestHandler {
  return (_request, response, next) => {
    if (!shedding.refuses("api")) return next();
    const message = `More is asked than can be done just now, and calls under way come first; ask again in ${COME_BACK_SECONDS} seconds.`;
    write(response, refuse("overloaded", message, { retryAfterSeconds: COME_BACK_SECONDS }));
  };
}
