import type { PlivoClient } from "@cordboard/plivo";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { Authenticator } from "../auth/authenticate.ts";
import type { MediaLinks } from "../auth/media-link.ts";
import type { RecordingLinks } from "../auth/recording-link.ts";
import type { KeptAccount, KeptAccounts } from "../carrier/kept-account.ts";
import type { Reach } from "../carrier/reach.ts";
import type { LoadShedding } from "../runtime/load-shedding.ts";
import type { Recordings } from "../recordings/recordings.ts";
import type { Runtime } from "../runtime/ports.ts";
import type { Sending } from "../runtime/sending.ts";
import type { Sample } from "../samples.ts";
import type { CatalogStore } from "../store/catalog-store.ts";
import type { Changes } from "../store/changes.ts";
import type { GuardStore } from "../store/guard-store.ts";
import type { RunHistory } from "../store/run-history.ts";
import type { RunStore } from "../store/run-store.ts";
import type { Stores } from "../store/stores.ts";

export interface ApiSettings {
  /** Without a slash at the end. */
  publicUrl: string;
  /** FALLBACK_URL. */
  fallbackUrl: string | null;
  carrier: "simulator" | "plivo";
  /** The variables of the environment that name the carrier's account. */
  carrierVariables: readonly string[];
  /** Origin of Plivo's REST API. */
  plivoApiBase: string;
  /** DESTINATION_COUNTRIES is set. */
  countriesGiven: boolean;
  /** PLIVO_AUTH_ID; also `:accountId` of the PHLO doors. */
  accountId: string;
  /** CORDBOARD_API_KEY. */
  apiKey?: string | undefined;
  /** DESTINATION_COUNTRIES; null: every country. */
  destinationCountries: string[] | null;
  /** CORDBOARD_TEST=1: the test clock exists. */
  testMode: boolean;
  /** TRUST_PROXY: addresses whose X-Forwarded-* are believed. */
  trustProxy: string[];
  version: string;
  /** The built editor; null while there is none. */
  editorDir: string | null;
}

/** What main.ts hands in. */
export interface ApiParts {
  settings: ApiSettings;
  catalog: CatalogStore;
  /** What replicas tell each other of the catalog, and live pages hear. */
  changes: Changes;
  /** `work` while no other replica is in `work` of this name. */
  oneAtATime: Stores["oneAtATime"];
  runs: RunStore;
  history: RunHistory;
  runtime: Runtime;
  /** The limits on what goes out, and what counts against them. */
  sending: Sending;
  guards: Pick<GuardStore, "queue" | "spending">;
  /** Says when nothing new can be started. */
  shedding: Pick<LoadShedding, "refuses">;
  /** Loaded by `samples.ts`; what "new from sample" offers. */
  samples: Sample[];
  /** The account's numbers and applications. */
  carrier: Pick<PlivoClient, "numbers" | "applications" | "account">;
  /** The account that people have entered. */
  keptAccounts: KeptAccounts;
  /** With which of those this process began. */
  accountInUse: KeptAccount | null;
  reach: Pick<Reach, "ask" | "last">;
  /** When the last backup of the data folder was made, ms. Null: never here. `unknown`: the database is not ours to back up. */
  lastBackup: () => number | null | "unknown";
  /** The simulator that `/api/sim/*` mirrors; null when none runs. */
  simulator: { url: string; authId: string; authToken: string } | null;
  masterKey: Buffer;
  /** Files of recordings. */
  recordings: Recordings;
  /** The runtime's figures; those of the API join them. */
  registry: Registry;
  logger: Logger;
}

/** What the route handlers work with. */
export interface Deps extends Omit<ApiParts, "masterKey" | "shedding"> {
  auth: Authenticator;
  mediaLinks: MediaLinks;
  recordingLinks: RecordingLinks;
  /** With which receivers check posted events, `whsec_…`. */
  eventSecret: string;
}
