import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { refuse } from "../http/problem.ts";
import type { CatalogStore, KeyRecord } from "../store/catalog-store.ts";
import { type Actor, NOBODY } from "./actor.ts";
import { credentialOf } from "./credentials.ts";
import { type FailureLimit, createFailureLimit } from "./failure-limit.ts";

/** The key of the CORDBOARD_API_KEY setting is never stored; this stands for it in lists. */
export const ENVIRONMENT_KEY_ID = "00000000-0000-4000-8000-000000000001";

export interface Authenticator {
  /**
   * Who is asking. `nobody` when nothing was shown; refuses a credential that is wrong (`not_signed_in`), and an address
   * that guessed too often (`too_many_requests`).
   */
  actorOf: (request: Pick<IncomingMessage, "headers">, address: string) => Promise<Actor>;
  limit: FailureLimit;
}

export function createAuthenticator(options: { catalog: CatalogStore; publicUrl: string; apiKey: string | undefined }): Authenticator {
  const { catalog, publicUrl, apiKey } = options;
  const limit = createFailureLimit();

  const byKey = async (text: string): Promise<Pick<KeyRecord, "id" | "name" | "role"> | null> => {
    if (apiKey !== undefined && sameText(text, apiKey)) return { id: ENVIRONMENT_KEY_ID, name: "CORDBOARD_API_KEY", role: "owner" };
    return catalog.keyByText(text);
  };

  const actorOf = async (request: Pick<IncomingMessage, "headers">, address: string): Promise<Actor> => {
    const credential = credentialOf(request, publicUrl);
    if (credential.kind === "none") return NOBODY;
    const shown = credential.kind === "bad" ? "" : credential.text;
    const wait = await limit.blocked(address, shown);
    if (wait !== null)
      throw refuse("too_many_requests", `Too many wrong keys from this address; wait ${wait} seconds.`, { retryAfterSeconds: wait });

    const actor = await known(credential);
    if (actor) {
      limit.succeeded(shown);
      return actor;
    }
    // An expired cookie is no guess: the browser sends it by itself.
    if (credential.kind === "cookie") return NOBODY;
    await limit.failed(address);
    throw refuse("not_signed_in", "This key is not valid (any more); make one under Settings, Keys or with `cordboard keys create`.");
  };

  const known = async (credential: ReturnType<typeof credentialOf>): Promise<Actor | null> => {
    if (credential.kind === "bearer" || credential.kind === "basic") {
      const key = await byKey(credential.text);
      if (!key) return null;
      const { id, name, role } = key;
      return credential.kind === "basic"
        ? { kind: "key", id, name, role, via: "basic", account: credential.account }
        : { kind: "key", id, name, role, via: "bearer" };
    }
    if (credential.kind !== "cookie") return null;
    const session = await catalog.sessionByToken(credential.text);
    if (!session) return null;
    const { user, id, expiresAt } = session;
    return { kind: "user", id: user.id, name: user.name, role: user.role, via: "cookie", session: { id, expiresAt } };
  };

  return { actorOf, limit };
}

/** Compares digests, so neither the length nor the first difference shows in the time. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
