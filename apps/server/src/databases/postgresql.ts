import type { Duplex } from "node:stream";
import type { Json } from "@cordboard/contract";
import pg from "pg";
import type { DatabaseServer } from "./database-server.ts";
import type { Driver, Question } from "./databases.ts";
import { KeptRows } from "./kept-rows.ts";
import type { MeteredStream } from "./metered-stream.ts";
import { driverError, QueryError } from "./query-error.ts";

/**
 * PostgreSQL undoes whatever it was not told to commit, so a query is in doubt only while it is told. The statement goes by the
 * extended protocol, which takes one, with its values beside it.
 */
export const postgresql: Driver = {
  ask: async (server, question, open) => {
    const { client, stream } = await signIn(server, open);
    const kept = new KeptRows(question);
    let committing = false;
    try {
      await client.query(
        `BEGIN ${question.mayChange ? "READ WRITE" : "READ ONLY"}; SET LOCAL statement_timeout = ${question.timeoutSeconds * 1000}; SET LOCAL datestyle = ISO`,
      );
      const result = await run(client, stream, question, kept);
      if (question.mayChange) {
        committing = true;
        await client.query("COMMIT");
      }
      return { rows: kept.rows, rowCount: result.answersRows ? kept.rows.length : result.changed, more: kept.more };
    } catch (error) {
      throw error instanceof QueryError ? error : queryError(error, committing);
    } finally {
      stream.destroy();
    }
  },
};

/** Errors: QueryError. */
async function signIn(server: DatabaseServer, open: () => Promise<MeteredStream>): Promise<{ client: pg.Client; stream: MeteredStream }> {
  const attempt = async (encrypted: boolean): Promise<{ client: pg.Client; stream: MeteredStream }> => {
    const stream = await open();
    const client = new pg.Client(configOf(server, stream, encrypted));
    // Without a listener a connection that breaks between two queries would end the process.
    client.on("error", () => undefined);
    await client.connect();
    return { client, stream };
  };
  try {
    return await attempt(server.tls !== "off").catch((error: unknown) => {
      if (server.tls === "prefer" && /does not support SSL/.test(driverError(error).message)) return attempt(false);
      throw error;
    });
  } catch (error) {
    if (error instanceof QueryError) throw error;
    const { code, message } = driverError(error);
    if (/^28|^3D/.test(code)) throw new QueryError("sign_in_failed", `The database did not let us in: ${message}`);
    throw new QueryError("database_unreachable", `The database could not be reached: ${message}`, { again: true });
  }
}

/** All that the driver would else take from our own environment, which is nobody else's business. */
const configOf = (server: DatabaseServer, stream: Duplex, encrypted: boolean): pg.ClientConfig => ({
  stream: () => stream,
  host: server.host,
  port: server.port,
  user: server.user,
  password: () => server.password,
  database: server.database,
  ssl: encrypted && { rejectUnauthorized: server.tls === "verify" },
  application_name: "Cordboard",
  types: { getTypeParser: parserFor },
});

/** Without `queryMode` a statement that has no values would go by the simple protocol, which takes several. */
interface OneStatement extends pg.QueryArrayConfig<(string | null)[]> {
  queryMode: "extended";
}

/** `answersRows`: the statement answers rows, even if there are none; else `changed` counts. */
function run(
  client: pg.Client,
  stream: MeteredStream,
  { sql, values, mayChange }: Question,
  kept: KeptRows,
): Promise<{ answersRows: boolean; changed: number }> {
  return new Promise((done, fail) => {
    const statement: OneStatement = { text: sql, values: values.map(bound), rowMode: "array", queryMode: "extended" };
    const query = client.query(new pg.Query(statement));
    query.on("row", (row: unknown[], result) => {
      try {
        const columns = result?.fields.map(({ name }) => name) ?? [];
        kept.add(columns, row);
        // Nothing hangs on the rest.
        if (!kept.more || mayChange) return;
        done({ answersRows: true, changed: 0 });
      } catch (error) {
        fail(error);
      }
      stream.destroy();
    });
    query.on("end", (result) => done({ answersRows: result.fields.length > 0, changed: result.rowCount ?? 0 }));
    query.on("error", fail);
  });
}

/** As PostgreSQL reads a text of no type yet: it gives it the type that the statement asks for. */
const bound = (value: Json): string | null => (value === null ? null : typeof value === "object" ? JSON.stringify(value) : String(value));

/** Not now, rather than never: serialization, deadlock, a lock; too many connections, a server that goes down or comes up. */
const PASSING = /^(?:40001|40P01|55P03|53|57P|08)/;

function queryError(error: unknown, committing: boolean): QueryError {
  const { code, message } = driverError(error);
  if (code === "57014") return new QueryError("query_timeout", "The database did not answer in time.");
  if (code === "25006") return new QueryError("query_read_only", `The step may not change data: ${message}`);
  // Without a code of PostgreSQL's it is the connection that broke.
  if (!/^[0-9A-Z]{5}$/.test(code)) {
    if (committing)
      return new QueryError("uncertain", `The connection broke while the change was committed: ${message}`, { done: "maybe" });
    return new QueryError("database_unreachable", `The connection to the database broke: ${message}`, { again: true });
  }
  return new QueryError("query_failed", message, { again: PASSING.test(code) });
}

type Parser = (text: string) => unknown;

const asText: Parser = (text) => text;
const { builtins } = pg.types;

/**
 * What is exact stays so: big and decimal numbers that a double can't hold are text. A moment becomes UTC; a date or a time
 * without a zone has none to be moved to.
 */
const PARSERS: Readonly<Record<number, Parser>> = {
  [builtins.BOOL]: (text) => text === "t",
  [builtins.INT2]: Number,
  [builtins.INT4]: Number,
  [builtins.OID]: Number,
  [builtins.FLOAT4]: Number,
  [builtins.FLOAT8]: Number,
  [builtins.INT8]: (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text),
  [builtins.JSON]: (text) => JSON.parse(text) as unknown,
  [builtins.JSONB]: (text) => JSON.parse(text) as unknown,
  [builtins.BYTEA]: (text) => text.replace(/^\\x/, ""),
  [builtins.TIMESTAMPTZ]: (text) => {
    const moment = new Date(text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"));
    return Number.isNaN(moment.getTime()) ? text : moment;
  },
};
/** Lists of boolean, int2, int4, text, varchar, int8, float4, float8 and uuid. */
const LISTS: ReadonlySet<number> = new Set([1000, 1005, 1007, 1009, 1015, 1016, 1021, 1022, 2951]);

function parserFor(oid: number): Parser {
  if (LISTS.has(oid)) return pg.types.getTypeParser(oid, "text");
  return PARSERS[oid] ?? asText;
}
