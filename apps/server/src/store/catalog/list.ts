import { CodedError } from "@cordboard/contract";
import type { ListPage } from "../catalog-store.ts";

/** A cursor is the sort key of the last row of a page, so rows that come or go meanwhile neither repeat nor hide others. */
export function pageOf<Row, Item>(
  rows: Row[],
  limit: number,
  toItem: (row: Row) => Item,
  keyOf: (row: Row) => (string | number)[],
): ListPage<Item> {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  const next = rows.length > limit && last !== undefined ? Buffer.from(JSON.stringify(keyOf(last))).toString("base64url") : null;
  return { items: kept.map(toItem), next };
}

/** The parts of a cursor made by `pageOf` with keys of these kinds. Refuses anything else with `bad_cursor`. */
export function cursorParts(cursor: string, kinds: ("string" | "number")[]): (string | number)[] {
  const parts = parseJson(Buffer.from(cursor, "base64url").toString());
  if (!Array.isArray(parts) || parts.length !== kinds.length || parts.some((part, i) => typeof part !== kinds[i]))
    throw new CodedError("bad_cursor", "The cursor does not come from this list; begin again without one.");
  return parts;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
