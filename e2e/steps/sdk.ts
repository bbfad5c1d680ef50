import plivo from "plivo";
import { API_KEY, AUTH_ID, type Product } from "./product.ts";

/** What the official SDK answers on the PHLO doors; its own types stop short of it. */
export interface SdkPhlos {
  run: (phloId: string, payload: Record<string, unknown>) => Promise<{ apiId: string; phloId: string; message: string }>;
  get: (phloId: string) => Promise<{ apiId: string; phloId: string; name: string; createdOn: string }>;
}

/** The official SDK, used as its page says but for the `url`. */
export function officialSdk(product: Product, authToken = API_KEY, authId = AUTH_ID): SdkPhlos {
  const client = untyped(new plivo.PhloClient(authId, authToken, { url: `${product.url}/v1` }));
  return {
    run: (phloId, payload) => client.phlo(phloId).run(payload),
    get: (phloId) => client.phlo.get(phloId),
  };
}

interface UntypedClient {
  phlo: ((phloId: string) => { run: (payload: Record<string, unknown>) => ReturnType<SdkPhlos["run"]> }) & { get: SdkPhlos["get"] };
}

function untyped(client: unknown): UntypedClient {
  return client as UntypedClient;
}
