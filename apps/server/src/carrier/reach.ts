import type { IncomingMessage, ServerResponse } from "node:http";
import type { ReachReport } from "@cordboard/api";
import { PlivoError } from "@cordboard/plivo";
import { z } from "zod";
import { newToken } from "../auth/token.ts";
import type { Carrier } from "../runtime/carriers.ts";
import type { FactStore } from "../store/catalog-store.ts";

/*
 * Whether PUBLIC_URL leads here from outside. Whoever knows a one-time token comes through it; behind a load balancer the
 * one who is met may be another replica, so both sides are facts in the store.
 *
 *   ask ─► "asked" = token ─► the carrier posts to …/carrier/reach/<token> ─► "met" = token ─► reached, by the carrier
 *                                └─ not within WAIT_MS, or it can't be asked ─► we ask ourselves ─► reached, by itself
 */
const ASKED = "reach_asked";
const MET = "reach_met";
const REACHED = "reach_report";
const PATH = "/carrier/reach/";
const WAIT_MS = 10_000;
const LOOK_MS = 200;
const OWN_MS = 5_000;

export interface Reach {
  /** Takes what comes to its address; false: not ours. */
  door: (request: IncomingMessage, response: ServerResponse) => boolean;
  ask: () => Promise<ReachReport>;
  /** The last time that somebody came through the present PUBLIC_URL; null: never. */
  last: () => Promise<{ by: ReachReport["by"]; at: number } | null>;
}

export interface ReachOptions {
  publicUrl: string;
  facts: FactStore;
  carrier: Pick<Carrier, "name" | "connect">;
  fetch: typeof globalThis.fetch;
}

const reached = z.object({ publicUrl: z.string(), by: z.enum(["carrier", "simulator", "itself"]) });

export function createReach({ publicUrl, facts, carrier, fetch }: ReachOptions): Reach {
  const meet = async (token: string): Promise<boolean> => {
    if ((await facts.fact(ASKED))?.value !== token) return false;
    await facts.say(MET, token);
    return true;
  };
  const isMet = async (token: string): Promise<boolean> => (await facts.fact(MET))?.value === token;
  const report = async (by: ReachReport["by"], message: string): Promise<ReachReport> => {
    if (by !== null) await facts.say(REACHED, JSON.stringify({ publicUrl, by }));
    return { publicUrl, reached: by !== null, by, message };
  };

  return {
    door: (request, response) => {
      const token = request.url?.startsWith(PATH) ? request.url.slice(PATH.length).split("?")[0] : undefined;
      if (token === undefined) return false;
      request.resume();
      void meet(token)
        .then((met) => answer(response, met ? 200 : 404))
        .catch(() => answer(response, 503));
      return true;
    },

    ask: async () => {
      const token = newToken();
      const url = `${publicUrl}${PATH}${token}`;
      await facts.say(ASKED, token);
      const refusal = await carrierComes(carrier, url, () => isMet(token));
      if (refusal === null) return report(...byCarrier(carrier.name));
      const own = await weCome(fetch, url, () => isMet(token));
      if (own !== null) return report(null, `Nothing came through ${publicUrl}: ${own} ${NEXT}`);
      return report(
        "itself",
        `Cordboard met itself at ${publicUrl}, but the carrier did not come: ${refusal} This proves the name and the certificate as they look from here, and nothing of the way from outside. ${NEXT}`,
      );
    },

    last: async () => {
      const fact = await facts.fact(REACHED);
      const known = fact ? reached.parse(JSON.parse(fact.value)) : null;
      return fact && known?.publicUrl === publicUrl ? { by: known.by, at: fact.at } : null;
    },
  };
}

const NEXT = "Look at PUBLIC_URL, the name’s DNS entry, the proxy and the firewall.";

const byCarrier = (name: Carrier["name"]): [ReachReport["by"], string] =>
  name === "plivo"
    ? ["carrier", "The carrier came through PUBLIC_URL from its own network: calls and texts will find their way here."]
    : [
        "simulator",
        "The simulator came through PUBLIC_URL. It runs beside Cordboard, so this says nothing of the way from outside: try again with an account at Plivo.",
      ];

/** Null: it came. Else why not. */
async function carrierComes(carrier: ReachOptions["carrier"], url: string, met: () => Promise<boolean>): Promise<string | null> {
  try {
    await carrier.connect().account.postTo(url);
  } catch (error) {
    if (!(error instanceof PlivoError)) throw error;
    return error.message;
  }
  for (let waited = 0; waited < WAIT_MS; waited += LOOK_MS) {
    if (await met()) return null;
    await new Promise((done) => setTimeout(done, LOOK_MS));
  }
  return `it was asked to, and nothing came within ${WAIT_MS / 1_000} s.`;
}

/** Null: we met ourselves. Else why not. */
async function weCome(fetch: typeof globalThis.fetch, url: string, met: () => Promise<boolean>): Promise<string | null> {
  try {
    const answer = await fetch(url, { method: "POST", redirect: "manual", signal: AbortSignal.timeout(OWN_MS) });
    if (await met()) return null;
    return `something else answers there (status ${answer.status}).`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `${cause instanceof Error ? cause.message : String(cause)}.`;
  }
}

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", connection: "close" });
  response.end(status === 200 ? "Met.\n" : "Nobody waits here.\n");
}
