import { hkdfSync } from "node:crypto";
import { CodedError } from "@cordboard/contract";
import type { Logger } from "pino";
import { givenMasterKey, type KeySource } from "../../data-folder.ts";
import { createCatalog } from "../catalog/catalog.ts";
import { fact, say, sayOnce } from "../catalog/facts.ts";
import { withLookUps } from "../catalog/look-ups.ts";
import { POSTGRES_CATALOG } from "../catalog/migrations-postgres.ts";
import { createSeal } from "../catalog/seal.ts";
import { createGuardStore } from "../guard-store.ts";
import { GUARD_MIGRATIONS } from "../guards/migrations.ts";
import { createRecordingStore } from "../runs/recordings.ts";
import { settleRestored } from "../runs/restored.ts";
import type { Sql } from "../sql.ts";
import type { Stores } from "../stores.ts";
import { createDatabaseClock } from "./clock.ts";
import { openPostgres } from "./database.ts";
import { createPostgresRunStore } from "./postgres-run-store.ts";
import { createSharedChanges } from "./shared-changes.ts";
import { sharedNotes } from "./simulator-notes.ts";

/** What another replica changed is seen at latest after this, also when its hint was lost. */
const LOOK_UP_AGE_MS = 1_000;

type ReplicaSettings = KeySource & { publicUrl: string };

/**
 * One of any number of equal replicas on a PostgreSQL. It keeps nothing on its own disk.
 * Errors: those of `openPostgres`, `database_rights_missing`, `database_newer`, `master_key_invalid`, `master_key_mismatch`.
 */
export async function openReplica(settings: ReplicaSettings, url: string, log: Logger): Promise<Stores> {
  const masterKey = givenMasterKey(settings);
  if (!masterKey) throw new CodedError("setting_invalid", "DATABASE_URL needs CORDBOARD_MASTER_KEY.");
  const database = await openPostgres(url, log);
  const closers: (() => unknown)[] = [database.close];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    await database.migrate("catalog", POSTGRES_CATALOG);
    await database.migrate("guards", GUARD_MIGRATIONS);
    const clock = await createDatabaseClock(database.sql, log);
    closers.push(clock.close);
    await checkMasterKey(database.sql, masterKey, clock.now());
    await sayPublicUrl(database.sql, settings.publicUrl, clock.now(), log);
    const { runs, history } = await createPostgresRunStore(database, log);
    closers.push(() => runs.close());
    await settleRestored(database.sql, await runs.now(), log);
    const changes = createSharedChanges(database.notifications, log);
    const catalog = createCatalog(database.sql, { masterKey, now: clock.now });
    return {
      runs,
      history,
      recordings: createRecordingStore(database.sql),
      guards: createGuardStore(database.sql, () => runs.now()),
      catalog: withLookUps(catalog, changes, LOOK_UP_AGE_MS),
      masterKey,
      simulatorToken: Buffer.from(hkdfSync("sha256", masterKey, "", "cordboard/simulator-token", 20)).toString("hex"),
      simulatorNotes: sharedNotes(database, clock.now),
      changes,
      alone: false,
      oneAtATime: database.underLock,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The first replica's key is the database's; a keyed digest of nothing secret tells it again. */
async function checkMasterKey(sql: Sql, masterKey: Buffer, now: number): Promise<void> {
  const fingerprint = createSeal(masterKey).digest("master key");
  if ((await sayOnce(sql, "master_key", fingerprint, now)) === fingerprint) return;
  throw new CodedError(
    "master_key_mismatch",
    "The data of this database was sealed with another CORDBOARD_MASTER_KEY; start with that one, or use an empty database.",
  );
}

/** The carrier is given one address for all replicas: whoever starts last would turn every number to itself. */
async function sayPublicUrl(sql: Sql, publicUrl: string, now: number, log: Logger): Promise<void> {
  const before = (await fact(sql, "public_url"))?.value ?? publicUrl;
  await say(sql, "public_url", publicUrl, now);
  if (before === publicUrl) return;
  log.warn(
    { code: "public_url_changed", before, publicUrl },
    "the replica before this one was started with another PUBLIC_URL; give all replicas that of their load balancer",
  );
}
