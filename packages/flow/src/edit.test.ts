import { assert, constantFrom, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { removeNode, renameNode, renameVariable, suggestNodeName } from "./index.ts";
import { flowOf, node, toys } from "./toys.ts";

const flow = flowOf(
  [
    node("menu", "ask", { choices: [{ name: "a", key: "1" }], text: "Not {{ Menu.digits }}" }, "Menu"),
    node("hook", "fetch", { url: "https://x/{{ Menu.digits }}", headers: { "X-Menu": "{{ Menu['digits'] }}" } }, "Hook"),
    node("bye", "say", { text: "Menu" }, "Bye"),
  ],
  ["start.call menu", "menu.a hook", "hook.ok bye"],
  {
    layout: { menu: { x: 1, y: 1 }, hook: { x: 2, y: 2 } },
    tests: [
      { name: "t", expect: { path: ["Menu:a", "Hook:ok"], variables: { "Menu.digits": "1", "Hook.response": {} }, status: "completed" } },
    ],
  },
);

test("a rename rewrites every reference, tests included, and nothing else", () => {
  const renamed = renameNode(flow, "menu", "Main_Menu");
  expect(renamed.nodes.map((n) => n.name)).toEqual(["Start", "Main_Menu", "Hook", "Bye"]);
  expect(renamed.nodes[1]?.config["text"]).toBe("Not {{ Main_Menu.digits }}");
  expect(renamed.nodes[2]?.config).toEqual({ url: "https://x/{{ Main_Menu.digits }}", headers: { "X-Menu": "{{ Main_Menu['digits'] }}" } });
  expect(renamed.nodes[3]).toBe(flow.nodes[3]);
  expect(renamed.tests[0]?.["expect"]).toEqual({
    path: ["Main_Menu:a", "Hook:ok"],
    variables: { "Main_Menu.digits": "1", "Hook.response": {} },
    status: "completed",
  });
  expect(renamed.edges).toBe(flow.edges);
});

test("a rename and back is the same document", () => {
  assert(
    property(integer({ min: 0, max: 3 }), constantFrom("A", "Menu_2", "x_1"), (which, name) => {
      const target = flow.nodes[which]!;
      expect(renameNode(renameNode(flow, target.id, name), target.id, target.name)).toEqual(flow);
    }),
  );
});

test.each([
  ["menu", "Hook", "duplicate_name"],
  ["menu", "a b", "bad_name"],
  ["menu", "", "bad_name"],
  ["menu", "vars", "bad_name"],
  ["gone", "Fine", "node_not_found"],
])("%s → “%s” is refused: %s", (id, name, code) => {
  expect(() => renameNode(flow, id, name)).toThrow(expect.objectContaining({ code }));
});

test("of two nodes with one name, the references stay with the other", () => {
  const twins = { ...flow, nodes: [...flow.nodes, node("menu2", "ask", {}, "Menu")] };
  const renamed = renameNode(twins, "menu2", "Menu_2");
  expect(renamed.nodes[2]?.config["url"]).toBe("https://x/{{ Menu.digits }}");
});

test("a node goes with its cords and its place", () => {
  const without = removeNode(flow, "hook");
  expect(without.nodes.map((n) => n.id)).toEqual(["start", "menu", "bye"]);
  expect(without.edges).toEqual([{ from: "start", exit: "call", to: "menu" }]);
  expect(without.layout).toEqual({ menu: { x: 1, y: 1 } });
  expect(() => removeNode(flow, "gone")).toThrow(expect.objectContaining({ code: "node_not_found" }));
});

test("names come from the content, are free, and fit", () => {
  const name = (type: string, config = {}): string => suggestNodeName(flow, type, config, { registry: toys });
  expect(name("say", { text: "Good morning!" })).toBe("Say_Good_morning");
  expect(name("say", { text: "" })).toBe("Say");
  expect(name("ask")).toBe("Ask");
  expect(name("send_fax")).toBe("send_fax");
  expect(suggestNodeName({ ...flow, nodes: [...flow.nodes, node("x", "ask", {}, "Ask")] }, "ask", {}, { registry: toys })).toBe("Ask_2");
  expect(name("say", { text: "Straße ".repeat(30) })).toMatch(/^Say_[A-Za-z_]{1,56}$/);
});

test("a flow variable's new name is written where it is read, where it is set, and in tests", () => {
  const counted = flowOf(
    [
      node("keep", "set_variables", { variables: [{ name: "tier", type: "text", value: "{{ vars.tier }}" }] }, "Keep"),
      node("bye", "play_audio", { prompt: [{ speak: "{{ vars['tier'] | upcase }} {{ Keep.tier }} {{ vars.tiers }} tier" }] }, "Bye"),
    ],
    ["start.incoming_call keep"],
    {
      variables: [{ name: "tier", type: "text", value: "gold" }],
      tests: [{ expect: { variables: { "vars.tier": "gold", "Keep.tier.x": 1 } } }],
    },
  );
  const renamed = renameVariable(counted, "tier", "level");
  expect(renamed.variables).toEqual([{ name: "level", type: "text", value: "gold" }]);
  expect(renamed.nodes[1]?.config["variables"]).toEqual([{ name: "level", type: "text", value: "{{ vars.level }}" }]);
  expect(renamed.nodes[2]?.config["prompt"]).toEqual([{ speak: "{{ vars.level | upcase }} {{ Keep.level }} {{ vars.tiers }} tier" }]);
  expect(renamed.tests[0]?.["expect"]).toEqual({ variables: { "vars.level": "gold", "Keep.level.x": 1 } });
  expect(renameVariable(renameVariable(renamed, "level", "tier"), "tier", "level")).toEqual(renamed);
  for (const [from, to] of [
    ["nothing", "x"],
    ["tier", "two words"],
    ["tier", "tier"],
  ] as const)
    expect(renameVariable(counted, from, to)).toBe(counted);
});
