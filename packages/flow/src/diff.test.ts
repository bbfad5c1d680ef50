import { expect, test } from "vitest";
import { diffFlows, type FlowDocument, renameNode } from "./index.ts";
import { cord, flowOf, node, toys } from "./toys.ts";

const a = flowOf(
  [
    node(
      "menu",
      "ask",
      {
        choices: [
          { name: "sales", key: "1" },
          { name: "help", key: "2" },
        ],
        text: "Press",
      },
      "Menu",
    ),
    node("bye", "say", { text: "You pressed {{ Menu.digits }}" }, "Bye"),
  ],
  ["start.call menu", "menu.sales bye", "menu.help bye"],
);
const words = (b: FlowDocument, from = a): string[] => diffFlows(from, b, { registry: toys }).map((change) => change.words);
const withMenu = (config: FlowDocument["nodes"][number]["config"]): FlowDocument => ({
  ...a,
  nodes: a.nodes.map((n) => (n.id === "menu" ? { ...n, config: { ...n.config, ...config } } : n)),
});

test("nothing changed, or only places, notes and tests", () => {
  expect(words({ ...a, layout: { menu: { x: 5, y: 5 } }, notes: [], tests: [{}] })).toEqual([]);
  expect(words({ ...a, nodes: a.nodes.toReversed(), edges: a.edges.toReversed() })).toEqual([]);
});

test("a rename is one change, though texts were rewritten", () => {
  expect(diffFlows(a, renameNode(a, "menu", "Main"), { registry: toys })).toEqual([
    { kind: "node_renamed", nodeId: "menu", old: "Menu", new: "Main", words: "“Menu” is now called “Main”" },
  ]);
  const swapped = { ...a, nodes: a.nodes.map((n) => ({ ...n, name: n.id === "menu" ? "Bye" : n.id === "bye" ? "Menu" : n.name })) };
  expect(
    words({
      ...swapped,
      nodes: swapped.nodes.map((n) => (n.id === "bye" ? { ...n, config: { text: "You pressed {{ Bye.digits }}" } } : n)),
    }),
  ).toEqual(["“Menu” is now called “Bye”", "“Bye” is now called “Menu”"]);
});

test("nodes that come, go and change type", () => {
  expect(words({ ...a, nodes: [...a.nodes, node("hook", "fetch", {}, "Hook")] })).toEqual(["Fetch “Hook” is new"]);
  expect(words(a, { ...a, nodes: [...a.nodes, node("hook", "fax", {}, "Hook")] })).toEqual(["fax “Hook” is gone"]);
  expect(words({ ...a, nodes: a.nodes.map((n) => (n.id === "bye" ? { ...n, type: "note" } : n)) })).toEqual(["“Bye” is now Note, not Say"]);
});

test("settings, field by field, with titles", () => {
  expect(diffFlows(a, withMenu({ text: "Choose" }), { registry: toys })).toEqual([
    {
      kind: "config_changed",
      nodeId: "menu",
      field: "text",
      old: "Press",
      new: "Choose",
      words: "“Menu”: Text changed from “Press” to “Choose”",
    },
  ]);
  expect(words(withMenu({ choices: [{ name: "help", key: "2" }] }))).toEqual(["“Menu”: Choices › sales was taken out"]);
  expect(words(withMenu({ choices: [{ name: "sales", key: "9" }, { name: "help", key: "2" }, { name: "fax" }] }))).toEqual([
    "“Menu”: Choices › sales › Key changed from “1” to “9”",
    '“Menu”: Choices › fax is new: “{"name":"fax"}”',
  ]);
  expect(
    words(
      withMenu({
        choices: [
          { name: "help", key: "2" },
          { name: "sales", key: "1" },
        ],
      }),
    ),
  ).toHaveLength(1);
});

test("cords that come, go and move", () => {
  const cords = (...list: string[]): FlowDocument => ({ ...a, edges: list.map(cord) });
  expect(words(cords("start.call menu", "menu.sales bye"))).toEqual(["“help” of “Menu” no longer leads to “Bye”"]);
  expect(words(cords("start.call bye", "menu.sales bye", "menu.help bye"))).toEqual(["“Call” of “Start” leads to “Bye” instead of “Menu”"]);
  expect(words(cords("start.call menu", "menu.sales bye", "menu.help bye", "bye.done menu"))).toEqual([
    "“Done” of “Bye” now leads to “Menu”",
  ]);
});

test("variables and the flow itself", () => {
  const tier = { name: "tier", type: "text", value: "gold" } as const;
  const withTier = { ...a, variables: [tier] };
  expect(words(withTier)).toEqual(["The flow variable tier is new"]);
  expect(words(a, withTier)).toEqual(["The flow variable tier is gone"]);
  expect(words({ ...a, variables: [{ ...tier, value: "" }] }, withTier)).toEqual(["The flow variable tier now begins as text empty"]);
  expect(words({ ...a, name: "B", description: "C" })).toEqual(["The flow's name is now “B”", "The flow's description is now “C”"]);
});
