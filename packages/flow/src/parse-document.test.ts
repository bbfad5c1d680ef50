import { anything, assert, dictionary, jsonValue, oneof, property, string } from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, emptyDocument, migrateDocument, parseDocument } from "./index.ts";
import { FLOW_FORMAT } from "./document.ts";
import { flowOf, node, toys } from "./toys.ts";

test("the shortest flow file gets its defaults", () => {
  const { document } = parseDocument({ format: FLOW_FORMAT, name: "A", nodes: [{ id: "start", type: "start", name: "Start" }] });
  expect(document).toEqual({
    format: FLOW_FORMAT,
    name: "A",
    description: "",
    language: "en-US",
    nodes: [{ id: "start", type: "start", name: "Start", config: {} }],
    edges: [],
    variables: [],
    notes: [],
    tests: [],
    layout: {},
  });
});

test("a document read and written again stays the same, unknown components included", () => {
  const flow = flowOf([node("fax", "send_fax", { to: ["+1"], deep: { a: [1, { b: null }] } })], ["start.call fax"], {
    notes: [
      { id: "n1", x: 1, y: 2, width: 3, height: 4, text: "Hi" },
      { id: "n2", x: 0, y: 0, width: 300, height: 400, text: "Sales", frame: true, locked: true },
    ],
    tests: [{ format: "cordboard/test@1", name: "t" }],
    layout: { start: { x: 1.5, y: -2 }, fax: { x: 0, y: 0, locked: true, group: "g1" } },
    variables: [{ name: "tier", type: "text", value: "gold" }],
  });
  expect(parseDocument(JSON.parse(JSON.stringify(flow))).document).toEqual(flow);
});

test("a new flow has its start placed and is valid", () => {
  const fresh = emptyDocument("Reception", { registry: toys });
  expect(parseDocument(fresh).document).toEqual(fresh);
  expect(fresh.nodes).toEqual([{ id: "start", type: "start", name: "Start", config: {} }]);
  expect(fresh.layout["start"]).toBeDefined();
});

test("it never throws, whatever comes in", () => {
  assert(property(oneof(anything(), jsonValue()), (raw) => void parseDocument(raw)));
  assert(
    property(dictionary(string(), jsonValue()), jsonValue(), (more, nodes) => {
      const parsed = parseDocument({ ...more, format: FLOW_FORMAT, name: "x", nodes });
      expect(parsed.document ? canonicalJson(parsed.document) : parsed.issues.length).toBeTruthy();
    }),
  );
});

test("keys that reach prototypes are refused at every depth and pollute nothing", () => {
  for (const text of [
    '{"__proto__":{"polluted":1},"format":"cordboard/flow@1","name":"x","nodes":[]}',
    '{"format":"cordboard/flow@1","name":"x","nodes":[{"id":"a","type":"b","name":"c","config":{"x":[{"__proto__":{"polluted":1}}]}}]}',
    '{"format":"cordboard/flow@1","name":"x","nodes":[],"layout":{"constructor":{"x":1,"y":1}}}',
    '{"format":"cordboard/flow@1","name":"x","nodes":[],"tests":[{"prototype":1}]}',
  ]) {
    expect(parseDocument(JSON.parse(text)).issues?.[0]?.code).toBe("forbidden_key");
  }
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

test("cycles and things that are not JSON are refused", () => {
  const circle: Record<string, unknown> = { format: FLOW_FORMAT };
  circle["self"] = circle;
  expect(parseDocument(circle).issues?.[0]?.code).toBe("too_deep");
  for (const value of [() => 1, new Date(), Number.NaN, undefined, 1n])
    expect(parseDocument({ a: value }).issues?.[0]?.code).toBe("not_json");
});

test("migrations are climbed one format at a time", () => {
  const steps = { 1: (d: object) => ({ ...d, one: true }), 2: (d: object) => ({ ...d, two: true }) };
  const raw = { format: "cordboard/flow@1", name: "old" };
  expect(migrateDocument(raw, steps, 3)).toEqual({ format: "cordboard/flow@3", name: "old", one: true, two: true });
  expect(migrateDocument({ ...raw, format: "cordboard/flow@3" }, steps, 3)).toEqual({ ...raw, format: "cordboard/flow@3" });
  expect(() => migrateDocument(raw, {}, 2)).toThrow(/older release/);
});

test("a key that is none is named in few words, however long it is", () => {
  const { issues = [] } = parseDocument({ format: "cordboard/flow@1", name: "Long", ["k".repeat(1_000)]: 1 });
  const issue = issues.find(({ code }) => code === "unknown_key");
  expect(issue?.message).toBe(`“${"k".repeat(60)}…” is not a key of a flow document. Remove it.`);
});
