import { expect, test } from "vitest";
import { type FlowDocument, variablesAt } from "./index.ts";
import { flowOf, node, toys } from "./toys.ts";

const ask = (id: string) => node(id, "ask", { choices: [{ name: "x" }, { name: "y" }] }, id.toUpperCase());
const flow = flowOf(
  [
    ask("a"),
    ask("b"),
    ask("c"),
    node("n", "note", { name: "tier" }, "N"),
    node("end", "fetch", {}, "End"),
    node("log", "fetch", {}, "Log"),
  ],
  ["start.call a", "a.x b", "a.y c", "b.x end", "c.x n", "n.done end", "start.on_hangup log"],
  { variables: [{ name: "tier", type: "text", value: "gold" }] },
);
const at = (id: string, document: FlowDocument = flow): Record<string, string> =>
  Object.fromEntries(variablesAt(document, id, { registry: toys }).map((choice) => [choice.path, choice.certain]));

test("what every way passes is sure, what some pass may be, what comes later is not offered", () => {
  const end = at("end");
  expect(end).toMatchObject({
    "Start.call.from": "always",
    "A.digits": "always",
    "B.digits": "maybe",
    "C.digits": "maybe",
    "N.tier": "maybe",
  });
  expect(at("b")).toMatchObject({ "A.digits": "always", "B.digits": "maybe" });
  expect(at("b")).not.toHaveProperty("C.digits");
});

test("a handler may come after anything", () => {
  expect(at("log")).toMatchObject({ "Start.call.from": "always", "A.digits": "maybe", "C.digits": "maybe" });
});

test("every run's values and flow variables are there, each once", () => {
  const paths = variablesAt(flow, "end", { registry: toys }).map((choice) => choice.path);
  expect(paths).toEqual(expect.arrayContaining(["vars.tier", "contact.number", "now", "run.id"]));
  expect(new Set(paths).size).toBe(paths.length);
  expect(at("end", { ...flow, variables: [] })["vars.tier"]).toBe("maybe");
});

test("a line has what the picker shows", () => {
  expect(variablesAt(flow, "end", { registry: toys })[0]).toEqual({
    path: "Start.call.from",
    type: "phone",
    title: "Who calls",
    sample: "+14155550100",
    nodeId: "start",
    certain: "always",
  });
});

test("circles don't confuse what is sure", () => {
  const round = { ...flow, edges: [...flow.edges, { from: "b", exit: "y", to: "a" }] };
  expect(at("end", round)).toMatchObject({ "A.digits": "always", "B.digits": "maybe" });
});
