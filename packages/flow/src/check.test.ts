import { describe, expect, test } from "vitest";
import { check, type FlowDocument } from "./index.ts";
import { flowOf, node, toys } from "./toys.ts";

const codes = (flow: FlowDocument): string[] =>
  check(flow, { registry: toys })
    .filter((issue) => issue.level !== "hint")
    .map((issue) => issue.code);
const only = (flow: FlowDocument) => check(flow, { registry: toys }).filter((issue) => issue.level !== "hint")[0];
const menu = node("menu", "ask", { choices: [{ name: "a", key: "1" }] }, "Menu");

test("a good flow has no issues", () => {
  const flow = flowOf(
    [menu, node("bye", "say", { text: "You pressed {{ Menu.digits }}, {{ Start.call.from }}" }, "Bye"), node("hook", "fetch")],
    ["start.call menu", "menu.a bye", "bye.done hook"],
  );
  expect(check(flow, { registry: toys })).toEqual([]);
});

describe("variables", () => {
  const saying = (text: string): FlowDocument =>
    flowOf([menu, node("bye", "say", { text }, "Bye")], ["start.call menu", "menu.a bye", "bye.done menu"]);

  test.each([
    "{{ Start }}",
    "{{ Start.call }}",
    "{{ Start.http.params.anything.below }}",
    "{{ Menu.digits.size }}",
    "{{ run.id }} {{ run.hangup.by }} {{ now }} {{ number }} {{ flow.name }}",
    "{{ contact.number }} {{ contact.tier }}",
    "{% assign x = 1 %}{{ x.y }}",
  ])("%s exists", (text) => expect(codes(saying(text))).toEqual([]));

  test.each(["{{ Start.call.nothing_like_it }}", "{{ Bye.text }}", "{{ run.colour }}", "{{ Menu.digits.inner }}"])("%s doesn't", (text) => {
    expect(codes(saying(text))).toEqual(["unknown_variable"]);
  });

  test("a near name is offered with the rest of the path kept", () => {
    const issue = only(saying("Hi {{ Manu.digits | upcase }}!"));
    expect(issue?.message).toBe("There is no node “Manu”, so {{ Manu.digits }} prints nothing. Did you mean {{ Menu.digits }}?");
    expect(issue?.fix?.commands).toEqual([{ type: "setConfig", nodeId: "bye", path: ["text"], value: "Hi {{ Menu.digits | upcase }}!" }]);
    expect(issue?.field).toBe("text");
    expect(only(saying("{{ Menu.digts }}"))?.fix?.label).toBe("Use Menu.digits");
  });

  test("flow variables are known by declaration or from a node that writes them", () => {
    const flow = saying("{{ vars.tier }} {{ vars.colour }}");
    const declared: FlowDocument = { ...flow, variables: [{ name: "tier", type: "text", value: "" }] };
    expect(codes(declared)).toEqual(["unknown_variable"]);
    const written = { ...declared, nodes: [...declared.nodes, node("note", "note", { name: "colour" })] };
    expect(codes({ ...written, edges: [...written.edges, { from: "start", exit: "message", to: "note" }] })).toEqual([]);
  });

  test("a failing step's error can be read", () => {
    const flow = flowOf(
      [node("hook", "fetch", {}, "Hook"), node("bye", "fetch", { url: "{{ Hook.error.code }}" })],
      ["start.call hook", "hook.failed bye"],
    );
    expect(codes(flow)).toEqual([]);
  });

  test("values set on a way round, before a handler, or by the node itself are fine", () => {
    const round = flowOf([menu, node("bye", "say", { text: "{{ Menu.digits }}" })], ["start.call bye", "bye.done menu", "menu.a bye"]);
    expect(codes(round)).toEqual([]);
    const handler = flowOf([menu, node("log", "fetch", { url: "{{ Menu.digits }}" })], ["start.call menu", "start.on_hangup log"]);
    expect(codes(handler)).toEqual([]);
    const itself = flowOf([node("menu", "ask", { ...menu.config, text: "Not {{ Menu.digits }}" }, "Menu")], ["start.call menu"]);
    expect(codes(itself)).toEqual([]);
  });

  test("types matter only where the value stands as it is", () => {
    const dialling = (to: string): string[] => codes(flowOf([node("dial", "dial", { to })], ["start.call dial"]));
    expect(dialling("{{ Start.call.recorded }}")).toEqual(["type_mismatch"]);
    expect(dialling("{{ Start.call.words }}")).toEqual(["type_mismatch"]);
    for (const fine of ["{{ Start.call.from }}", "{{ Start.call.words | first }}", "+1{{ Start.http.params }}"])
      expect(dialling(fine)).toEqual([]);
  });

  test("nothing is said of the variables of a node that can't be read", () => {
    const flow = flowOf(
      [node("fax", "fax", {}, "Fax"), node("hook", "fetch", { url: "{{ Fax.pages }}" })],
      ["start.call fax", "fax.sent hook"],
    );
    expect(codes(flow)).toEqual(["unknown_component"]);
  });
});

describe("ways", () => {
  test("a circle with a step that waits is fine", () => {
    expect(codes(flowOf([menu, node("bye", "say", { text: "x" })], ["start.call menu", "menu.a bye", "bye.done menu"]))).toEqual([]);
  });

  test("each circle is named once", () => {
    const flow = flowOf(
      ["a", "b", "c", "d"].map((id) => node(id, "note")),
      ["start.message a", "a.done b", "b.done a", "start.call c", "c.done d", "d.done d"],
    );
    expect(codes(flow)).toEqual(["loop_without_wait", "loop_without_wait"]);
  });

  test("a step that talks is fine after a call was placed, and on a way that also begins with one", () => {
    const placed = flowOf([node("dial", "dial"), node("say", "say", { text: "x" })], ["start.message dial", "dial.answered say"]);
    expect(codes(placed)).toEqual([]);
    const both = flowOf([node("say", "say", { text: "x" })], ["start.message say", "start.call say"]);
    expect(codes(both)).toEqual([]);
  });

  test("hints name bare exits, but not optional ones nor those with a handler", () => {
    const flow = flowOf([node("say", "say", { text: "x" }), node("hook", "fetch")], ["start.call say", "start.on_error hook"]);
    expect(check(flow, { registry: toys })).toEqual([
      { level: "hint", code: "exit_has_no_cord", nodeId: "say", exit: "done", message: expect.stringContaining("“Done” leads nowhere") },
    ]);
  });
});

test("settings that are refused are named by their place and title", () => {
  const flow = flowOf(
    [
      node(
        "menu",
        "ask",
        {
          choices: [
            { name: "a", key: "1" },
            { name: "", key: "22" },
          ],
        },
        "Menu",
      ),
    ],
    ["start.call menu", "menu.a menu"],
  );
  expect(check(flow, { registry: toys }).map(({ code, field, message }) => [code, field, message])).toEqual([
    ["setting_missing", "choices.1.name", "“Name” is empty. Fill it in."],
    ["setting_invalid", "choices.1.key", "“Key” is too long. Shorten it to 1."],
  ]);
});

test("a flow of 1,000 nodes with a text each", () => {
  const many = Array.from({ length: 999 }, (_, i) =>
    node(`n${i}`, i % 2 ? "say" : "ask", i % 2 ? { text: `Key {{ N${i - 1}.digits }} of {{ Start.call.from }}` } : menu.config, `N${i}`),
  );
  const cords = many.flatMap((n, i) => (i < 998 ? [`${n.id}.${i % 2 ? "done" : "a"} n${i + 1}`] : []));
  const flow = flowOf(many, ["start.call n0", ...cords]);
  expect(codes(flow)).toEqual([]);
  const times = Array.from({ length: 5 }, () => {
    const begin = performance.now();
    check(flow, { registry: toys });
    return performance.now() - begin;
  });
  console.log(`check() of 1,000 nodes: median ${times.sort((a, b) => a - b)[2]!.toFixed(1)} ms, worst ${times.at(-1)!.toFixed(1)} ms`);
});

describe("branches", () => {
  const splitting = (...cords: string[]): FlowDocument =>
    flowOf(
      [node("split", "split"), node("hook", "fetch"), node("bye", "say", { text: "Bye" }), node("call", "dial"), node("count", "count")],
      ["start.call split", ...cords],
    );

  test("each may hold what it can do, and ends at a bare exit", () => {
    const flow = splitting("split.left bye", "split.right hook", "split.joined call", "call.answered count", "count.enough bye");
    expect(check({ ...flow, edges: flow.edges.filter(({ from }) => from !== "count") }, { registry: toys })).toMatchObject([
      { code: "exit_has_no_cord", nodeId: "count" },
    ]);
  });

  test("one without the call may talk to a call of its own", () => {
    expect(codes(splitting("split.left hook", "split.right call", "call.answered bye", "bye.done count"))).toEqual([]);
  });

  test("that wait for any are joined when one of them can end", () => {
    const endless = (join: string): FlowDocument => {
      const flow = splitting(
        "split.left bye",
        "split.right count",
        "count.again hook",
        "hook.ok count",
        "count.enough count",
        "split.joined call",
      );
      return { ...flow, nodes: flow.nodes.map((one) => (one.id === "split" ? { ...one, config: { join } } : one)) };
    };
    expect(codes(endless("all"))).toEqual(["unreachable_join"]);
    expect(codes(endless("any"))).toEqual([]);
  });
});

test("a circle that counts its turns is no endless one", () => {
  expect(
    codes(flowOf([node("count", "count"), node("note", "note")], ["start.call count", "count.again note", "note.done count"])),
  ).toEqual([]);
});

test("an issue quotes the beginning of a page, not the page", () => {
  const document = { ...flowOf([], []), variables: [{ name: "x y".repeat(5_000), type: "text" as const, value: "" }] };
  const issue = check(document, { registry: toys }).find(({ code }) => code === "bad_variable_name");
  expect(issue?.message).toMatch(/^The flow variable “x yx y.*….*Name it with letters, digits and _\.$/);
  expect(issue?.message.length).toBeLessThan(400);
});
