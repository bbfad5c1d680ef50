import type { Json, JsonObject } from "@cordboard/contract";
import { QueryError } from "./query-error.ts";

/** The rows of an answer, up to what its step may keep. */
export class KeptRows {
  readonly rows: JsonObject[] = [];
  /** There was at least one more. */
  more = false;
  readonly #limits: { maxRows: number; maxBytes: number };
  #bytes = 0;

  constructor(limits: { maxRows: number; maxBytes: number }) {
    this.#limits = limits;
  }

  /** Columns of the same name: the last one counts. Errors: QueryError `query_too_large`. */
  add(columns: readonly string[], values: readonly unknown[]): void {
    const { maxRows, maxBytes } = this.#limits;
    if (this.rows.length >= maxRows) {
      this.more = true;
      return;
    }
    const row: JsonObject = Object.fromEntries(columns.map((column, i) => [column, toJson(values[i])]));
    this.#bytes += Buffer.byteLength(JSON.stringify(row));
    if (this.#bytes > maxBytes)
      throw new QueryError(
        "query_too_large",
        `The rows are larger than ${Math.floor(maxBytes / 1024)} kB. Ask for fewer columns, or fewer rows.`,
      );
    this.rows.push(row);
  }
}

/** A column's value as a variable may hold it: times as ISO 8601, bytes in hexadecimal, what JSON has no number for as text. */
function toJson(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (Buffer.isBuffer(value)) return value.toString("hex");
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toJson(inner)]));
  return typeof value === "bigint" ? value.toString() : null;
}
