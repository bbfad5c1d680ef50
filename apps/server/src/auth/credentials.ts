import type { IncomingMessage } from "node:http";

/** What a request shows to say who it is. `bad`: an Authorization header that can't be read. */
export type Credential =
  | { kind: "none" }
  | { kind: "bad" }
  | { kind: "bearer"; text: string }
  | { kind: "basic"; account: string; text: string }
  | { kind: "cookie"; text: string };

/** `__Host-` pins the cookie to this host, path / and HTTPS; plain HTTP can't set it. */
export const cookieName = (publicUrl: string): string =>
  publicUrl.startsWith("https:") ? "__Host-cordboard_session" : "cordboard_session";

/** An Authorization header is taken alone: a wrong one never falls back to the cookie. */
export function credentialOf(request: Pick<IncomingMessage, "headers">, publicUrl: string): Credential {
  const header = request.headers.authorization;
  if (header !== undefined) return authorization(header);
  const text = cookieValue(request.headers.cookie ?? "", cookieName(publicUrl));
  return text ? { kind: "cookie", text } : { kind: "none" };
}

function authorization(header: string): Credential {
  const [, scheme = "", value = ""] = /^(\S+) +(\S+)$/.exec(header) ?? [];
  if (/^bearer$/i.test(scheme)) return { kind: "bearer", text: value };
  if (!/^basic$/i.test(scheme)) return { kind: "bad" };
  const [, account, text] = /^([^:]*):(.*)$/s.exec(Buffer.from(value, "base64").toString("utf8")) ?? [];
  return account === undefined || !text ? { kind: "bad" } : { kind: "basic", account, text };
}

function cookieValue(header: string, name: string): string | null {
  for (const part of header.split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}

/** `Set-Cookie` that opens (or with an empty token ends) the browser's session. */
export function sessionCookie(publicUrl: string, token: string, maxAgeSeconds: number): string {
  const secure = publicUrl.startsWith("https:") ? "; Secure" : "";
  return `${cookieName(publicUrl)}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`;
}
