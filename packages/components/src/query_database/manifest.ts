import { defineManifest, type ExitSpec, type JsonObject, LIMITS } from "@cordboard/contract";
import { z } from "zod";
import { FAILED } from "../shared/exits.ts";
import { inputRow } from "../shared/inputs.ts";
import { learnedFields } from "../shared/learned.ts";
import { promptField } from "../shared/prompt.ts";
import { nameFrom, shorten } from "../shared/text.ts";
import { checkQuery } from "./check.ts";

const config = z.strictObject({
  database: z
    .enum(["postgresql", "mysql"])
    .default("postgresql")
    .meta({ title: "Database", form: { widget: "segmented", labels: { postgresql: "PostgreSQL", mysql: "MySQL" } } }),
  connection: z
    .string()
    .default("")
    .meta({
      title: "Connection",
      description: "A secret written as postgres://user:password@db.example.com/name, or mysql://…",
      form: { widget: "secret" },
    }),
  sql: z
    .string()
    .max(20_000)
    .default("")
    .meta({
      title: "SQL",
      description: "One statement. Values stand in it by name, as :phone, and are never part of it.",
      form: { widget: "code", code: "sql", literal: true, placeholder: "SELECT name, tier FROM customers\nWHERE phone = :phone" },
    }),
  parameters: z
    .array(inputRow("phone"))
    .max(50)
    .default([])
    .meta({
      title: "Parameters",
      description: "An empty one is NULL, unless it is a text.",
      form: { widget: "rows", row: { noun: "parameter", line: ["name", "type"], below: ["value"] } },
    }),
  mayChange: z.boolean().default(false).meta({ title: "May change data", description: "Without it the database is only read." }),
  maxRows: z
    .number()
    .int()
    .min(1)
    .max(LIMITS.queryRows)
    .default(100)
    .meta({ title: "Read at most", description: "More rows are left where they are.", form: { unit: "rows", advanced: true } }),
  timeoutSeconds: z
    .number()
    .int()
    .min(1)
    .max(LIMITS.queryTimeoutSeconds)
    .default(10)
    .meta({ title: "Wait at most", form: { unit: "s", advanced: true } }),
  expect: z
    .json()
    .default(null)
    .meta({
      title: "Row to expect",
      description: "A sample of the first row: its columns are offered as variables. Another row is no failure.",
      form: { widget: "learned", learns: "first" },
    }),
  holdPrompt: promptField({
    title: "While the caller waits",
    description: "At most 10 seconds long; repeated until the rows are there.",
    form: { advanced: true },
  }),
});

export type QueryDatabaseConfig = z.infer<typeof config>;

export const queryDatabase = defineManifest({
  type: "query_database",
  version: 1,
  title: "Query Database",
  summary: "Asks a PostgreSQL or MySQL database, or changes what is in it.",
  group: "integration",
  icon: "database",
  keywords: ["sql", "postgres", "postgresql", "mysql", "mariadb", "select", "insert", "update", "table", "rows", "look up", "crm"],
  waits: true,
  config,
  defaults: (): JsonObject => ({ connection: "", sql: "" }),
  exits: (): ExitSpec<"rows" | "empty" | "failed">[] => [{ id: "rows", label: "Rows" }, { id: "empty", label: "No rows" }, FAILED],
  variables: (c) => [
    { name: "first", type: "json", title: "the first row, by column", open: true },
    ...learnedFields(c.expect, "first", "column of the first row"),
    { name: "rows", type: "list", title: "all rows that were read" },
    { name: "row_count", type: "number", title: "rows that were read, or changed", sample: "1" },
    { name: "more", type: "boolean", title: "whether there were more rows", sample: "false" },
    { name: "duration", type: "number", title: "seconds it took", sample: "0.012" },
  ],
  face: (c) => (c.sql.trim() ? [shorten(withoutComments(c.sql), 90)] : ["No query yet"]),
  suggestName: (c) => {
    const [, verb = "", table = ""] = /\b(from|into|update)\s+["`]?(?:\w+["`]?\.["`]?)?(\w+)/i.exec(withoutComments(c.sql)) ?? [];
    const deletes = /^\s*delete\b/i.test(withoutComments(c.sql));
    return nameFrom(deletes ? "Delete" : (NAMES[verb.toLowerCase()] ?? "Query"), table.replaceAll("_", " "));
  },
  check: checkQuery,
});

const NAMES: Readonly<Record<string, string>> = { from: "Find", into: "Add_to", update: "Update" };

const withoutComments = (sql: string): string => sql.replace(/--[^\n]*|\/\*.*?\*\//gs, " ");
