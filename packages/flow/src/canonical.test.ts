import { assert, property, shuffledSubarray } from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, contentHash, type FlowDocument } from "./index.ts";
import { flowOf, node } from "./toys.ts";

const flow = flowOf(
  [node("a", "ask", { b: 1, a: [{ y: 1, x: 2 }], é: "ü" }), node("b", "say", { text: "x" })],
  ["start.call a", "a.one b", "a.two b"],
  { variables: [{ name: "v", type: "text", value: "" }], language: "es-US" },
);

const reorder = (value: unknown, keys: (list: string[]) => string[]): unknown => {
  if (Array.isArray(value)) return value.map((item) => reorder(item, keys));
  if (typeof value !== "object" || value === null) return value;
  const source = new Map(Object.entries(value));
  return Object.fromEntries(keys([...source.keys()]).map((key) => [key, reorder(source.get(key), keys)]));
};

/** A shuffled copy is still a flow document. */
const asDocument = (value: unknown): FlowDocument => value as FlowDocument;

test("the order of keys, nodes, cords and variables doesn't matter", () => {
  assert(
    property(shuffledSubarray([0, 1, 2], { minLength: 3 }), (order) => {
      const shuffled = reorder(flow, (keys) => keys.toReversed());
      const copy = { ...asDocument(shuffled), nodes: order.map((i) => flow.nodes[i]!), edges: order.map((i) => flow.edges[i]!) };
      expect(canonicalJson(copy)).toBe(canonicalJson(flow));
    }),
  );
});

test("notes, tests, layout and format are outside; name, description and language are inside", () => {
  const noise = { ...flow, layout: { a: { x: 9, y: 9 } }, notes: [{ id: "n", x: 0, y: 0, width: 1, height: 1, text: "" }], tests: [{}] };
  expect(contentHash(noise)).toBe(contentHash(flow));
  for (const change of [{ name: "B" }, { description: "B" }, { language: "de-DE" }])
    expect(contentHash({ ...flow, ...change })).not.toBe(contentHash(flow));
});

test("the order of a list in a config matters", () => {
  const swap = (list: number[]): FlowDocument => ({ ...flow, nodes: [node("a", "ask", { list })] });
  expect(contentHash(swap([1, 2]))).not.toBe(contentHash(swap([2, 1])));
});

test("the hash is the SHA-256 of the text, for ever", async () => {
  expect(canonicalJson(flowOf([], []))).toBe(
    '{"description":"","edges":[],"language":"en-US","name":"Toy","nodes":[{"config":{},"id":"start","name":"Start","type":"start"}],"variables":[]}',
  );
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonicalJson(flow)));
  expect(contentHash(flow)).toBe(Buffer.from(digest).toString("hex"));
});
