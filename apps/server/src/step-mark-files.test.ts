import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openStepMarks } from "./step-mark-files.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cordboard-marks-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that marks `subject` and dies by SIGKILL within the step, or after it. */
async function die(subject: string, when: "within" | "after"): Promise<void> {
  const kill = `process.kill(process.pid, "SIGKILL")`;
  const script = `
    import { openStepMarks } from ${JSON.stringify(new URL("step-mark-files.ts", import.meta.url).href)};
    const marks = openStepMarks(${JSON.stringify(folder)});
    marks.during("another", () => {});
    marks.during(${JSON.stringify(subject)}, () => { ${when === "within" ? kill : ""} });
    ${kill};
    setTimeout(() => {}, 60_000);`;
  await once(spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "ignore" }), "exit");
}

it("names the step in which a process died, once", async () => {
  await die("run-1", "within");
  await die("run-2", "after");
  const marks = openStepMarks(folder);
  expect(marks.left()).toEqual(["run-1"]);
  expect(marks.left()).toEqual(["run-1"]);
  marks.forget();
  expect(marks.left()).toEqual([]);
  marks.close();
  expect(readdirSync(folder)).toEqual([]);
});

it("leaves the marks of living processes alone, and says nothing of a step that threw", () => {
  const one = openStepMarks(folder);
  expect(() =>
    one.during("run-1", () => {
      throw new Error("a bug");
    }),
  ).toThrow("a bug");
  expect(one.during("run-1", () => 42)).toBe(42);
  one.close();
  expect(openStepMarks(folder).left()).toEqual([]);
});
