import { ApiError, createClient } from "@cordboard/api";

export { ApiError };

/** Told about every answer: "ok", "signed_out" (401) or "offline". The app's connection store listens. */
type AnswerKind = "ok" | "signed_out" | "offline";
let listener: (kind: AnswerKind) => void = () => {};
export function onAnswer(callback: (kind: AnswerKind) => void): void {
  listener = callback;
}

export async function watchedFetch(url: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(url, init);
    // The sign-in form's own 401 is about the key that was typed, not about the session.
    if (response.status === 401) {
      if (!url.startsWith("/api/session")) listener("signed_out");
    } else listener(isGatewayTrouble(response) ? "offline" : "ok");
    return response;
  } catch (error) {
    if (!init.signal?.aborted) listener("offline");
    throw error;
  }
}

/** A proxy in front of Cordboard that doesn't reach it; Cordboard's own errors are JSON. */
function isGatewayTrouble(response: Response): boolean {
  const json = response.headers.get("content-type")?.includes("json") ?? false;
  return response.status >= 502 && response.status <= 504 && !json;
}

/** Routes by name, typed from the table both sides share. Throws ApiError; `offline` has status 0. */
export const api = createClient({ baseUrl: "", fetch: watchedFetch });
