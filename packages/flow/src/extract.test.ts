import { describe, expect, test } from "vitest";
import { check, extractFlow, parseDocument, type Extraction, type FlowDocument } from "./index.ts";
import { flowOf, node } from "./toys.ts";

const shop = flowOf(
  [
    node("ask", "get_input", { prompt: [{ speak: "{{ vars.shop }}: your code, {{ Start.call.from }}?" }] }, "Ask"),
    node("look", "http_request", { url: "https://x.example/{{ Ask.digits }}" }, "Look_up"),
    node("good", "play_audio", { prompt: [{ speak: "Order {{ Look_up.response.body.id }} of {{ Ask.digits }}." }] }, "Good"),
    node("bad", "play_audio", { prompt: [{ speak: "Sorry." }] }, "Bad"),
  ],
  ["start.incoming_call ask", "ask.received look", "ask.no_input bad", "look.success good", "look.failed bad"],
  {
    variables: [{ name: "shop", type: "text", value: "Ann's" }],
    layout: { ask: { x: 400, y: 0 }, look: { x: 800, y: 0 }, good: { x: 1200, y: 0 } },
  },
);
const take = (document: FlowDocument, ...ids: string[]): Extraction => {
  const taken = extractFlow(document, new Set(ids), "Find the order");
  if ("problem" in taken) throw new Error(taken.problem);
  return taken;
};
const problem = (document: FlowDocument, ...ids: string[]): string => {
  const taken = extractFlow(document, new Set(ids), "X");
  return "problem" in taken ? taken.problem : "none";
};

describe("steps taken out into a flow of their own", () => {
  const { flow, node: run, begins, out, rewritten } = take(shop, "ask", "look");

  test("read what they need as inputs", () => {
    expect(flow.nodes.find(({ id }) => id === "ask")?.config["prompt"]).toEqual([
      { speak: "{{ Start.inputs.shop }}: your code, {{ Start.inputs.call_from }}?" },
    ]);
    expect(run.config["inputs"]).toEqual({ shop: "{{ vars.shop }}", call_from: "{{ Start.call.from }}" });
  });

  test("end with a result for each step outside that they led to", () => {
    expect(out).toEqual([
      { exit: "bad", to: "bad" },
      { exit: "good", to: "good" },
    ]);
    expect(flow.edges).toContainEqual({ from: "start", exit: "run_by_flow", to: begins });
    const ends = flow.nodes.filter(({ type }) => type === "end");
    expect(ends.map(({ config }) => config["result"])).toEqual(["bad", "good"]);
    expect(flow.edges).toContainEqual({ from: "look", exit: "success", to: ends[1]?.id });
  });

  test("hand out what the rest reads of them", () => {
    const [first] = flow.nodes.filter(({ type }) => type === "end");
    expect(first?.config["outputs"]).toEqual({ Look_up_response: "{{ Look_up.response }}", Ask_digits: "{{ Ask.digits }}" });
    expect(rewritten.map(({ id }) => id)).toEqual(["good"]);
    expect(rewritten[0]?.config["prompt"]).toEqual([
      { speak: "Order {{ Run_Find_the_order.outputs.Look_up_response.body.id }} of {{ Run_Find_the_order.outputs.Ask_digits }}." },
    ]);
  });

  test("are a whole flow, without an error of their own", () => {
    expect(parseDocument(JSON.parse(JSON.stringify(flow))).document).toEqual(flow);
    expect(check(flow).filter(({ level }) => level === "error")).toEqual([]);
    expect(run.config["results"]).toEqual(expect.arrayContaining([{ name: "bad" }, { name: "good" }]));
  });
});

test("a variable that only they use stays theirs", () => {
  const counted = {
    ...shop,
    nodes: [...shop.nodes, node("keep", "set_variables", { variables: [{ name: "code", value: "{{ Ask.digits }}" }] }, "Keep")],
  };
  const kept = {
    ...counted,
    edges: [
      ...counted.edges.filter(({ exit }) => exit !== "received"),
      { from: "ask", exit: "received", to: "keep" },
      { from: "keep", exit: "done", to: "look" },
    ],
  };
  expect(take(kept, "ask", "keep", "look").node.config["inputs"]).not.toHaveProperty("code");
  const read = {
    ...kept,
    nodes: kept.nodes.map((one) => (one.id === "good" ? { ...one, config: { prompt: [{ speak: "{{ vars.code }}" }] } } : one)),
  };
  expect(problem(read, "ask", "keep", "look")).toContain("“code” is set here and used elsewhere");
});

test.each([
  [["look"], "none"],
  [["ask", "bad"], "entered at several places"],
  [["look", "bad"], "entered at several places"],
  [["start"], "Select the steps"],
  [[], "Select the steps"],
])("of %o it says: %s", (ids, words) => {
  expect(problem(shop, ...ids)).toContain(words);
});

test("what ends the run, is locked or isn't known stays", () => {
  const more = (type: string, config = {}) => ({ ...shop, nodes: [...shop.nodes, node("x", type, config, "X")] });
  expect(problem(more("end", { result: "sold" }), "x")).toContain("ends the run");
  expect(problem(more("fax_machine"), "x")).toContain("isn’t known");
  expect(problem({ ...shop, layout: { ...shop.layout, look: { x: 0, y: 0, locked: true } } }, "look")).toContain("Unlock");
  expect(problem(more("ivr_menu", { choices: "half" }), "x")).toContain("not complete");
});
