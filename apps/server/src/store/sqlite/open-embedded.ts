import type { Logger } from "pino";
import { type KeySource, openDataFolder } from "../../data-folder.ts";
import { folderNotes } from "../../simulator-notes.ts";
import { createCatalog } from "../catalog/catalog.ts";
import { withLookUps } from "../catalog/look-ups.ts";
import { SQLITE_CATALOG } from "../catalog/migrations-sqlite.ts";
import { createChanges } from "../changes.ts";
import { createGuardStore } from "../guard-store.ts";
import { GUARD_MIGRATIONS } from "../guards/migrations.ts";
import type { Stores } from "../stores.ts";
import { settleRestored } from "../runs/restored.ts";
import { createRecordingStore } from "../runs/recordings.ts";
import { createRunHistory } from "../runs/run-history.ts";
import { openSqlite } from "./sql.ts";
import { createSqliteRunStore } from "./sqlite-run-store.ts";

/** The one process of a data folder. Errors: those of `openDataFolder`, `database_not_opened`, `database_newer`. */
export async function openEmbedded(settings: KeySource & { dataDir: string }, log: Logger): Promise<Stores> {
  const folder = openDataFolder(settings.dataDir, settings);
  const closers: (() => unknown)[] = [folder.release];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const sql = openSqlite(folder.database);
    closers.push(() => sql.close());
    sql.migrate("catalog", SQLITE_CATALOG);
    sql.migrate("guards", GUARD_MIGRATIONS);
    const runs = createSqliteRunStore(sql);
    closers.push(() => runs.close());
    await settleRestored(sql, await runs.now(), log);
    const changes = createChanges();
    return {
      runs,
      history: createRunHistory(sql),
      recordings: createRecordingStore(sql),
      guards: createGuardStore(sql, () => runs.now()),
      catalog: withLookUps(createCatalog(sql, { masterKey: folder.masterKey }), changes, null),
      masterKey: folder.masterKey,
      simulatorToken: folder.simulatorToken,
      simulatorNotes: folderNotes(folder.path),
      changes,
      alone: true,
      oneAtATime: (_name, work) => work(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
