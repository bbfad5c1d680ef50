import { CodedError, type Issue, type JsonObject, LIMITS } from "@cordboard/contract";
import type { FlowDocument } from "./document.ts";
import { flowEnvelope } from "./envelope.ts";
import { asGuardedJson, guardJson } from "./guard-json.ts";
import { migrateDocument } from "./migrations.ts";

export type ParsedDocument = { document: FlowDocument; issues?: undefined } | { document?: undefined; issues: Issue[] };

/**
 * Reads a document from outside: guarded, migrated, strict. Never throws; what is wrong comes as issues whose
 * `field` is the dotted path into the document. Whether the flow makes sense is check()'s question.
 */
export function parseDocument(raw: unknown): ParsedDocument {
  const unsafe = guardJson(raw, LIMITS.flowBytes);
  if (unsafe) return { issues: [unsafe] };
  const json = asGuardedJson(raw);
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    return {
      issues: [{ level: "error", code: "not_a_flow", message: "This is not a flow document. Choose a file that ends in .flow.json." }],
    };
  }
  let migrated: JsonObject;
  try {
    migrated = migrateDocument(json);
  } catch (error) {
    if (error instanceof CodedError) return { issues: [{ level: "error", code: error.code, message: error.message, field: "format" }] };
    throw error;
  }
  const parsed = flowEnvelope.safeParse(migrated);
  if (parsed.success) return { document: parsed.data };
  return { issues: parsed.error.issues.flatMap(toIssues) };
}

interface EnvelopeIssue {
  code: string;
  path: PropertyKey[];
  message: string;
  keys?: string[];
}

/** A name in it may be as long as the document. */
const clip = (message: string): string => (message.length > 400 ? `${message.slice(0, 400)}…` : message);

function toIssues(issue: EnvelopeIssue): Issue[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys" && issue.keys) {
    return issue.keys.map((key) => ({
      level: "error",
      code: "unknown_key",
      message: `“${key.length > 60 ? `${key.slice(0, 60)}…` : key}” is not a key of ${path.length === 0 ? "a flow document" : path.join(".")}. Remove it.`,
      field: [...path, key].join("."),
    }));
  }
  const field = path.join(".");
  const message = field ? `${field}: ${issue.message}` : issue.message;
  return [{ level: "error", code: "bad_document", message: clip(message), ...(field ? { field } : {}) }];
}
