import type { JsonObject } from "@cordboard/contract";
import { beforeAll, describe, expect, it } from "vitest";
import type { Program, Ran } from "./program.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";

const MEMORY = 4 * 1024 * 1024;
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox(() => performance.now(), MEMORY);
});
const NOW = Date.parse("2026-03-02T14:30:00Z");
const run = (code: string, inputs: JsonObject = {}, more: Partial<Program> = {}): Ran =>
  sandbox({ code, inputs, now: NOW, seed: "seed", timeoutMs: 5_000, memoryBytes: MEMORY, ...more });
const outputs = (code: string, inputs: JsonObject = {}): JsonObject => {
  const ran = run(code, inputs);
  if (!ran.ok) throw new Error(ran.error.message);
  return ran.outputs;
};
const error = (ran: Ran) => (ran.ok ? null : ran.error);

it("hands in inputs, and out what the code sets, returns and logs", () => {
  expect(run('outputs.total = inputs.price * 2; console.log("got", inputs); return "cheap"', { price: 2.5 })).toEqual({
    ok: true,
    exit: "cheap",
    outputs: { total: 5 },
    log: ['got {"price":2.5}'],
  });
  expect(run("outputs.a = [1, { b: 'ä' }, null]")).toMatchObject({ exit: null, outputs: { a: [1, { b: "ä" }, null] } });
});

it("takes a quote, a brace or a line break in an input for nothing but text", () => {
  const odd = '"});outputs.hacked=1;({"\u2028\n\\';
  expect(outputs("outputs.same = inputs.odd", { odd })).toEqual({ same: odd });
});

it("has nothing of the world in it", () => {
  const names = [
    "process",
    "require",
    "fetch",
    "XMLHttpRequest",
    "WebSocket",
    "setTimeout",
    "Deno",
    "global",
    "window",
    "WebAssembly",
    "performance",
    "Buffer",
  ];
  expect(outputs("outputs.found = inputs.names.filter((name) => name in globalThis)", { names })).toEqual({ found: [] });
  expect(error(run('return (function () { return import("node:fs"); })().then ? "x" : "y"'))?.code ?? "nothing").toBe("nothing");
  expect(outputs("outputs.same = Object.keys(globalThis).length", {})).toEqual({ same: 0 });
});

it("starts each run anew", () => {
  run("globalThis.kept = 1; Array.prototype.map = null; Object.prototype.polluted = 1");
  expect(outputs("outputs.kept = [typeof globalThis.kept, typeof [].map, typeof ({}).polluted]")).toEqual({
    kept: ["undefined", "function", "undefined"],
  });
});

describe("time and chance", () => {
  it("stand still at the moment of the step, in UTC", () => {
    const code = `outputs.all = [Date.now(), +new Date(), new Date().toISOString(), new Date().getHours(), new Date(2026, 0, 1).toISOString(),
      new Date("2026-01-01T09:00").toISOString(), new Date("2026-01-01").toISOString(), new Date("2026-01-01T09:00+02:00").toISOString(),
      new Date().getTimezoneOffset(), Date.parse("2026-01-01T00:00"), String(new Date(0)), new Date() instanceof Date, new (new Date(0).constructor)().getTime()]`;
    expect(outputs(code)["all"]).toEqual([
      NOW,
      NOW,
      "2026-03-02T14:30:00.000Z",
      14,
      "2026-01-01T00:00:00.000Z",
      "2026-01-01T09:00:00.000Z",
      "2026-01-01T00:00:00.000Z",
      "2026-01-01T07:00:00.000Z",
      0,
      Date.parse("2026-01-01T00:00Z"),
      "Thu, 01 Jan 1970 00:00:00 GMT",
      true,
      NOW,
    ]);
  });

  it("can't be had by taking our functions' places", () => {
    const code = `let real; Reflect.construct = (target) => (real = target, {}); RegExp.prototype.test = () => { throw 1 };
      new Date(); new Date("2026-01-01T09:00"); outputs.real = typeof real`;
    expect(outputs(code)).toEqual({ real: "undefined" });
  });

  it("draw the same numbers again for the same seed only", () => {
    const draw = (seed: string) => run("outputs.n = [Math.random(), Math.random()]", {}, { seed });
    expect(draw("a")).toEqual(draw("a"));
    expect(draw("a")).not.toEqual(draw("b"));
    const mean = outputs("let s = 0; for (let i = 0; i < 10000; i++) s += Math.random(); outputs.mean = s / 10000")["mean"];
    expect(Math.abs(Number(mean) - 0.5)).toBeLessThan(0.02);
  });
});

describe("code that misbehaves", () => {
  it.each([
    ["loops for ever", "for (;;) {}", "code_timeout"],
    ["loops for ever where it catches everything", "for (;;) { try { for (;;) {} } catch {} }", "code_timeout"],
    ["loops for ever in what it hands out", "outputs.a = { toJSON() { for (;;) {} } }", "code_timeout"],
    ["backtracks for ever", "/(a+)+$/.test('a'.repeat(40) + 'b')", "code_timeout"],
    ["eats memory", "const all = []; for (;;) all.push('x'.repeat(1000000) + all.length)", "code_memory"],
    ["eats memory in small pieces", "const all = []; for (;;) all.push({})", "code_memory"],
    ["eats memory at once", "'x'.repeat(2 ** 29)", "code_memory"],
    ["calls itself for ever", "(function f() { f(); })()", "code_failed"],
    ["throws", "throw new Error('no')", "code_failed"],
    ["throws nothing", "throw undefined", "code_failed"],
    ["is not JavaScript", "if (", "code_failed"],
    ["hands out what is no data", "outputs.a = 1n", "code_failed"],
    ["hands out a circle", "outputs.a = outputs", "code_failed"],
    ["hands out too much", "outputs.a = 'x'.repeat(300000)", "code_failed"],
    ["returns a number", "return 1", "code_failed"],
    ["is not done when it returns", "return (async () => {})()", "code_failed"],
  ])("%s is stopped", (_name, code, expected) => {
    expect(error(run(code, {}, { timeoutMs: expected === "code_timeout" ? 300 : 20_000 }))?.code).toBe(expected);
    expect(outputs("outputs.still = 1")).toEqual({ still: 1 });
  });

  it("is told where it went wrong", () => {
    expect(error(run("const a = 1;\n\nnull.b"))?.message).toMatch(/^TypeError: .*\(line 3\)$/);
    expect(error(run("const a = 1;\nconst = 2"))?.message).toMatch(/^SyntaxError: .*\(line 2\)$/);
  });

  it("keeps what it logged before it failed, and no more than enough", () => {
    const ran = run("for (let i = 0; i < 1000; i++) console.log('x'.repeat(5000)); throw new Error('no')");
    expect([ran.log.length, ran.log[0]?.length]).toEqual([100, 1_000]);
  });
});
