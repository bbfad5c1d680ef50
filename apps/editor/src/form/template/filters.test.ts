// @vitest-environment node
import { renderTemplate } from "@cordboard/flow";
import { expect, it } from "vitest";
import { completeFilter, filterAt, FILTERS, filtersFor } from "./filters.ts";

it.each([
  ["{{ a | ", ""],
  ["{{ a |up", "up"],
  ["{{ a | upcase | tr", "tr"],
  ["{% assign x = a | si", "si"],
])("a filter is named in %s", (text, word) => expect(filterAt(text, text.length)?.word).toBe(word));

it.each(["{{ a ", "a | b", "{{ a }} | b", '{{ "a | b', "{{ a | append: b"])("none is named in %s", (text) => {
  expect(filterAt(text, text.length)).toBeNull();
});

it("puts the caret where its argument is written", () => {
  const [first] = filtersFor("def");
  if (!first) throw new Error("no such filter");
  const done = completeFilter("{{ a | def}}", 7, 10, first);
  expect(`${done.text.slice(0, done.caret)}^${done.text.slice(done.caret)}`).toBe('{{ a | default: "^" }}');
});

it.each(FILTERS.map(({ name, rest }) => [`{{ value | ${name}${rest} }}`]))("%s can be filled in", (text) => {
  expect(() => renderTemplate(text, { value: "12" })).not.toThrow();
});
