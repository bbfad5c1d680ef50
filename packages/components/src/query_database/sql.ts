/*
 * Reads SQL only as far as our own rules need: where are the parameters, and is it one statement? What a value holds is never
 * looked at: values travel beside the statement, and the database itself takes no second one there.
 */

export type Database = "postgresql" | "mysql";

export interface ReadSql {
  /** With the database's own placeholders, without a `;` at its end. */
  text: string;
  /** The parameter of each value to bind, in order. */
  bound: string[];
  /** Placeholders of the database's own, which nothing would be bound to. */
  bare: string[];
  statements: number;
  /** A quote or comment that is never closed, as it begins. */
  open: string | null;
  /** `select`, `insert` …, in lower case; empty when nothing is there. */
  verb: string;
}

type Kind = "blank" | "other" | "open" | "word" | "parameter" | "bare" | "end";
type Rule = readonly [Kind, RegExp];

/** What both agree on; tried behind each one's own rules. `:=` and `::` are theirs. */
const COMMON: readonly Rule[] = [
  ["open", /'|"|\/\*/y],
  ["other", /::|:=/y],
  ["parameter", /:([A-Za-z_]\w*)/y],
  ["word", /[\p{L}_][\p{L}\p{N}_$]*/uy],
  ["other", /\d[\w.]*/y],
  ["end", /;/y],
];

const POSTGRESQL: readonly Rule[] = [
  ["blank", /\s+/y],
  ["blank", /--[^\n]*/y],
  ["other", /[eE]'(?:[^'\\]|\\.|'')*'/sy],
  ["other", /'(?:[^']|'')*'/y],
  ["other", /"(?:[^"]|"")*"/y],
  ["other", /\$([\p{L}_][\p{L}\p{N}_]*)?\$.*?\$\1\$/suy],
  ["open", /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy],
  ["bare", /\$\d+/y],
  ...COMMON,
];

const MYSQL: readonly Rule[] = [
  ["blank", /\s+/y],
  ["blank", /--(?=\s|$)[^\n]*/y],
  ["blank", /#[^\n]*/y],
  ["blank", /\/\*.*?\*\//sy],
  ["other", /'(?:[^'\\]|\\.|'')*'/sy],
  ["other", /"(?:[^"\\]|\\.|"")*"/sy],
  ["other", /`(?:[^`]|``)*`/y],
  ["open", /`/y],
  ["bare", /\?/y],
  ...COMMON,
];

export function readSql(sql: string, database: Database): ReadSql {
  const rules = database === "mysql" ? MYSQL : POSTGRESQL;
  const read: ReadSql = { text: "", bound: [], bare: [], statements: 0, open: null, verb: "" };
  /** The last statement has been ended, and nothing has followed it yet. */
  let ended = true;
  for (let at = 0; at < sql.length && read.open === null;) {
    const { kind, written, name } = tokenAt(sql, at, database, rules);
    at += written.length;
    if (kind === "end") {
      ended = true;
      continue;
    }
    if (kind !== "blank" && ended) {
      // What was left out between the two belongs to neither.
      if (read.statements > 0) read.text += ";";
      read.statements += 1;
      ended = false;
    }
    if (kind === "open") read.open = written;
    if (kind === "word" && read.verb === "") read.verb = written.toLowerCase();
    if (kind === "bare") read.bare.push(written);
    read.text += kind === "parameter" ? apart(read.text) + placeholder(read.bound, name, database) : written;
  }
  return { ...read, text: read.text.trim() };
}

function tokenAt(sql: string, at: number, database: Database, rules: readonly Rule[]): { kind: Kind; written: string; name: string } {
  if (database === "postgresql" && sql.startsWith("/*", at)) {
    const written = nestedComment(sql, at);
    return written === null ? { kind: "open", written: "/*", name: "" } : { kind: "blank", written, name: "" };
  }
  for (const [kind, rule] of rules) {
    rule.lastIndex = at;
    const found = rule.exec(sql);
    if (found) return { kind, written: found[0], name: found[1] ?? "" };
  }
  const [sign = ""] = sql.slice(at, at + 2);
  return { kind: "other", written: sign, name: "" };
}

/** PostgreSQL's comments hold comments. */
function nestedComment(sql: string, from: number): string | null {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = from;
  for (let depth = 0, found = mark.exec(sql); found; found = mark.exec(sql)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return sql.slice(from, mark.lastIndex);
  }
  return null;
}

/** Behind a `$` or a name, PostgreSQL would read `$1` as a part of it. */
const apart = (before: string): string => (/[\p{L}\p{N}_$]$/u.test(before) ? " " : "");

/** PostgreSQL gives one number to a parameter wherever it stands, so that it has one type; MySQL counts places. */
function placeholder(bound: string[], name: string, database: Database): string {
  const before = database === "mysql" ? -1 : bound.indexOf(name);
  if (before < 0) bound.push(name);
  return database === "mysql" ? "?" : `$${before < 0 ? bound.length : before + 1}`;
}
