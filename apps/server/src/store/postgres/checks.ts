import { CodedError } from "@cordboard/contract";
import type { Logger } from "pino";
import type { Sql } from "../sql.ts";
import type { Notifications } from "./notifications.ts";

const OLDEST = 150_000;
const CLOCK_MS = 120_000;

interface Facts {
  version: number;
  version_text: string;
  read_only: string;
  standby: number;
  fsync: string;
  full_page_writes: string;
  synchronous_commit: string;
  wal_writer_delay_ms: number;
  now_ms: number;
}

const FACTS = `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS version_text,
  current_setting('transaction_read_only') AS read_only, pg_is_in_recovery()::int AS standby, current_setting('fsync') AS fsync,
  current_setting('full_page_writes') AS full_page_writes, current_setting('synchronous_commit') AS synchronous_commit,
  (SELECT setting::int FROM pg_settings WHERE name = 'wal_writer_delay') AS wal_writer_delay_ms,
  (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms`;

/**
 * Is this a database that can keep what is accepted? Errors: `database_too_old`, `database_read_only`.
 * What only endangers something is a warning with a code, and the start goes on.
 */
export async function checkDatabase(sql: Sql, notifications: Notifications, log: Logger): Promise<void> {
  const facts = await sql.get<Facts>(FACTS);
  const readAt = Date.now();
  if (!facts) throw new Error("PostgreSQL answered without a row");
  if (facts.version < OLDEST) {
    throw new CodedError("database_too_old", `This is PostgreSQL ${facts.version_text}; Cordboard needs 15 or newer: upgrade it.`);
  }
  if (facts.standby === 1 || facts.read_only === "on") {
    throw new CodedError(
      "database_read_only",
      "This PostgreSQL only reads (a standby, or default_transaction_read_only); give DATABASE_URL the primary's address.",
    );
  }
  for (const { code, message } of [...durability(facts), ...clock(facts.now_ms - readAt)]) log.warn({ code }, message);
  if (!(await notifications.works())) {
    log.warn(
      { code: "database_no_listen" },
      "NOTIFY does not arrive: DATABASE_URL seems to lead through a transaction pooler. Replicas hear of each other by looking, up to 2 s later; give DATABASE_URL the direct address, or a pooler in session mode.",
    );
  }
}

type Warning = { code: string; message: string };

function durability(facts: Facts): Warning[] {
  const warnings: Warning[] = [];
  const warn = (message: string): void => void warnings.push({ code: "database_not_durable", message });
  for (const name of ["fsync", "full_page_writes"] as const) {
    if (facts[name] !== "off") continue;
    warn(
      `PostgreSQL runs with ${name}=off: a power cut of its machine may lose anything, or damage the whole database. Set ${name}=on in postgresql.conf.`,
    );
  }
  if (facts.synchronous_commit === "off") {
    warn(
      `PostgreSQL runs with synchronous_commit=off: when it crashes, events accepted in the last ${3 * facts.wal_writer_delay_ms} ms are lost. Set synchronous_commit=on for this database.`,
    );
  }
  return warnings;
}

function clock(aheadMs: number): Warning[] {
  if (Math.abs(aheadMs) < CLOCK_MS) return [];
  const minutes = Math.round(Math.abs(aheadMs) / 60_000);
  const message = `The database's clock is ${minutes} min ${aheadMs > 0 ? "ahead of" : "behind"} this machine's. Timers and deadlines go by the database's; set both by NTP.`;
  return [{ code: "database_clock_off", message }];
}
