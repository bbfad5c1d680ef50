import { sessionCookie } from "../auth/credentials.ts";
import { isForeign } from "../auth/origin.ts";
import type { Deps } from "./deps.ts";
import { Direct, type Some } from "./handler.ts";
import { refuse } from "./problem.ts";
import { signInPage } from "./sign-in-page.ts";

const HTML = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };

/**
 * Ways into a browser session: the one-time link, which goes on to the editor, and an API key. Looking at a link (HEAD, as
 * previews do) doesn't use it up.
 */
export function signInHandlers({ catalog, auth, settings }: Deps): Some<"signIn" | "openSession"> {
  const cookie = (sessionToken: string, expiresAt: number): string =>
    sessionCookie(settings.publicUrl, sessionToken, Math.floor((expiresAt - Date.now()) / 1000));
  return {
    signIn: async ({ query, request }) => {
      if (request.method === "HEAD") return new Direct(200, HTML);
      const address = request.socket.remoteAddress ?? "";
      const wait = auth.limit.blocked(address, "");
      if (wait !== null)
        throw refuse("too_many_requests", `Too many wrong links from this address; wait ${wait} seconds.`, { retryAfterSeconds: wait });
      const opened = await catalog.signIn(query.token);
      if (!opened) {
        auth.limit.failed(address, query.token);
        return new Direct(400, HTML, signInPage("This sign-in link is used up or too old."));
      }
      const { id, name } = opened.user;
      await catalog.addAudit({ actor: { kind: "user", id, name }, action: "signIn", target: id, details: {}, address });
      const headers = { location: "/", "set-cookie": cookie(opened.sessionToken, opened.expiresAt), "cache-control": "no-store" };
      return new Direct(303, headers);
    },
    openSession: async ({ body, request }) => {
      if (isForeign(request, settings.publicUrl)) throw refuse("origin_not_allowed", `Sign in at ${settings.publicUrl}.`);
      const { sessionToken, expiresAt } = await auth.openSession(body.key, request.socket.remoteAddress ?? "");
      return new Direct(204, { "set-cookie": cookie(sessionToken, expiresAt), "cache-control": "no-store" });
    },
  };
}
