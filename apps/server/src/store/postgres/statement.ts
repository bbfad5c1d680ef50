/** A statement of the port as PostgreSQL takes it. With a name it is parsed once per connection. */
export interface Statement {
  text: string;
  name?: string;
}

/** Programs have some hundred statements; texts that are put together may be more, and those are not kept. */
const KEPT = 1_000;
const known = new Map<string, Statement>();

export function statement(sql: string): Statement {
  const found = known.get(sql);
  if (found) return found;
  const text = numbered(sql);
  if (known.size >= KEPT) return { text };
  const made: Statement = { text, name: `cb${known.size}` };
  known.set(sql, made);
  return made;
}

/** `?` → `$1`, `$2`, …; not inside of texts, quoted names and comments. */
export function numbered(sql: string): string {
  let n = 0;
  return sql.replace(/'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\?/g, (found) => (found === "?" ? `$${++n}` : found));
}
