import type { Program } from "@cordboard/sandbox";
import { afterAll, expect, it } from "vitest";
import { createCodeRunner } from "./code-runner.ts";

const runner = createCodeRunner();
afterAll(() => runner.close());
const program = (code: string, more: Partial<Program> = {}): Program => ({
  code,
  inputs: {},
  now: 0,
  seed: "",
  timeoutMs: 2_000,
  memoryBytes: 64 * 1024 * 1024,
  ...more,
});

it("runs programs one after another in few threads, and gives each its own result", async () => {
  const all = await Promise.all([1, 2, 3, 4, 5].map((n) => runner.run(program("outputs.n = inputs.n * 2", { inputs: { n } }))));
  expect(all.map((ran) => ran.ok && ran.outputs["n"])).toEqual([2, 4, 6, 8, 10]);
});

it("ends a program that no sandbox could stop, and goes on; nothing else waits for it meanwhile", async () => {
  // One built-in function that takes minutes: the sandbox is never asked in between.
  const stuck = runner.run(program("const a = new Array(1e6).fill(0); for (;;) a.fill(1).indexOf(2)", { timeoutMs: 200 }));
  let turns = 0;
  const ticking = setInterval(() => turns++, 10);
  const ran = await stuck;
  clearInterval(ticking);
  expect(ran).toMatchObject({ ok: false, error: { code: "code_timeout" } });
  expect(turns).toBeGreaterThan(5);
  expect(await runner.run(program("outputs.next = 1"))).toMatchObject({ ok: true, outputs: { next: 1 } });
});

it("gives a program that ate its memory no successor in the same heap", async () => {
  const eater = "const all = []; for (;;) all.push('x'.repeat(1000000) + all.length)";
  expect(await runner.run(program(eater, { timeoutMs: 20_000, memoryBytes: 8 * 1024 * 1024 }))).toMatchObject({
    ok: false,
    error: { code: "code_memory" },
  });
  expect(await runner.run(program("outputs.next = 1"))).toMatchObject({ ok: true });
});
