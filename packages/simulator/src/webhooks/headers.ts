import { signV2, signV3 } from "@cordboard/plivo";

interface Signed {
  method: "GET" | "POST";
  url: string;
  /** Form fields of a POST; of a GET they are in the URL already. */
  params: Record<string, string>;
  nonce: string;
  authToken: string;
}

/**
 * Both families of signatures, each also in its main-account form: the platform sends all of them, and for a resource of
 * the main account the two forms are equal (plivo-platform 5.1).
 */
export function signatureHeaders({ method, url, params, nonce, authToken }: Signed): Record<string, string> {
  const v3 = signV3({ method, url, params: method === "GET" ? {} : params, nonce, authToken });
  const v2 = signV2({ url, nonce, authToken });
  return {
    "X-Plivo-Signature-V3": v3,
    "X-Plivo-Signature-Ma-V3": v3,
    "X-Plivo-Signature-V3-Nonce": nonce,
    "X-Plivo-Signature-V2": v2,
    "X-Plivo-Signature-Ma-V2": v2,
    "X-Plivo-Signature-V2-Nonce": nonce,
  };
}

/** The URL as it is requested: a GET carries its parameters in the query, behind those that the URL has. */
export function requestUrl(method: "GET" | "POST", url: string, params: Record<string, string>): string {
  const query = new URLSearchParams(params).toString();
  if (method === "POST" || query === "") return url;
  return `${url}${url.includes("?") ? "&" : "?"}${query}`;
}
