import type { JsonObject } from "@cordboard/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { plainValues } from "./plain-values.ts";
import { renderTemplate } from "./render.ts";

const word = fc.constantFrom(
  "Menu",
  "a",
  "b_2",
  "digits",
  "size",
  "first",
  "true",
  "nil",
  "secrets",
  "now",
  "toString",
  "__proto__",
  "constructor",
);
const path = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join("."));
const piece = fc.oneof(
  path.map((p) => `{{ ${p} }}`),
  path.map((p) => `{{${p}}}`),
  path.map((p) => `{{- ${p} -}}`),
  fc.constantFrom(" ", "x", "\n", "{", "}}", "{{", "{%", "\uFDD0KEY\uFDD1", "{{ a | upcase }}", "{{ '}}' }}", "{{ a[0] }}", "é😀"),
);
const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
const leaf = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null), fc.constantFrom("\uFDD0KEY\uFDD1", "{{ a }}"));
const scope = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  object: fc.dictionary(
    word.filter((w) => w !== "__proto__"),
    tie("value"),
    { maxKeys: 4 },
  ),
  value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(leaf, { maxLength: 2 }), tie("object")),
})).object;

test("what it fills in is what Liquid fills in", () => {
  let compared = 0;
  fc.assert(
    fc.property(text, scope, (source, raw) => {
      const values = JSON.parse(JSON.stringify(raw)) as JsonObject;
      const filled = plainValues(source)?.(values) ?? null;
      if (filled === null) return;
      compared++;
      expect(filled).toBe(renderTemplate(source, values));
    }),
    { numRuns: 5_000 },
  );
  expect(compared).toBeGreaterThan(500);
});

test("what is more than a value is left to Liquid", () => {
  for (const source of ["{{ a | upcase }}", "{{ a[0] }}", "{% if a %}x{% endif %}", "{{ list.size }}", "{{ secrets.KEY }}", "{{ 'a' }}"])
    expect(plainValues(source)).toBeNull();
  expect(plainValues("{{ a }}")?.({ a: { b: 1 } })).toBeNull();
  expect(plainValues("{{ a }}")?.({ a: "x".repeat(64 * 1024) })).toBeNull();
});
