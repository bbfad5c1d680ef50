// @vitest-environment node
import type { VariableChoice } from "@cordboard/flow";
import { describe, expect, it } from "vitest";
import { complete, matching, pieces, typingAt } from "./completion.ts";

/** `|` stands for the caret. */
function at(text: string) {
  const caret = text.indexOf("|");
  const plain = text.replace("|", "");
  return { text: plain, caret, typing: typingAt(plain, caret) };
}
const choose = (marked: string, path: string) => {
  const { text, caret, typing } = at(marked);
  if (!typing) throw new Error("nothing is being typed");
  const done = complete(text, typing, caret, path);
  return `${done.text.slice(0, done.caret)}|${done.text.slice(done.caret)}`;
};

describe("what is being typed", () => {
  it.each([
    ["Hi {{|", ""],
    ["Hi {{ Me|", "Me"],
    ["Hi {{ Menu.di|gits }}", "Menu.di"],
    ["{% if Menu.|", "Menu."],
    ["{{ a }} and {{ b|", "b"],
  ])("%s", (text, word) => expect(at(text).typing?.word).toBe(word));

  it.each(["Hi |", "Hi {{ a }} |", "{{ 'te|xt' }}", "{% if a %} |"])("is nothing in %s", (text) => {
    expect(at(text).typing).toBeNull();
  });
  it("is nothing where a filter's name begins", () => {
    const text = "{{ a | ";
    expect(typingAt(text, text.length)).toBeNull();
  });
});

describe("completing", () => {
  it("closes the braces and goes behind them", () => expect(choose("Hi {{Me|", "Menu.digits")).toBe("Hi {{Menu.digits}}|"));
  it("keeps the blanks", () => expect(choose("Hi {{ Me|", "Menu.digits")).toBe("Hi {{ Menu.digits }}|"));
  it("replaces the whole word", () => expect(choose("{{ Me|nu.x }}!", "Menu.digits")).toBe("{{ Menu.digits }}|!"));
  it("leaves a filter in place", () => expect(choose("{{ Me| | upcase }}", "Menu.digits")).toBe("{{ Menu.digits| | upcase }}"));
  it("doesn't close a tag", () => expect(choose("{% if Me| == 1 %}", "Menu.digits")).toBe("{% if Menu.digits| == 1 %}"));
});

const variable = (path: string, title = ""): VariableChoice => ({
  path,
  type: "text",
  title,
  sample: null,
  nodeId: null,
  certain: "always",
});

describe("matching", () => {
  const all = [variable("Start.call.from", "who called"), variable("Menu.digits", "the keys"), variable("vars.menu_count", "a count")];
  it("puts the start of a path before the start of a part", () => {
    expect(matching(all, "menu").map(({ path }) => path)).toEqual(["Menu.digits", "vars.menu_count"]);
  });
  it("finds by title", () => expect(matching(all, "called").map(({ path }) => path)).toEqual(["Start.call.from"]));
  it("shows all for nothing typed", () => expect(matching(all, "")).toHaveLength(3));
});

it("cuts a text into plain parts and references", () => {
  expect(pieces("Hi {{ a }}, {% if b %}x{% endif %}")).toEqual([
    { text: "Hi ", reference: false },
    { text: "{{ a }}", reference: true },
    { text: ", ", reference: false },
    { text: "{% if b %}", reference: true },
    { text: "x", reference: false },
    { text: "{% endif %}", reference: true },
  ]);
});
