import type { PlivoClient } from "@cordboard/plivo";
import type { RequestHandler } from "express";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { Authenticator } from "../auth/authenticate.ts";
import type { MediaLinks } from "../auth/media-link.ts";
import type { Runtime } from "../runtime/ports.ts";
import type { Sample } from "../samples.ts";
import type { CatalogStore } from "../store/catalog-store.ts";
import type { RunHistory } from "../store/run-history.ts";
import type { RunStore } from "../store/run-store.ts";

export interface ApiSettings {
  /** Without a slash at the end. */
  publicUrl: string;
  carrier: "simulator" | "plivo";
  /** PLIVO_AUTH_ID; also `:accountId` of the PHLO doors. */
  accountId: string;
  /** CORDBOARD_API_KEY. */
  apiKey?: string | undefined;
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
  runs: RunStore;
  history: RunHistory;
  runtime: Runtime;
  /** Loaded by `samples.ts`; what "new from sample" offers. */
  samples: Sample[];
  /** The account's numbers and applications. */
  carrier: Pick<PlivoClient, "numbers" | "applications">;
  /** The simulator that `/api/sim/*` mirrors; null when none runs. */
  simulator: { url: string; authId: string; authToken: string } | null;
  masterKey: Buffer;
  /** The carrier's webhooks, mounted before everything else. */
  webhooks?: RequestHandler;
  /** The runtime's figures; those of the API join them. */
  registry: Registry;
  logger: Logger;
}

/** What the route handlers work with. */
export interface Deps extends Omit<ApiParts, "masterKey" | "webhooks"> {
  auth: Authenticator;
  mediaLinks: MediaLinks;
  /** Told to those who have the flow open. */
  draftSaved: (change: { flowId: string; revision: number; by: string }) => void;
}
