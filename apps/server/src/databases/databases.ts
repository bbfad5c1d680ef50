import { performance } from "node:perf_hooks";
import type { Json, JsonObject, QueryEffect } from "@cordboard/contract";
import type { DatabaseServer } from "./database-server.ts";
import { type MeteredStream, openMetered } from "./metered-stream.ts";
import { QueryError } from "./query-error.ts";

/*
 * Authors' databases. One connection a query, so that nothing of one run's is left for another:
 *
 *   enter ─┬─ ten are under way there ─► null: later
 *          └─► ask ─► connect (metered) ─► sign in ─► begin ─► the statement ─► commit ─► closed
 */
export type Question = Pick<QueryEffect, "sql" | "mayChange" | "timeoutSeconds" | "maxRows" | "maxBytes"> & { values: Json[] };

export interface Answer {
  rows: JsonObject[];
  /** Rows that were read or, of a statement that answers none, changed. */
  rowCount: number;
  /** There were more than `maxRows`. */
  more: boolean;
  durationMs: number;
}

/** One way of speaking to a database. `open` makes a connection; the first may turn out not to be encrypted. */
export interface Driver {
  ask: (server: DatabaseServer, question: Question, open: () => Promise<MeteredStream>) => Promise<Omit<Answer, "durationMs">>;
}

export interface Databases {
  /** Room for one more query there, until it is left; null when there is none now. */
  enter: (server: DatabaseServer) => (() => void) | null;
  /** `address`: where the server was judged to be. Errors: QueryError. */
  ask: (server: DatabaseServer, address: string, question: Question) => Promise<Answer>;
}

/** Databases serve others too, and take a hundred connections or so. */
const QUERIES_AT_ONCE = 10;
/** Beside the rows: the sign-in, names of columns, and a row that is one too many. */
const WIRE_BYTES = 4 * 1024 * 1024;

/** A driver is loaded when the first flow needs it. */
const driverFor = async (kind: DatabaseServer["kind"]): Promise<Driver> =>
  kind === "mysql" ? (await import("./mysql.ts")).mysql : (await import("./postgresql.ts")).postgresql;

export function createDatabases(): Databases {
  const underWay = new Map<string, number>();
  return {
    enter: ({ kind, user, host, port, database }) => {
      const key = JSON.stringify([kind, user, host, port, database]);
      const count = underWay.get(key) ?? 0;
      if (count >= QUERIES_AT_ONCE) return null;
      underWay.set(key, count + 1);
      let left = false;
      return () => {
        if (left) return;
        left = true;
        const now = (underWay.get(key) ?? 1) - 1;
        if (now > 0) underWay.set(key, now);
        else underWay.delete(key);
      };
    },
    ask: async (server, address, question) => {
      const driver = await driverFor(server.kind);
      const began = performance.now();
      const signal = AbortSignal.timeout(question.timeoutSeconds * 1000);
      const streams: MeteredStream[] = [];
      let why: unknown;
      const open = async (): Promise<MeteredStream> => {
        const stream = await openMetered(address, server.port, WIRE_BYTES, signal);
        // A driver hides this error behind one of its own, or takes it for the end of the connection.
        stream.on("error", (error) => (why ??= error));
        signal.addEventListener("abort", () => stream.destroy(timedOut()), { once: true });
        streams.push(stream);
        return stream;
      };
      try {
        const answer = await driver.ask(server, question, open);
        return { ...answer, durationMs: Math.round(performance.now() - began) };
      } catch (error) {
        throw error instanceof QueryError && why instanceof QueryError
          ? new QueryError(why.code, why.message, { done: error.done })
          : error;
      } finally {
        for (const stream of streams) stream.destroy();
      }
    },
  };
}

const timedOut = (): QueryError => new QueryError("query_timeout", "The database did not answer in time.");
