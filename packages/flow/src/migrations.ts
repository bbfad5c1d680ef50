import { CodedError, type JsonObject } from "@cordboard/contract";

/** The newest format this program writes: `cordboard/flow@1`. */
const NEWEST = 1;

/**
 * One migration per format version: raw JSON of version n in, raw JSON of n + 1 out, keyed by n, the reason in a comment.
 * Version 1 is the first, so there is none yet; every document is read through here all the same.
 */
const MIGRATIONS: Readonly<Record<number, (document: JsonObject) => JsonObject>> = {};

/**
 * Brings a raw document to the newest format. Throws CodedError `unknown_format` or `format_too_new`.
 * `steps` and `newest` are handed in by tests of the ladder itself.
 */
export function migrateDocument(raw: JsonObject, steps = MIGRATIONS, newest = NEWEST): JsonObject {
  const match = /^cordboard\/flow@(\d{1,6})$/.exec(typeof raw["format"] === "string" ? raw["format"] : "");
  if (!match) {
    throw new CodedError(
      "unknown_format",
      'This is not a flow document: its "format" should read "cordboard/flow@1". Export the flow again.',
    );
  }
  let version = Number(match[1]);
  if (version > newest || version < 1) {
    throw new CodedError("format_too_new", `This flow was written by a newer Cordboard (format ${version}). Upgrade, then open it again.`);
  }
  let document = raw;
  for (; version < newest; version++) {
    const step = steps[version];
    if (!step)
      throw new CodedError("unknown_format", `Flow format ${version} can't be read any more. Open it with an older release first.`);
    document = { ...step(document), format: `cordboard/flow@${version + 1}` };
  }
  return document;
}
