import { carrierUrls, type DestinationGuard } from "@cordboard/carrier";
import { pino } from "pino";
import { doorOf } from "../src/carrier/addresses.ts";
import { createReceive } from "../src/carrier/receive.ts";
import { type EgressClient, EgressError } from "../src/egress/egress-client.ts";
import { type Carrier, createCarriers } from "../src/runtime/carriers.ts";
import type { CompiledFlows } from "../src/runtime/compiled-flows.ts";
import type { FlowCatalog, SubFlows } from "../src/runtime/ports.ts";
import { createRuntime, type RunningRuntime } from "../src/runtime/runtime.ts";
import type { RunStore } from "../src/store/run-store.ts";
import { type FakeCarrier, MOST_LAG_MS, PUBLIC_URL } from "./fake-carrier.ts";
import type { Webhook } from "./network.ts";
import { SimProcess, type ProcessOptions } from "./sim-process.ts";

export interface ReplicaOptions extends ProcessOptions {
  store: RunStore;
  carrier: FakeCarrier;
  catalog: FlowCatalog;
  flows: CompiledFlows;
  subFlows: SubFlows;
  /** A web server somewhere: told the effect's address; answers or throws EgressError. */
  web: (url: string, method: string) => { status: number; body: string };
}

/** The lists lag; and between "begun" and the request lies a lease at most. */
const SETTLE_MS = MOST_LAG_MS + 3_000;

const log = pino({ enabled: false });
const guard: DestinationGuard = { check: (value) => ({ ok: true, value }) };

/** One process of the server as it is, on what the simulation gives it. */
export interface Replica {
  process: SimProcess;
  runtime: RunningRuntime;
  receive: (webhook: Webhook) => Promise<string>;
}

export function startReplica(options: ReplicaOptions): Replica {
  const process = new SimProcess(options);
  const { chance, carrier, catalog } = options;
  const store = process.storeOf(options.store);
  const account: Carrier = {
    name: "simulator",
    authId: "MASIMULATION",
    authTokens: ["token"],
    baseUrl: "https://carrier.test",
    connect: () => carrier.client(process),
  };
  const carriers = createCarriers(account, account);
  const runtime = createRuntime({
    store,
    flows: options.flows,
    carriers,
    urls: carrierUrls(PUBLIC_URL),
    guard,
    egress: webOf(process, options),
    // No flow of the simulation has code in it; a thread would run outside of its time.
    code: { run: () => Promise.reject(new Error("There is no code in a simulation.")) },
    databases: { enter: () => null, ask: () => Promise.reject(new Error("There is no database in a simulation.")) },
    secrets: async () => null,
    subFlows: options.subFlows,
    catalog,
    mediaUrl: (id) => id,
    recordingUrl: (id) => id,
    eventKey: Buffer.alloc(32),
    log,
    host: process.host,
    alone: options.alone,
    settleMs: SETTLE_MS,
  });
  const receive = createReceive({ store, catalog, runtime, carriers, recordings: { transcribed: () => Promise.resolve() }, log });
  return {
    process,
    runtime,
    receive: async ({ path, params, digest }) => {
      const door = doorOf(path);
      if (door?.kind !== "event") throw new Error(`The carrier was given an address that leads nowhere: ${path}`);
      const nonce = { value: chance.hex(16), digest };
      const body = await receive(door.address, { carrier: account, params, nonce, url: path });
      return typeof body === "string" ? body : body();
    },
  };
}

function webOf(process: SimProcess, { chance, scheduler, web, carrier }: ReplicaOptions): EgressClient {
  const { moods } = carrier.options;
  const send: EgressClient["send"] = ({ url, method }) =>
    new Promise((resolve, reject) => {
      scheduler.after(chance.next() * 200, () => {
        if (chance.hit(moods.unreachable)) {
          process.later(20, () => reject(new EgressError("http_unreachable", "No connection.", "no")));
          return;
        }
        const { status, body } = web(url, method);
        const lost = chance.hit(moods.didItTimeout);
        process.later(chance.next() * 3_000, () => {
          if (lost) reject(new EgressError("http_timeout", "Nothing came.", "maybe"));
          else resolve({ status, headers: { "content-type": "application/json" }, body: Buffer.from(body), durationMs: 1 });
        });
      });
    });
  return { send, reach: () => Promise.reject(new Error("Nothing else is reached in a simulation.")), close: async () => undefined };
}
