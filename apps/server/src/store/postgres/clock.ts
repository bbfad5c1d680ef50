import type { Logger } from "pino";
import type { Sql } from "../sql.ts";

const EVERY_MS = 30_000;
const PROBES = 3;

export interface DatabaseClock {
  /** The database's real time, ms since the epoch, estimated; a jump of this machine's clock changes nothing. */
  now: () => number;
  close: () => void;
}

/** The clock that all replicas share. The estimate of the quickest of a few probes is off by at most half its round trip. */
export async function createDatabaseClock(sql: Sql, log: Logger): Promise<DatabaseClock> {
  let offset = 0;
  const measure = async (): Promise<void> => {
    let best = Infinity;
    for (let i = 0; i < PROBES; i++) {
      const began = performance.now();
      const row = await sql.get<{ ms: number }>("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ms");
      const took = performance.now() - began;
      if (row === undefined || took >= best) continue;
      best = took;
      offset = row.ms - (began + took / 2);
    }
  };
  await measure();
  const timer = setInterval(() => {
    measure().catch((error: unknown) => log.debug({ err: error }, "the database's clock was not read"));
  }, EVERY_MS);
  timer.unref();
  return { now: () => Math.round(performance.now() + offset), close: () => clearInterval(timer) };
}
