import type { RunStore } from "../run-store.ts";
import type { Sql } from "../sql.ts";
import { createCommitEntries } from "./commit-entries.ts";
import type { DatabaseTime } from "./database-time.ts";
import { rememberTokens } from "./known-tokens.ts";
import { createOptOuts } from "./opt-outs.ts";
import { createOutbox } from "./outbox.ts";
import { createReplicas } from "./replicas.ts";
import { createRouting } from "./routing.ts";
import type { RunFeed } from "./run-feed.ts";
import { createRunReader } from "./run-reader.ts";
import { createRunWriter, type RunEngine } from "./run-writer.ts";
import { sweep } from "./sweep.ts";
import { createTimers } from "./timers.ts";

/** The run store over an engine. `patient`: for lists and sweeps, which may take longer than a webhook waits. */
export function createRunStore(options: {
  sql: Sql;
  patient: Sql;
  engine: RunEngine;
  time: DatabaseTime;
  feed: RunFeed;
  close: () => Promise<void>;
}): RunStore {
  const { sql, patient, time, feed } = options;
  return rememberTokens({
    ...createRunReader(sql, patient),
    ...createRunWriter(options),
    ...createCommitEntries(sql, time.now),
    ...createTimers(sql, time),
    ...createOutbox(sql, time),
    ...createRouting(sql),
    ...createOptOuts(sql, time.now),
    ...createReplicas(sql, time),
    subscribe: feed.subscribe,
    now: async () => time.now(),
    shiftClock: async (change) => {
      await time.shift(change);
      return time.now();
    },
    ready: () => sql.alive(),
    sweep: (older) => sweep(patient, time.now(), older),
    close: async () => {
      time.close();
      await feed.close();
      await options.close();
    },
  });
}
