import { writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type FlowDocument, parseFlowTest } from "@cordboard/flow";
import { runFlowTest } from "@cordboard/testing";
import { type Command, EXIT, type Io, UsageError } from "../command.ts";
import { filesEndingIn, flowsBeside, readJson, readWholeFlow } from "../flow-files.ts";
import { type Reported, junitXml, tapLines } from "../reports.ts";

interface Found {
  name: string;
  file: string;
  test: unknown;
  document: FlowDocument;
}

export const test: Command = {
  name: "test",
  usage: "[FILE|FOLDER…] [--name TEXT] [--junit FILE]",
  summary: "Run flow tests",
  about: [
    "Runs *.test.json files, and the tests inside *.flow.json documents, through the real engine and the simulator in virtual time.",
    "Without a file: everything below this folder. Output is TAP; --junit also writes JUnit XML. Exit code 1 when a test fails.",
  ],
  options: { name: { type: "string" }, junit: { type: "string" } },
  run: async (given, io) => {
    const files = await filesEndingIn([".test.json", ".flow.json"], given.words.length > 0 ? given.words : ["."], io);
    const wanted = given.text("name")?.toLowerCase();
    const all = (await Promise.all(files.map((file) => testsIn(file, io)))).flat();
    const chosen = wanted === undefined ? all : all.filter(({ name }) => name.toLowerCase().includes(wanted));
    if (chosen.length === 0) throw new UsageError("There is no test there: name *.test.json files, or flows that hold tests.");
    const results: Reported[] = [];
    for (const found of chosen) results.push(await runOne(found, io));
    for (const line of tapLines(results)) io.out(line);
    const junit = given.text("junit");
    if (junit !== undefined) await writeFile(resolve(io.cwd, junit), junitXml(results));
    return results.every(({ ok }) => ok) ? EXIT.ok : EXIT.found;
  },
};

async function testsIn(file: string, io: Io): Promise<Found[]> {
  if (!file.endsWith(".test.json")) {
    const document = await readWholeFlow(file, io);
    return document.tests.map((raw) => ({ name: nameOf(raw), file, test: raw, document }));
  }
  const raw = await readJson(file, io);
  const { test, problems } = parseFlowTest(raw);
  if (test && test.flow === undefined) throw new UsageError(`${file} names no flow; add "flow": "<file>.flow.json".`);
  if (test?.flow === undefined)
    throw new UsageError(`${file} is not a flow test: ${problems?.[0]?.path.join(".") ?? ""} ${problems?.[0]?.message ?? ""}`);
  return [{ name: nameOf(raw), file, test: raw, document: await readWholeFlow(join(dirname(resolve(io.cwd, file)), test.flow), io) }];
}

const nameOf = (raw: unknown): string =>
  typeof raw === "object" && raw !== null && "name" in raw && typeof raw.name === "string" ? raw.name : "(no name)";

async function runOne({ name, file, test: raw, document }: Found, io: Io): Promise<Reported> {
  const begun = performance.now();
  const { ok, failedStep, message } = await runFlowTest(document, raw, undefined, await flowsBeside(file, io));
  return { name, file, ok, failedStep, message, seconds: (performance.now() - begun) / 1000 };
}
