import type { StepCode } from "@cordboard/contract";
import { z } from "zod";
import { type EgressAnswer, type EgressClient, EgressError } from "../egress/egress-client.ts";

/** Why a request could not be signed in. It was not sent. `later`: the same thing may work in a while. */
export class SignInError extends Error {
  override name = "SignInError";
  readonly code: StepCode;
  readonly later: boolean;
  constructor(code: StepCode, message: string, later = false) {
    super(message);
    this.code = code;
    this.later = later;
  }
}

/** What a secret for OAuth 2 holds, as JSON text (README of the component). */
const client = z.strictObject({
  tokenUrl: z.url({ protocol: /^https?$/ }),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  scope: z.string().min(1).optional(),
  audience: z.string().min(1).optional(),
  clientAuth: z.enum(["basic", "body"]).default("basic"),
});
type Client = z.output<typeof client>;

const answer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  token_type: z
    .string()
    .regex(/^bearer$/i)
    .optional(),
  expires_in: z.coerce.number().positive().optional(),
});

/** A token without a lifetime is asked for again soon. */
const UNKNOWN_LIFETIME_MS = 60_000;
/** Not used in its last moments: the request has a way to go. */
const MARGIN_MS = 30_000;
const MAX_TOKENS = 1_000;

export interface Tokens {
  /**
   * A bearer token for the client that the secret describes; requests share it until it runs out. Errors: SignInError
   * `secret_invalid`, `sign_in_failed`, or the code of an EgressError.
   */
  get: (secret: { name: string; value: string }, timeoutMs: number) => Promise<{ token: string; fresh: boolean }>;
  /** The server did not take this token. */
  drop: (secret: { value: string }, token: string) => void;
}

/**
 * Tokens of the OAuth 2 client credentials grant (RFC 6749, 4.4), kept in memory by the secret they were given for.
 * `clock`: monotonic ms.
 */
export function createTokens(egress: Pick<EgressClient, "send">, clock: () => number): Tokens {
  const known = new Map<string, { token: string; until: number }>();
  const asked = new Map<string, Promise<string>>();

  const ask = async (name: string, value: string, timeoutMs: number): Promise<string> => {
    const { token, lifetimeMs } = await request(egress, readClient(name, value), name, timeoutMs);
    known.set(value, { token, until: clock() + Math.max(lifetimeMs - MARGIN_MS, lifetimeMs / 2) });
    const oldest = known.keys().next();
    if (known.size > MAX_TOKENS && !oldest.done) known.delete(oldest.value);
    return token;
  };

  return {
    get: async ({ name, value }, timeoutMs) => {
      const kept = known.get(value);
      if (kept && kept.until > clock()) return { token: kept.token, fresh: false };
      const running = asked.get(value) ?? ask(name, value, timeoutMs).finally(() => asked.delete(value));
      asked.set(value, running);
      return { token: await running, fresh: true };
    },
    drop: ({ value }, token) => {
      if (known.get(value)?.token === token) known.delete(value);
    },
  };
}

function readClient(name: string, value: string): Client {
  const read = client.safeParse(asJson(value));
  if (read.success) return read.data;
  const fields = read.error.issues.map((issue) => issue.path.join(".") || "the whole").join(", ");
  throw new SignInError(
    "secret_invalid",
    `The secret ${name} does not describe an OAuth 2 client (${fields}); write it as JSON with tokenUrl, clientId and clientSecret.`,
  );
}

async function request(
  egress: Pick<EgressClient, "send">,
  { tokenUrl, clientId, clientSecret, scope, audience, clientAuth }: Client,
  name: string,
  timeoutMs: number,
): Promise<{ token: string; lifetimeMs: number }> {
  const form = new URLSearchParams({ grant_type: "client_credentials", ...(scope && { scope }), ...(audience && { audience }) });
  const headers: Record<string, string> = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
  if (clientAuth === "body") {
    form.set("client_id", clientId);
    form.set("client_secret", clientSecret);
  } else {
    headers["authorization"] = `Basic ${Buffer.from(`${formCoded(clientId)}:${formCoded(clientSecret)}`).toString("base64")}`;
  }
  const given = await egress.send({ method: "POST", url: tokenUrl, headers, body: form.toString(), timeoutMs }).catch((error: unknown) => {
    if (!(error instanceof EgressError)) throw error;
    const later = error.code === "http_timeout" || error.code === "http_unreachable";
    throw new SignInError(error.code, `No token for the secret ${name}: ${error.message}`, later);
  });
  const read = given.status === 200 ? answer.safeParse(asJson(text(given))) : null;
  if (read?.success) {
    const { access_token: token, expires_in: seconds } = read.data;
    return { token, lifetimeMs: seconds === undefined ? UNKNOWN_LIFETIME_MS : seconds * 1000 };
  }
  throw new SignInError(
    "sign_in_failed",
    `The token server did not give a token for the secret ${name} (status ${given.status}${reason(given)}); check what the secret says.`,
    given.status === 429 || given.status >= 500,
  );
}

/** RFC 6749, 2.3.1: both halves are form-encoded before they are joined. */
const formCoded = (value: string): string => new URLSearchParams({ v: value }).toString().slice(2);

const text = ({ body }: EgressAnswer): string => new TextDecoder().decode(body);

/** The error code of RFC 6749, 5.2, when there is one; nothing else of the answer, which may repeat what was sent. */
function reason(given: EgressAnswer): string {
  const told = z.object({ error: z.string().regex(/^[a-z_]{1,40}$/) }).safeParse(asJson(text(given)));
  return told.success ? `, ${told.data.error}` : "";
}

function asJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}
