import type { IncomingMessage } from "node:http";
import { refuse } from "../http/problem.ts";
import type { CatalogStore, KeyRecord } from "../store/catalog-store.ts";
import { type Actor, NOBODY } from "./actor.ts";
import { credentialOf } from "./credentials.ts";
import { type FailureLimit, createFailureLimit } from "./failure-limit.ts";
import { hashToken } from "./token.ts";

/** The key of the CORDBOARD_API_KEY setting is never stored; this stands for it in lists. */
export const ENVIRONMENT_KEY_ID = "00000000-0000-4000-8000-000000000001";

export interface Authenticator {
  /** Turns a key into a browser session. Errors as of `actorOf`. */
  openSession: (key: string, address: string) => Promise<{ actor: Actor; sessionToken: string; expiresAt: number }>;
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

  // Hashes of 256-bit keys are looked up and compared, never the keys: the time it takes tells nothing of use.
  const environmentHash = apiKey === undefined ? null : hashToken(apiKey);
  const byKey = async (hash: string): Promise<Pick<KeyRecord, "id" | "name" | "role"> | null> => {
    if (hash === environmentHash) return { id: ENVIRONMENT_KEY_ID, name: "CORDBOARD_API_KEY", role: "owner" };
    return catalog.keyByHash(hash);
  };

  const actorOf = async (request: Pick<IncomingMessage, "headers">, address: string): Promise<Actor> => {
    const credential = credentialOf(request, publicUrl);
    if (credential.kind === "none") return NOBODY;
    const shown = credential.kind === "bad" ? "" : credential.text;
    const wait = limit.blocked(address, shown);
    if (wait !== null)
      throw refuse("too_many_requests", `Too many wrong keys from this address; wait ${wait} seconds.`, { retryAfterSeconds: wait });

    const actor = await known(credential);
    if (actor) {
      limit.succeeded(shown);
      return actor;
    }
    // An expired cookie is no guess: the browser sends it by itself.
    if (credential.kind === "cookie") return NOBODY;
    limit.failed(address, shown);
    throw refuse("not_signed_in", "This key is not valid (any more); make one under Settings, API keys, or with `cordboard keys create`.");
  };

  const known = async (credential: ReturnType<typeof credentialOf>): Promise<Actor | null> => {
    if (credential.kind === "bearer" || credential.kind === "basic") {
      const key = await byKey(hashToken(credential.text));
      if (!key) return null;
      const { id, name, role } = key;
      return credential.kind === "basic"
        ? { kind: "key", id, name, role, via: "basic", account: credential.account }
        : { kind: "key", id, name, role, via: "bearer" };
    }
    if (credential.kind !== "cookie") return null;
    const found = await catalog.sessionByToken(credential.text);
    if (!found) return null;
    const session = { id: found.id, expiresAt: found.expiresAt };
    if ("user" in found.by) {
      const { id, name, role } = found.by.user;
      return { kind: "user", id, name, role, via: "cookie", session };
    }
    const key = await byKey(found.by.keyHash);
    return key && { kind: "key", id: key.id, name: key.name, role: key.role, via: "cookie", session };
  };

  const openSession: Authenticator["openSession"] = async (key, address) => {
    const actor = await actorOf({ headers: { authorization: `Bearer ${key}` } }, address);
    return { actor, ...(await catalog.openKeySession(hashToken(key))) };
  };

  return { actorOf, openSession, limit };
}
