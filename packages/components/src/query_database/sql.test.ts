import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Database, readSql } from "./sql.ts";

const read = (sql: string, database: Database = "postgresql") => readSql(sql, database);

describe("PostgreSQL", () => {
  it.each([
    ["SELECT * FROM a WHERE x = :x AND y = :y AND z = :x", "SELECT * FROM a WHERE x = $1 AND y = $2 AND z = $1", ["x", "y"]],
    [
      "SELECT ':a', \":b\", E'\\':c', $$:d$$, $t$:e $$ $t$, :f::text",
      "SELECT ':a', \":b\", E'\\':c', $$:d$$, $t$:e $$ $t$, $1::text",
      ["f"],
    ],
    ["SELECT a[1:2], f(n := 1) -- :x\n/* :y /* :z */ */", "SELECT a[1:2], f(n := 1) -- :x\n/* :y /* :z */ */", []],
    ["SELECT 'it''s :a', data ? :key", "SELECT 'it''s :a', data ? $1", ["key"]],
    ["SELECT 1 ; ", "SELECT 1", []],
  ])("%s", (sql, text, bound) => {
    expect(read(sql)).toMatchObject({ text, bound, statements: 1, open: null, bare: [] });
  });

  it("sees its own placeholders, in which nothing would be put", () => {
    expect(read("SELECT $1, '$2'").bare).toEqual(["$1"]);
  });
});

describe("MySQL", () => {
  it.each([
    ["SELECT * FROM a WHERE x = :x OR z = :x", "SELECT * FROM a WHERE x = ? OR z = ?", ["x", "x"]],
    ["SELECT ':a', \"\\\":b\", 'it\\'s :c', `:d`, @e := :f # :g", "SELECT ':a', \"\\\":b\", 'it\\'s :c', `:d`, @e := ? # :g", ["f"]],
    ["SELECT 5--:a\n-- :b", "SELECT 5--?\n-- :b", ["a"]],
  ])("%s", (sql, text, bound) => {
    expect(read(sql, "mysql")).toMatchObject({ text, bound, statements: 1, open: null, bare: [] });
  });

  it("sees its own placeholders, in which nothing would be put", () => {
    expect(read("SELECT ?, '?'", "mysql").bare).toEqual(["?"]);
  });
});

it.each<[string, Database, number, string | null, string]>([
  ["", "postgresql", 0, null, ""],
  ["-- nothing\n;;", "postgresql", 0, null, ""],
  ["/* first */ insert into a values (';'); -- done", "postgresql", 1, null, "insert"],
  ["(SELECT 1)", "mysql", 1, null, "select"],
  ["SELECT 1; DROP TABLE a", "postgresql", 2, null, "select"],
  ["SELECT 'a", "postgresql", 1, "'", "select"],
  ["SELECT $x$ a", "postgresql", 1, "$x$", "select"],
  ["SELECT /* a /* b */", "postgresql", 1, "/*", "select"],
  ["SELECT `a", "mysql", 1, "`", "select"],
])("counts the statements of %j", (sql, database, statements, open, verb) => {
  expect(read(sql, database)).toMatchObject({ statements, open, verb });
});

it("keeps a placeholder apart from a dollar sign or a name in front of it", () => {
  expect(readSql("SELECT $:x, a:x, (:x)", "postgresql").text).toBe("SELECT $ $1, a $1, ($1)");
});

it("keeps what it doesn't know as it is, and reads what it wrote as having nothing left to put in", () => {
  const pieces = fc.constantFrom(
    "'",
    '"',
    "`",
    "$$",
    "$a$",
    ":",
    ":x",
    "::",
    "--",
    "/*",
    "*/",
    "#",
    "\\",
    "\n",
    " ",
    "e",
    "?",
    "$",
    "☎",
    "1",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), fc.constantFrom<Database>("postgresql", "mysql"), (parts, database) => {
      const sql = parts.join("");
      const first = read(sql, database);
      if (first.open !== null) return;
      const again = read(first.text, database);
      expect(again.bound).toEqual([]);
      expect(again.text).toBe(first.text);
    }),
  );
});
