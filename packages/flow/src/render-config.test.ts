import { expect, test } from "vitest";
import { compileConfig } from "./render-config.ts";
import { toys } from "./toys.ts";

const fetchIt = toys.get("fetch")!;
const scope = { Menu: { digits: "42", count: 3 } };

test("fills in values, not keys, and gives what has no braces as the same object each time", () => {
  const config = { "{{ Menu.digits }}": ["{{ Menu.digits }}", 1, null, { a: "x{{ Menu.count | plus: 1 }}" }], same: { b: ["c"] } };
  const { fill } = compileConfig(fetchIt, config);
  const filled = fill?.(scope);
  expect(filled).toEqual({ "{{ Menu.digits }}": ["42", 1, null, { a: "x4" }], same: { b: ["c"] } });
  expect(fill?.({})).toMatchObject({ "{{ Menu.digits }}": ["", 1, null, { a: "x1" }] });
});

test("a config without templates is fixed", () => {
  expect(compileConfig(fetchIt, { url: "https://x", list: [1, "a"] })).toEqual({ fill: null, fixed: { url: "https://x", list: [1, "a"] } });
});

test("what a component marks as literal is never filled in, so that nobody's words become code", () => {
  const code = "return `{{ Menu.digits }}`";
  expect(compileConfig(fetchIt, { code })).toEqual({ fill: null, fixed: { code } });
  expect(compileConfig(fetchIt, { code, url: "{{ Menu.digits }}" }).fill?.(scope)).toEqual({ code, url: "42" });
});
