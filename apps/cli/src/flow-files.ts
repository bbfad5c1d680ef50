import { readFile, readdir, stat } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { type FlowDocument, type ParsedDocument, parseDocument } from "@cordboard/flow";
import { type Io, UsageError } from "./command.ts";

/** A file's JSON. Errors: UsageError with the file's name. */
export async function readJson(file: string, io: Io): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(resolve(io.cwd, file), "utf8");
  } catch {
    throw new UsageError(`${file} can't be read; is the name right?`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${error instanceof Error ? error.message : "unreadable"}`);
  }
}

export async function readFlow(file: string, io: Io): Promise<ParsedDocument> {
  return parseDocument(await readJson(file, io));
}

/** For commands that need a whole document. */
export async function readWholeFlow(file: string, io: Io): Promise<FlowDocument> {
  const { document, issues } = await readFlow(file, io);
  if (document) return document;
  throw new UsageError(`${file} is not a flow document: ${issues[0]?.message ?? ""} (cordboard validate ${file} lists everything)`);
}

/** Flows in the same folder, which this one may run. What can't be read is none. */
export async function flowsBeside(file: string, io: Io): Promise<FlowDocument[]> {
  const folder = dirname(resolve(io.cwd, file));
  const names = (await readdir(folder)).filter((name) => name.endsWith(".flow.json"));
  const read = await Promise.all(names.map((name) => readFlow(join(folder, name), io).catch(() => null)));
  return read.flatMap((one) => one?.document ?? []);
}

/** Files below the given files and folders whose names end so, in order. Errors: UsageError for a name that is not there. */
export async function filesEndingIn(ends: readonly string[], given: readonly string[], io: Io): Promise<string[]> {
  const files = await Promise.all(given.map((path) => below(path, ends, io)));
  return [...new Set(files.flat())];
}

async function below(path: string, ends: readonly string[], io: Io): Promise<string[]> {
  const full = resolve(io.cwd, path);
  const found = await stat(full).catch(() => null);
  if (!found) throw new UsageError(`${path} is not there.`);
  if (!found.isDirectory()) return [path];
  const entries = await readdir(full, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && ends.some((end) => entry.name.endsWith(end)) && !entry.parentPath.includes("node_modules"))
    .map((entry) => relative(io.cwd, join(entry.parentPath, entry.name)))
    .sort();
}
