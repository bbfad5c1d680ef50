import { expect, test } from "vitest";
import { describeNode } from "./index.ts";
import { node, toys } from "./toys.ts";

const exits = (config: Parameters<typeof node>[2]): string[] =>
  describeNode(node("menu", "ask", config), toys).exits.map((exit) => exit.id);

test("a half-written menu keeps the choices that are whole", () => {
  expect(exits({ choices: [{ name: "a" }, { key: "2" }, { name: "" }, { name: "c", key: "33" }] })).toEqual(["a", "c", "silent"]);
  expect(exits({ choices: "none", colour: "red" })).toEqual(["silent"]);
  expect(exits({ choices: [{ name: "a" }], text: 5 })).toEqual(["a", "silent"]);
});

test("problems are told though a guess is drawn", () => {
  const view = describeNode(node("menu", "ask", { choices: [{ name: "" }] }), toys);
  expect(view.problems).toEqual([expect.objectContaining({ code: "setting_missing", field: "choices.0.name" })]);
});

test("an unknown component has no exits and no problems of its own", () => {
  expect(describeNode(node("x", "fax"), toys)).toMatchObject({ manifest: null, exits: [], problems: [] });
});
