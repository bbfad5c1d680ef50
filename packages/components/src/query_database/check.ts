import type { CheckContext, NodeIssue } from "@cordboard/contract";
import { checkNames, checkValues } from "../shared/inputs.ts";
import { checkPrompt } from "../shared/prompt.ts";
import { isTemplate, shorten } from "../shared/text.ts";
import type { QueryDatabaseConfig } from "./manifest.ts";
import { readSql } from "./sql.ts";

/** Statements that can only be meant to change something. Others (WITH, CALL, a function) may; the database knows. */
const CHANGES: ReadonlySet<string> = new Set(
  "insert update delete replace merge truncate create alter drop rename grant revoke load copy".split(" "),
);

/**
 * Codes: connection_missing, sql_missing, sql_has_template, sql_not_closed, many_statements, bare_placeholder, parameter_missing,
 * parameter_unused, changes_not_allowed, and those of inputs and of a prompt.
 */
export function checkQuery(config: QueryDatabaseConfig, context: CheckContext): NodeIssue[] {
  const { connection, parameters } = config;
  const issues: NodeIssue[] = connection.trim()
    ? []
    : [{ level: "error", code: "connection_missing", message: "Choose the secret with the database.", field: "connection" }];
  issues.push(...checkSql(config), ...checkNames(parameters, "parameters"), ...checkValues(parameters, "parameters"));
  return [...issues, ...checkPrompt(config.holdPrompt, context, { field: "holdPrompt" })];
}

function checkSql({ sql, database, parameters, mayChange }: QueryDatabaseConfig): NodeIssue[] {
  const issues: NodeIssue[] = [];
  const say = (level: NodeIssue["level"], code: string, message: string, field: string) => issues.push({ level, code, message, field });
  const error = (code: string, message: string) => say("error", code, message, "sql");
  const { bound, bare, statements, open, verb } = readSql(sql, database);
  if (isTemplate(sql))
    error("sql_has_template", "A value can't be part of the SQL. Write it as :name, and give the parameter “name” the value {{ … }}.");
  if (open !== null) error("sql_not_closed", `What ${open} begins is never closed. Close it.`);
  else if (statements === 0) error("sql_missing", "There is no query yet. Write what to ask.");
  else if (statements > 1) error("many_statements", "There is more than one statement. Make a step of each.");
  const [first] = bare;
  if (first !== undefined) error("bare_placeholder", `Nothing is put in for ${first}. Write :name, and add a parameter of that name.`);
  const known = new Set(parameters.map(({ name }) => name));
  for (const name of new Set(bound))
    if (!known.has(name)) error("parameter_missing", `There is no parameter “${shorten(name, 40)}” for :${shorten(name, 40)}. Add it.`);
  const used = new Set(bound);
  for (const [i, { name }] of parameters.entries())
    if (name && open === null && !used.has(name))
      say("warning", "parameter_unused", `The SQL has no :${shorten(name, 40)}. Use it, or remove it.`, `parameters.${i}.name`);
  if (CHANGES.has(verb) && !mayChange)
    say("error", "changes_not_allowed", `${verb.toUpperCase()} changes data. Switch on “May change data”.`, "mayChange");
  return issues;
}
