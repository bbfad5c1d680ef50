import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { manifests } from "@cordboard/components/manifest";
import { FLOW_FORMAT, type FlowDocument, parseDocument } from "@cordboard/flow";
import { runFlowTest } from "../flow-test/run-flow-test.ts";
import { CORPUS, type RecordedStep, recordedRuns, writeRun } from "./corpus-file.ts";

/*
 * npm run corpus -- 0.2: writes down runs of this release, once, when it is released. Every flow test of examples/ becomes
 * a recorded run, and so do the few flows here, for components that no example uses.
 */
const EXAMPLES = new URL("../../../../examples/", import.meta.url);

/** Waits with and without a call. */
const WAITS: FlowDocument = {
  format: FLOW_FORMAT,
  name: "Waits",
  description: "",
  language: "en-US",
  nodes: [
    { id: "start", type: "start", name: "Start", config: {} },
    { id: "pause", type: "wait", name: "Pause", config: { seconds: 20 } },
    {
      id: "text",
      type: "send_message",
      name: "Text",
      config: { from: "+14155550199", to: ["{{ contact.number }}"], text: "Thank you for waiting." },
    },
    { id: "later", type: "wait", name: "Later", config: { seconds: 3_600 } },
    { id: "end", type: "end", name: "Done", config: {} },
  ],
  edges: [
    { from: "start", exit: "incoming_call", to: "pause" },
    { from: "start", exit: "incoming_message", to: "later" },
    { from: "pause", exit: "done", to: "text" },
    { from: "text", exit: "sent", to: "end" },
    { from: "later", exit: "done", to: "text" },
  ],
  variables: [],
  notes: [],
  tests: [],
  layout: {},
};
const PARTIES = { from: "+14155550100", to: "+14155550199" };
const WAIT_TESTS = [
  { name: "a caller waits", start: { call: PARTIES }, steps: [{ wait: "25s" }], expect: { path: ["Pause:done", "Text:sent"] } },
  {
    name: "a text waits",
    start: { message: { ...PARTIES, text: "Hi" } },
    steps: [{ wait: "61m" }],
    expect: { path: ["Later:done", "Text:sent"] },
  },
].map((test) => ({ format: "cordboard/test@1", ...test }));

async function record(release: string, name: string, flow: FlowDocument, test: unknown): Promise<void> {
  const steps: RecordedStep[] = [];
  const result = await runFlowTest(flow, test, ({ next, ...given }) => steps.push({ ...given, advance: next }));
  if (!result.ok) throw new Error(`${name} does not run, so it can't be written down: ${result.message}`);
  writeFileSync(
    new URL(`${release}/${name}.json`, CORPUS),
    writeRun({ release, name, flow: { ...flow, tests: [], notes: [], layout: {} }, steps }),
  );
}

/** Of each example: enough that every kind of wait is there, and few enough to keep for ever. */
const TESTS_EACH = 3;
const read = (url: URL): unknown => JSON.parse(readFileSync(url, "utf8"));

async function recordAll(release: string): Promise<void> {
  mkdirSync(new URL(`${release}/`, CORPUS));
  for (const entry of readdirSync(EXAMPLES, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const folder = new URL(`${entry.name}/`, EXAMPLES);
    const parsed = parseDocument(read(new URL(`${entry.name}.flow.json`, folder)));
    if (!parsed.document) throw new Error(`${entry.name} can't be read.`);
    for (const file of readdirSync(folder)
      .filter((name) => name.endsWith(".test.json"))
      .sort()
      .slice(0, TESTS_EACH))
      await record(release, `${entry.name}.${file.replace(".test.json", "")}`, parsed.document, read(new URL(file, folder)));
  }
  for (const test of WAIT_TESTS) await record(release, `waits.${test.name.replaceAll(" ", "_")}`, WAITS, test);
}

const [release = ""] = process.argv.slice(2);
if (!/^\d+\.\d+$/.test(release)) {
  console.error("Say which release: npm run corpus -- 0.2");
  process.exit(2);
}
await recordAll(release);
const played = new Set(recordedRuns(release).flatMap(({ flow }) => flow.nodes.map(({ type }) => type)));
const missing = manifests.map(({ type }) => type).filter((type) => !played.has(type));
if (missing.length > 0) {
  console.error(`No run plays ${missing.join(", ")}: give an example that uses it a test, remove ${release}/ and write it again.`);
  process.exit(1);
}
console.log(`Written to packages/engine/corpus/${release}/. It never changes again.`);
