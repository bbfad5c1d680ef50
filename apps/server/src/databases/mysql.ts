import { isIP } from "node:net";
import type { Json } from "@cordboard/contract";
import mysql2, { type Connection, type ConnectionOptions } from "mysql2";
import type { DatabaseServer } from "./database-server.ts";
import type { Driver, Question } from "./databases.ts";
import { KeptRows } from "./kept-rows.ts";
import type { MeteredStream } from "./metered-stream.ts";
import { driverError, QueryError } from "./query-error.ts";

/**
 * MySQL and MariaDB. The statement goes prepared, which takes one, with its values beside it. Some tables know no transactions,
 * and changes of a table's form end one: so a change is in doubt from the moment it is sent.
 */
export const mysql: Driver = {
  ask: async (server, question, open) => {
    const { connection, stream } = await signIn(server, open);
    const kept = new KeptRows(question);
    let sent = false;
    try {
      const access = question.mayChange ? "READ WRITE" : "READ ONLY";
      await say(connection, `SET SESSION TRANSACTION ${access}`);
      await limitTime(connection, question.timeoutSeconds);
      await say(connection, `START TRANSACTION ${access}`);
      sent = true;
      const result = await run(connection, stream, question, kept);
      if (question.mayChange) await say(connection, "COMMIT");
      return { rows: kept.rows, rowCount: result.answersRows ? kept.rows.length : result.changed, more: kept.more };
    } catch (error) {
      throw error instanceof QueryError ? inDoubt(error, sent && question.mayChange) : queryError(error, sent && question.mayChange);
    } finally {
      stream.destroy();
    }
  },
};

/** Errors: QueryError. */
async function signIn(
  server: DatabaseServer,
  open: () => Promise<MeteredStream>,
): Promise<{ connection: Connection; stream: MeteredStream }> {
  const attempt = async (encrypted: boolean): Promise<{ connection: Connection; stream: MeteredStream }> => {
    const stream = await open();
    const connection = mysql2.createConnection(optionsOf(server, stream, encrypted));
    // Without a listener a connection that breaks between two queries would end the process.
    connection.on("error", () => undefined);
    await new Promise<void>((done, fail) => connection.connect((error) => (error ? fail(error) : done())));
    return { connection, stream };
  };
  // The driver would look for the name `localhost` in the certificate.
  if (server.tls === "verify" && isIP(server.host.replace(/^\[|\]$/g, "")) !== 0)
    throw new QueryError("secret_invalid", "A certificate is checked for a name: the secret must name the host, not its address.");
  try {
    return await attempt(server.tls !== "off").catch((error: unknown) => {
      if (server.tls === "prefer" && driverError(error).code === "HANDSHAKE_NO_SSL_SUPPORT") return attempt(false);
      throw error;
    });
  } catch (error) {
    if (error instanceof QueryError) throw error;
    const { errno, message } = driverError(error);
    if (REFUSED.has(errno)) throw new QueryError("sign_in_failed", `The database did not let us in: ${message}`);
    throw new QueryError("database_unreachable", `The database could not be reached: ${message}`, { again: true });
  }
}

const optionsOf = (server: DatabaseServer, stream: MeteredStream, encrypted: boolean): ConnectionOptions => ({
  stream,
  host: server.host,
  port: server.port,
  user: server.user,
  password: server.password,
  database: server.database,
  ...(encrypted && { ssl: { rejectUnauthorized: server.tls === "verify", verifyIdentity: server.tls === "verify" } }),
  // A server may not ask for our files.
  flags: ["-LOCAL_FILES"],
  rowsAsArray: true,
  // What is exact stays so: times as the database writes them, big and decimal numbers as text.
  dateStrings: true,
  supportBigNumbers: true,
  disableEval: true,
  connectAttributes: { program_name: "Cordboard" },
});

const say = (connection: Connection, sql: string): Promise<void> =>
  new Promise((done, fail) => connection.query(sql, (error) => (error ? fail(error) : done())));

/** MySQL and MariaDB each have a word of their own for it. Our own clock holds in any case. */
const limitTime = (connection: Connection, seconds: number): Promise<void> =>
  say(connection, `SET SESSION max_execution_time = ${seconds * 1000}`).catch((error: unknown) => {
    if (driverError(error).errno !== UNKNOWN_VARIABLE) throw error;
    return say(connection, `SET SESSION max_statement_time = ${seconds}`);
  });

/** `answersRows`: the statement answers rows, even if there are none; else `changed` counts. */
function run(
  connection: Connection,
  stream: MeteredStream,
  { sql, values, mayChange }: Question,
  kept: KeptRows,
): Promise<{ answersRows: boolean; changed: number }> {
  return new Promise((done, fail) => {
    let columns: string[] | null = null;
    let changed = 0;
    const query = connection.execute(sql, values.map(bound));
    query.on("fields", (fields: { name: string }[] | undefined) => {
      // A procedure may answer several lists, and ends with a count; the first list is the answer.
      columns ??= fields?.map(({ name }) => name) ?? null;
    });
    query.on("result", (row: unknown, index: number | undefined) => {
      if (!Array.isArray(row)) {
        changed = affected(row);
        return;
      }
      if ((index ?? 0) > 0) return;
      try {
        kept.add(columns ?? [], row);
        // Nothing hangs on the rest.
        if (!kept.more || mayChange) return;
        done({ answersRows: true, changed: 0 });
      } catch (error) {
        fail(error);
      }
      stream.destroy();
    });
    query.on("error", fail);
    // A connection that breaks is told to itself, not to what is under way on it.
    connection.once("error", fail);
    query.on("end", () => done({ answersRows: columns !== null, changed }));
  });
}

/** A whole number goes as text: sent as a double, MySQL takes it nowhere that it wants a whole one, such as LIMIT. */
function bound(value: Json): string | number | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  return typeof value === "number" && Number.isInteger(value) ? String(value) : value;
}

function affected(header: unknown): number {
  const count: unknown = typeof header === "object" && header !== null ? Reflect.get(header, "affectedRows") : 0;
  return typeof count === "number" ? count : 0;
}

const UNKNOWN_VARIABLE = 1193;
/** Wrong password, no right to the database, no such database, a way of signing in that is not for us. */
const REFUSED: ReadonlySet<number> = new Set([1044, 1045, 1049, 1698, 1251, 3159]);
const TOO_LONG: ReadonlySet<number> = new Set([3024, 1969, 1317]);
const READ_ONLY = 1792;
/** Not now, rather than never: too many connections, a lock, a deadlock, a server that goes down. */
const PASSING: ReadonlySet<number> = new Set([1040, 1203, 1205, 1213, 1053]);

function queryError(error: unknown, maybe: boolean): QueryError {
  const { errno, message } = driverError(error);
  if (TOO_LONG.has(errno)) return new QueryError("query_timeout", "The database did not answer in time.");
  if (errno === READ_ONLY) return new QueryError("query_read_only", `The step may not change data: ${message}`);
  // Numbers of the server's own begin at 1000; without one it is the connection that broke.
  if (errno < 1000) {
    if (maybe) return new QueryError("uncertain", `The connection broke while the data was changed: ${message}`, { done: "maybe" });
    return new QueryError("database_unreachable", `The connection to the database broke: ${message}`, { again: true });
  }
  return new QueryError("query_failed", message, { again: PASSING.has(errno) });
}

const inDoubt = (error: QueryError, maybe: boolean): QueryError =>
  maybe ? new QueryError(error.code, error.message, { done: "maybe" }) : error;
