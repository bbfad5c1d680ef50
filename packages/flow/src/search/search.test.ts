import { describe, expect, test } from "vitest";
import { findInFlow, type Hit, usesInFlow } from "../index.ts";
import { flowOf, node } from "../toys.ts";

const desk = flowOf(
  [
    node("bye", "play_audio", { prompt: [{ speak: "Goodbye from {{ vars.shop }}." }] }, "Say_Goodbye"),
    node("ring", "call_forward", { to: ["+14155550142"], callerId: "{{ Start.call.to }}" }, "Ring_Ann"),
    node(
      "look",
      "http_request",
      { url: "https://x.example/{{ Ask.digits | url_encode }}", headers: [{ name: "k", value: "{{ secrets.SHOP_KEY }}" }] },
      "Look_up",
    ),
    node("ask", "get_input", { prompt: [{ speak: "Your code?" }] }, "Ask"),
    node("set", "set_variables", { variables: [{ name: "shop", value: "Bob's" }] }, "Set"),
    node("sub", "run_flow", { flow: "PIN" }, "Check_PIN"),
  ],
  ["start.incoming_call ask"],
  {
    variables: [{ name: "shop", type: "text", value: "Ann's" }],
    notes: [{ id: "n1", x: 0, y: 0, width: 100, height: 100, text: "Ask Ann before you change this" }],
    layout: {
      ask: { x: 300, y: 0 },
      look: { x: 600, y: 0 },
      ring: { x: 900, y: 0 },
      bye: { x: 1200, y: 0 },
      set: { x: 1500, y: 0 },
      sub: { x: 1800, y: 0 },
    },
  },
);
const short = (hits: readonly Hit[]): string[] =>
  hits.map(
    ({ nodeId, noteId, field, text, at, length }) => `${nodeId ?? noteId ?? "flow"} ${field ?? "-"}: ${text.slice(at, at + length)}`,
  );
const find = (wanted: string): string[] => short(findInFlow(desk, wanted));
const uses = (kind: "number" | "flow" | "secret" | "variable", name: string): string[] => short(usesInFlow(desk, { kind, name }));

describe("a text is found", () => {
  test("in names, settings, variables and notes, as they lie on the board", () =>
    expect(find("ann")).toEqual(["flow variables.0.value: Ann", "ring -: Ann", "n1 -: Ann"]));
  test("in the name with blanks", () => expect(find("say good")).toEqual(["bye -: Say_Good"]));
  test("in the component", () => expect(find("call forward")).toEqual(["ring -: Call Forward"]));
  test("in a number, however it is written", () => {
    expect(find("415 555-0142")).toEqual(["ring to.0: +14155550142"]);
    expect(find("(415) 555")).toEqual(["ring to.0: +14155550142"]);
  });
  test("in a variable that is read", () => expect(find("ask.digits")).toEqual(["look url: Ask.digits"]));
  test("with the title of its field", () => expect(findInFlow(desk, "Your code")[0]?.title).toBe("What the caller hears"));
  test("nowhere when nothing is wanted", () => expect(find("  ")).toEqual([]));
});

describe("a use is found", () => {
  test("of a number", () => expect(uses("number", "+1 415 555 0142")).toEqual(["ring to.0: +14155550142"]));
  test("of a flow, not where its name is said", () => expect(uses("flow", "PIN")).toEqual(["sub flow: PIN"]));
  test("of a secret", () => {
    expect(uses("secret", "SHOP_KEY")).toEqual(["look headers.0.value: secrets.SHOP_KEY"]);
    expect(uses("secret", "SHOP")).toEqual([]);
  });
  test("of a flow variable: declared, read and set", () =>
    expect(uses("variable", "vars.shop")).toEqual([
      "flow variables.0.name: shop",
      "bye prompt.0.speak: vars.shop",
      "set variables.0.name: shop",
    ]));
  test("of a step's variable", () => expect(uses("variable", "Ask.digits")).toEqual(["look url: Ask.digits"]));
});
