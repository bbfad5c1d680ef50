import { CodedError } from "@cordboard/contract";
import { createPlivoClient, type PlivoClient } from "@cordboard/plivo";

/** One account at a carrier, real or simulated. */
export interface Carrier {
  name: "plivo" | "simulator";
  authId: string;
  /** Tokens whose signatures are good; the first one is ours to send with. Two during a rotation. */
  authTokens: readonly string[];
  /** Origin of the REST API. */
  baseUrl: string;
  /** Since when this account is in use, ms: what was attempted before was perhaps attempted at another one, whose lists these are not. */
  since?: number;
  /** `fetch`: hands in a wrapper that takes notes. */
  connect: (fetch?: typeof globalThis.fetch) => PlivoClient;
}

/** Real runs go to `live`. Test runs go to the simulator, whatever CARRIER says; with CARRIER=simulator both are the same. */
export interface Carriers {
  live: Carrier;
  test: Carrier | null;
  of: (test: boolean) => Carrier | null;
}

export function createCarrier(account: Omit<Carrier, "connect">): Carrier {
  const [authToken = ""] = account.authTokens;
  const { authId, baseUrl } = account;
  return { ...account, connect: (fetch) => createPlivoClient({ authId, authToken, baseUrl, ...(fetch && { fetch }) }) };
}

export function createCarriers(live: Carrier, test: Carrier | null): Carriers {
  return { live, test, of: (isTest) => (isTest ? test : live) };
}

/** Errors: `simulator_off`. */
export function simulatorOf(carriers: Carriers): Carrier {
  if (carriers.test) return carriers.test;
  throw new CodedError(
    "simulator_off",
    "The simulator is not running because PLIVO_API_BASE is set for the real carrier; unset it to try flows.",
  );
}
