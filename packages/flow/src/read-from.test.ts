import { expect, test } from "vitest";
import { parseDocument, readFrom, renameNode, renameVariable } from "./index.ts";
import { flowOf, node, toys } from "./toys.ts";

const ask = (id: string, text = "") => node(id, "ask", { text, choices: [{ name: "x" }, { name: "y" }] }, id.toUpperCase());
const flow = {
  ...flowOf(
    [
      ask("a", "From {{ Start.call.from }}"),
      node("get", "fetch", { url: "https://example.com/{{ A.digits }}" }, "Get"),
      ask("b", "{{ Get.response.tier }} of {{ vars.tier }}, once more {{ vars.tier }}"),
      ask("c", "{{ B.digits }} after {{ A.digits }}"),
    ],
    ["start.call a", "a.x get", "get.ok b", "b.x c"],
    { variables: [{ name: "tier", type: "text" as const, value: "gold" }] },
  ),
};
const read = (id: string): string[] => readFrom(flow, id, { registry: toys }).map(({ path }) => path);

test("a run that begins at a step needs what it and later steps read of earlier ones, each once", () => {
  expect(read("b")).toEqual(["Get.response.tier", "vars.tier", "A.digits"]);
  expect(read("c")).toEqual(["B.digits", "A.digits"]);
});

test("what the entry sets, and what later steps set themselves, is not asked for", () => {
  expect(read("a")).toEqual(["vars.tier"]);
});

test("a test that begins at a step follows its new name, and those of the steps it is given values of", () => {
  const begun = { ...flow, tests: [{ startAt: "B", variables: { A: { digits: "1" } }, expect: { path: ["B:x"] } }] };
  const renamed = renameNode(renameNode(begun, "b", "Then"), "a", "First");
  expect(renamed.tests).toEqual([{ startAt: "Then", variables: { First: { digits: "1" } }, expect: { path: ["Then:x"] } }]);
});

test("payloads follow new names of steps and variables", () => {
  const kept = {
    ...flow,
    payloads: [{ name: "gold", as: "call" as const, startNode: "b", variables: { A: { digits: "1" }, vars: { tier: "x" } } }],
  };
  expect(renameNode(kept, "a", "Ask").payloads?.[0]?.variables).toEqual({ Ask: { digits: "1" }, vars: { tier: "x" } });
  expect(renameVariable(kept, "tier", "level", { registry: toys }).payloads?.[0]?.variables).toEqual({
    A: { digits: "1" },
    vars: { level: "x" },
  });
});

test("a document keeps its payloads, and refuses what a payload doesn't have", () => {
  const parse = (payload: object) => parseDocument({ ...flow, payloads: [payload] });
  const gold = { name: "gold", as: "api", params: { tier: "gold" } };
  expect(parse(gold).document?.payloads).toEqual([gold]);
  expect(parse({ name: "gold", as: "fax" }).issues).toHaveLength(1);
  expect(parse({ name: "gold", as: "call", more: 1 }).issues).toHaveLength(1);
});
