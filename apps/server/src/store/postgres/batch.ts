import type { RunRows } from "../runs/run-rows.ts";
import type { SqlValue } from "../sql.ts";
import { int8Array, textArray } from "./arrays.ts";

/** A row of an item, and the item's place in its batch. */
export interface Placed<Row> {
  row: Row;
  i: number;
  item: RunRows;
}
type Column<Row> =
  | { type: "text"; of: (entry: Placed<Row>) => string | null }
  | { type: "int8"; of: (entry: Placed<Row>) => number | null };

export const text = <Row>(of: (entry: Placed<Row>) => string | null): Column<Row> => ({ type: "text", of });
export const int8 = <Row>(of: (entry: Placed<Row>) => number | null): Column<Row> => ({ type: "int8", of });
export const runId = { type: "text", of: ({ item }: { item: RunRows }) => item.runId } as const;

/** One statement for a batch, as it grows: its parts in their order, and the parameters in the order of their `?`. */
export interface Batch {
  items: RunRows[];
  /** A part over rows: `sql` gets them as a table `t (i, …)`, and has no parameters before it. */
  part: <Row>(name: string, rows: Placed<Row>[], columns: Record<string, Column<Row>>, sql: (table: string) => string) => void;
  /** A part with these parameters. */
  with: (name: string, sql: string, ...values: SqlValue[]) => void;
  /** The rows of each item, in the items' order. */
  each: <Row>(of: (item: RunRows) => Row[]) => Placed<Row>[];
  /** The row of each item that has one. */
  one: <Row>(of: (item: RunRows) => Row | null) => Placed<Row>[];
  end: (sql: string) => { sql: string; parameters: SqlValue[] };
}

export function createBatch(items: RunRows[]): Batch {
  const parts: string[] = [];
  const parameters: SqlValue[] = [];
  return {
    items,
    part: (name, rows, columns, sql) => {
      const all = Object.values(columns);
      parameters.push(int8Array(rows.map(({ i }) => i)));
      for (const column of all) parameters.push(column.type === "text" ? textArray(rows.map(column.of)) : int8Array(rows.map(column.of)));
      const types = ["?::int8[]", ...all.map(({ type }) => `?::${type}[]`)];
      parts.push(`${name} AS ${sql(`unnest(${types.join(", ")}) AS t (${["i", ...Object.keys(columns)].join(", ")})`)}`);
    },
    with: (name, sql, ...values) => {
      parameters.push(...values);
      parts.push(`${name} AS ${sql}`);
    },
    each: (of) => items.flatMap((item, i) => of(item).map((row) => ({ row, i, item }))),
    one: (of) =>
      items.flatMap((item, i) => {
        const row = of(item);
        return row === null ? [] : [{ row, i, item }];
      }),
    end: (sql) => ({ sql: `WITH ${parts.join(",\n")}\n${sql}`, parameters }),
  };
}

/** The places in a column `i` of rows, as bits. `rows`: a table or a query with an alias. */
export const maskOf = (rows: string): string => `(SELECT coalesce(bit_or(1::int8 << i::int), 0) AS mask FROM ${rows})`;
/** `t.i` is among the winners. */
export const WON = "(((SELECT mask FROM won) >> t.i::int) & 1) = 1";
export const NOT_REFUSED = "(((SELECT mask FROM refused) >> t.i::int) & 1) = 0";
/** When the batch is committed. */
export const NOW = "(SELECT at FROM moment)";
