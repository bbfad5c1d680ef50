/** What PostgreSQL or the network says, sorted by what is to be done. SQLSTATE: PostgreSQL manual, appendix A. */
const LOST_RACE = new Set(["40001", "40P01"]);
/** The server ended the connection: it stops (57P01), crashed (57P02), or is starting (57P03). */
const ENDED = new Set(["57P01", "57P02", "57P03", "08000", "08001", "08003", "08004", "08006"]);
const NETWORK = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN"]);
/** What `pg` says without a code. */
const BY_TEXT = /connection terminated|connection error|timeout exceeded when trying to connect|query read timeout|client was closed/i;

export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

/** Somebody else's transaction came first: this one may be done again from its start. */
export const isLostRace = (error: unknown): boolean => LOST_RACE.has(codeOf(error));

/** Nothing is known of what was under way. */
export const isLostConnection = (error: unknown): boolean =>
  error instanceof Error && (ENDED.has(codeOf(error)) || NETWORK.has(codeOf(error)) || BY_TEXT.test(error.message));
