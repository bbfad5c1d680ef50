import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { API_ERRORS } from "@cordboard/api";
import { STEP_CODES } from "@cordboard/contract";
import { expect, it } from "vitest";
import { BACKUP_ERRORS, STARTUP_ERRORS } from "./startup-errors.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");

it("the page of error codes says what the code says", () => {
  expect(execFileSync(process.execPath, ["scripts/error-codes.mjs", "--check"], { cwd: ROOT, encoding: "utf8" })).toBe("");
});

it("every code that the server throws is in a table", () => {
  const listed = new Set([
    ...Object.keys(API_ERRORS),
    ...Object.keys(STEP_CODES),
    ...Object.keys(STARTUP_ERRORS),
    ...Object.keys(BACKUP_ERRORS),
  ]);
  const files = globSync("**/*.ts", { cwd: import.meta.dirname }).filter((file) => !file.endsWith(".test.ts"));
  const thrown = files.flatMap((file) =>
    [...readFileSync(join(import.meta.dirname, file), "utf8").matchAll(/new CodedError\(\s*"(\w+)"/g)].map(
      ([, code]) => `${code} in ${file}`,
    ),
  );
  expect(thrown.length).toBeGreaterThan(20);
  expect(thrown.filter((found) => !listed.has(found.split(" ")[0] ?? ""))).toEqual([]);
});
