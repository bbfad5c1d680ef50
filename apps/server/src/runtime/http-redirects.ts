import { type EgressAnswer, type EgressClient, EgressError, type EgressRequest } from "../egress/egress-client.ts";

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** What may go to another server than the one it was meant for. */
const FOR_ANYBODY: ReadonlySet<string> = new Set(["accept", "accept-language", "user-agent"]);

/**
 * Sends a request and goes after at most `redirects` answers that say "look over there". Each address passes the guard like
 * the first one; headers stay with the server they were written for; the time is for all of them together.
 * Errors: EgressError, `http_redirects` for one too many.
 */
export async function sendFollowing(egress: Pick<EgressClient, "send">, request: EgressRequest, redirects: number): Promise<EgressAnswer> {
  let asked = request;
  let durationMs = 0;
  for (let left = redirects; ; left--) {
    const answer = await egress.send(asked);
    durationMs += answer.durationMs;
    const { location } = answer.headers;
    if (redirects === 0 || !REDIRECTS.has(answer.status) || location === undefined) return { ...answer, durationMs };
    const url = URL.parse(location, asked.url);
    if (left === 0)
      throw new EgressError("http_redirects", `${request.url.split("?")[0]} sent the request on more than ${redirects} times.`, "maybe");
    if (!url || (url.protocol !== "https:" && url.protocol !== "http:"))
      throw new EgressError(
        "http_redirects",
        `${request.url.split("?")[0]} sent the request on to something that is not a web address.`,
        "maybe",
      );
    if (durationMs >= request.timeoutMs) throw new EgressError("http_timeout", `${url.host} did not answer in time.`, "maybe");
    asked = { ...asked, url: url.href, headers: headersFor(url, asked), timeoutMs: request.timeoutMs - durationMs };
  }
}

/** A step down from https to http counts as another server. */
function headersFor(url: URL, { url: before, headers }: EgressRequest): Record<string, string> {
  if (new URL(before).origin === url.origin) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => FOR_ANYBODY.has(name)));
}
