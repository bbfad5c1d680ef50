import type { Logger } from "pino";
import type { Settings } from "../settings.ts";
import type { SimulatorNotes } from "../simulator-notes.ts";
import type { CatalogStore } from "./catalog-store.ts";
import type { Changes } from "./changes.ts";
import type { GuardStore } from "./guard-store.ts";
import type { RecordingStore } from "./recording-store.ts";
import type { RunHistory } from "./run-history.ts";
import type { RunStore } from "./run-store.ts";
import { openEmbedded } from "./sqlite/open-embedded.ts";

/** All that an installation keeps, on one of the two engines. */
export interface Stores {
  runs: RunStore;
  history: RunHistory;
  recordings: RecordingStore;
  guards: GuardStore;
  catalog: CatalogStore;
  /** 32 bytes that encrypt secrets. */
  masterKey: Buffer;
  /** Auth token of the simulator's account. */
  simulatorToken: string;
  simulatorNotes: SimulatorNotes;
  /** What replicas tell each other of the catalog. */
  changes: Changes;
  /** No other process uses them. */
  alone: boolean;
  /** `work` while no other replica is in `work` of this name. */
  oneAtATime: <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;
  close: () => Promise<void>;
}

/** PostgreSQL when DATABASE_URL is set, else the data folder. Errors: those of `openReplica` and `openEmbedded`. */
export async function openStores(settings: Settings, log: Logger): Promise<Stores> {
  if (settings.databaseUrl === null) return openEmbedded(settings, log);
  // An embedded installation needs no client of PostgreSQL.
  const { openReplica } = await import("./postgres/open-replica.ts");
  return openReplica(settings, settings.databaseUrl, log);
}
