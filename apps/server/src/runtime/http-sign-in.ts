import { createHmac } from "node:crypto";
import type { HttpRequestEffect } from "@cordboard/contract";
import type { EgressRequest } from "../egress/egress-client.ts";
import { SignInError, type Tokens } from "./http-tokens.ts";

export interface SignedIn {
  headers: Record<string, string>;
  /** The OAuth 2 token among them; a `fresh` one was asked for just now. */
  oauth: { token: string; fresh: boolean } | null;
}

/**
 * The headers that sign a request in. How the secret is written for each kind stands in the component's README; keep both
 * alike. Errors: SignInError.
 */
export async function signIn(
  { kind, secret: name }: HttpRequestEffect["auth"],
  value: string,
  request: Pick<EgressRequest, "method" | "url" | "body" | "timeoutMs">,
  tokens: Tokens,
  nowSeconds: number,
): Promise<SignedIn> {
  // Pasted secrets end in line breaks more often than anybody means them to.
  const text = value.trim();
  switch (kind) {
    case "none":
      return plain({});
    case "basic":
      if (!text.includes(":")) throw new SignInError("secret_invalid", `Write the secret ${name} as user:password.`);
      return plain({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });
    case "bearer":
      return plain({ authorization: `Bearer ${text}` });
    case "api_key": {
      const named = /^([A-Za-z][A-Za-z0-9-]*):[ \t]+(\S.*)$/s.exec(text);
      return plain(named?.[1] ? { [named[1].toLowerCase()]: named[2] ?? "" } : { "x-api-key": text });
    }
    case "hmac": {
      const { pathname, search } = new URL(request.url);
      const head = `${[nowSeconds, request.method.toUpperCase(), pathname + search].join("\n")}\n`;
      const signature = createHmac("sha256", text)
        .update(head)
        .update(request.body ?? "")
        .digest("hex");
      return plain({ "x-timestamp": String(nowSeconds), "x-signature": `sha256=${signature}` });
    }
    case "oauth2": {
      const oauth = await tokens.get({ name, value: text }, request.timeoutMs);
      return { headers: { authorization: `Bearer ${oauth.token}` }, oauth };
    }
  }
}

const plain = (headers: Record<string, string>): SignedIn => ({ headers, oauth: null });
