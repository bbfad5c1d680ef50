import { readFile, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type FlowDocument, parseDocument } from "@cordboard/flow";

export interface Sample {
  /** Name of its folder or file, stable. */
  id: string;
  document: FlowDocument;
}

/**
 * Every `*.flow.json` below a folder (the repository's `examples/`), by name. A folder that is not there has none; a
 * sample that is broken is an error, because the tests hold them.
 */
export async function loadSamples(folder: string): Promise<Sample[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".flow.json"))
    .map((entry) => join(entry.parentPath, entry.name));
  const samples = await Promise.all(files.sort().map(readSample));
  return samples.sort((a, b) => a.document.name.localeCompare(b.document.name, "en"));
}

async function readSample(file: string): Promise<Sample> {
  const raw: object = JSON.parse(await readFile(file, "utf8"));
  const { document, issues } = parseDocument({ ...raw, tests: await testsBeside(file) });
  if (!document) throw new Error(`The sample ${file} is not a flow document: ${issues[0]?.message ?? ""}`);
  return { id: basename(file, ".flow.json"), document };
}

/** A sample's tests lie beside it as files; in the editor they belong to the flow. */
async function testsBeside(file: string): Promise<unknown[]> {
  const names = (await readdir(dirname(file))).filter((name) => name.endsWith(".test.json")).sort();
  return Promise.all(names.map(async (name): Promise<unknown> => JSON.parse(await readFile(join(dirname(file), name), "utf8"))));
}
