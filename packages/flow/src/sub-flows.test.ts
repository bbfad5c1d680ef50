import { describe, expect, test } from "vitest";
import { aroundOf, check, type FlowAround, type FlowDocument, subFlowsOf } from "./index.ts";
import { flowOf, node, toys } from "./toys.ts";

const around = (name: string, more: Partial<FlowAround> = {}): FlowAround => ({
  id: name,
  name,
  version: 1,
  callable: true,
  runs: [],
  results: ["done"],
  required: [],
  ...more,
});
const running = (flow: string, config: Record<string, string[]> = {}): FlowDocument => ({
  ...flowOf([node("sub", "sub", { flow, ...config })], ["start.call sub"]),
  name: "Main",
});
const codes = (flow: FlowDocument, known: FlowAround[] | undefined): string[] =>
  check(flow, { registry: toys, ...(known && { around: known }) })
    .filter(({ level }) => level !== "hint")
    .map(({ code, field }) => `${code} ${field}`);

describe("flows that a flow runs", () => {
  test.each<[string, FlowDocument, FlowAround[], string[]]>([
    ["one that can be run", running("PIN"), [around("PIN")], []],
    ["one that isn't there", running("PINS"), [around("PIN")], ["unknown_flow flow"]],
    ["two of the same name", running("PIN"), [around("PIN"), around("PIN")], ["ambiguous_flow flow"]],
    ["one that isn't published", running("PIN"), [around("PIN", { version: null })], ["flow_not_published flow"]],
    ["one whose Start leads nowhere", running("PIN"), [around("PIN", { callable: false })], ["flow_not_callable flow"]],
    ["itself", running("Main"), [around("Main")], ["sub_flow_recursion flow"]],
    [
      "one that runs this one",
      running("PIN"),
      [around("PIN", { runs: ["B"] }), around("B", { runs: ["Main"] })],
      ["sub_flow_recursion flow"],
    ],
    [
      "a circle further down",
      running("PIN"),
      [around("PIN", { runs: ["B"] }), around("B", { runs: ["PIN"] })],
      ["sub_flow_recursion flow"],
    ],
    ["an input that is missing", running("PIN", { inputs: ["a"] }), [around("PIN", { required: ["a", "b"] })], ["missing_input inputs"]],
    [
      "a result without an exit",
      running("PIN", { results: ["done"] }),
      [around("PIN", { results: ["done", "lost"] })],
      ["missing_result results"],
    ],
    ["an exit for no result", running("PIN", { results: ["done", "won"] }), [around("PIN")], ["unknown_result results"]],
    ["results that only a run knows", running("PIN", { results: ["won"] }), [around("PIN", { results: null })], []],
  ])("%s", (_name, flow, known, expected) => expect(codes(flow, known)).toEqual(expected));

  test("more than eight deep are refused", () => {
    const chain = Array.from({ length: 9 }, (_, i) => around(`F${i}`, { runs: [`F${i + 1}`] }));
    expect(codes(running("F0"), [...chain, around("F9")])).toEqual(["sub_flow_too_deep flow"]);
    expect(codes(running("F0"), [...chain.slice(0, 7), around("F7")])).toEqual([]);
  });

  test("are not judged when nothing is known of others", () => {
    expect(codes(running("Nowhere"), undefined)).toEqual([]);
  });

  test("a near name is offered", () => {
    const [issue] = check(running("Ask for PNI"), { registry: toys, around: [around("Ask for PIN")] });
    expect(issue?.message).toContain("Did you mean “Ask for PIN”?");
  });
});

describe("what others need to know of a flow", () => {
  test("is read from its published text", () => {
    const document = flowOf([node("sub", "sub", { flow: "Other" }), node("end", "finish", { result: "won" })], ["start.flow sub"]);
    expect(aroundOf({ id: "1", name: "PIN", version: 3 }, document, { registry: toys })).toEqual({
      id: "1",
      name: "PIN",
      version: 3,
      callable: true,
      runs: ["Other"],
      results: ["won"],
      required: ["order"],
    });
    expect(subFlowsOf(document, { registry: toys })).toEqual([{ nodeId: "sub", flow: "Other", version: null }]);
  });

  test("a result by template is known at run time only", () => {
    const document = flowOf([node("end", "finish", { result: "{{ vars.x }}" })], ["start.call end"]);
    expect(aroundOf({ id: "1", name: "PIN", version: 3 }, document, { registry: toys })).toMatchObject({ results: null, callable: false });
  });

  test("nothing, when it isn't published", () => {
    expect(aroundOf({ id: "1", name: "PIN", version: null }, null, { registry: toys })).toMatchObject({
      callable: false,
      runs: [],
      results: [],
    });
  });
});
