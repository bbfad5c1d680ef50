import { runtimes } from "@cordboard/components/runtime";
import { CodedError, type Issue, type Json, type JsonObject } from "@cordboard/contract";
import { compileFlow } from "@cordboard/engine";
import { check, contentHash, diffFlows, emptyDocument, type FlowDocument, parseDocument, parseFlowTest, registry } from "@cordboard/flow";
import type { Chance } from "../chance.ts";
import { damaged, hostile } from "../hostile.ts";
import { anyTarget, must } from "../target.ts";
import { part } from "./template-words.ts";
import { configOf } from "./random-config.ts";

const TYPES = [...registry.keys()];
const WORDS = [
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "null",
  '""',
  '"format"',
  '"cordboard/flow@1"',
  '"nodes"',
  '"config"',
  '"edges"',
  '"__proto__"',
  "1e999",
  "\\ud800",
  "\\u0000",
  '"{{ Start.call.from }}"',
  ...TYPES.map((type) => JSON.stringify(type)),
];
const TEST: JsonObject = {
  format: "cordboard/test@1",
  name: "a",
  start: { call: { from: "+14155550101", to: "+14155550199" } },
  steps: [{ hear: "Hello" }, { press: "1" }],
  expect: { path: ["Menu:1"] },
};

/** A flow of a few random nodes, most of them sound. */
function document(chance: Chance): FlowDocument {
  const nodes = [{ id: "start", type: "start", name: "Start", config: {} as JsonObject }];
  for (let i = chance.int(5); i > 0; i--) nodes.push({ id: `n${i}`, type: chance.pick(TYPES), name: `N${i}`, config: {} });
  for (const node of nodes) {
    const manifest = registry.get(node.type);
    if (manifest && chance.once(2)) node.config = chance.once(3) ? configOf(chance, manifest) : manifest.defaults();
    if (chance.once(4)) node.config["prompt"] = [{ speak: part(chance, 2) }];
  }
  const edges = chance.some(6, () => ({
    from: chance.pick(nodes).id,
    exit: chance.pick(["done", "completed", "failed", "api_request", "incoming_call"]),
    to: chance.pick(nodes).id,
  }));
  return { ...emptyDocument("Fuzz"), nodes, edges, tests: chance.once(3) ? [TEST] : [] };
}

/** Files that somebody imports: texts that should be JSON, JSON that should be a flow or a flow's test. */
export const flow = anyTarget<string>({
  name: "flow",
  share: 0.03,
  make: (chance) => {
    if (chance.once(8))
      return `${chance.pick(["[", '{"a":', '"'])}`.repeat(1 + chance.int(chance.once(50) ? 20_000 : 100)) + hostile(chance, WORDS);
    const text = JSON.stringify(chance.once(4) ? TEST : document(chance));
    return chance.once(3) ? text : damaged(chance, text, WORDS);
  },
  judge: (text) => {
    const json = parsed(text);
    if (json === undefined) return;
    const test = parseFlowTest(json);
    must(test.test !== undefined || test.problems.length > 0, "A test that can't be read has no problem.");
    const read = parseDocument(json);
    if (!read.document) return mustExplain(read.issues);
    const issues = check(read.document);
    mustExplain(issues);
    must(/^[0-9a-f]{64}$/.test(contentHash(read.document)), "It has no hash.");
    const written = JSON.stringify(read.document);
    const again = parseDocument(JSON.parse(written));
    must(again.document !== undefined && JSON.stringify(again.document) === written, "It reads differently when it is written again.");
    must(diffFlows(read.document, again.document).length === 0, "A flow differs from its own copy.");
    if (issues.some(({ level }) => level === "error")) return;
    compileFlow(read.document, { registry, runtimes });
  },
});

function mustExplain(issues: Issue[]): void {
  for (const { code, message } of issues)
    must(
      /^[a-z][a-z0-9_]+$/.test(code) && message.length > 0 && message.length < 1_000,
      `An issue is not explained: ${code}, ${message.length} characters.`,
    );
}

function parsed(text: string): Json | undefined {
  try {
    const json: Json = JSON.parse(text);
    return json;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof CodedError) return undefined;
    throw error;
  }
}
