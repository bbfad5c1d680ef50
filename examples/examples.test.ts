import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { check, parseDocument } from "@cordboard/flow";
import { runFlowTest } from "@cordboard/testing";
import { describe, expect, it } from "vitest";

const here = dirname(fileURLToPath(import.meta.url));
const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

/** Every sample is a folder with a flow, a README and tests; what is shown to newcomers must run. */
const samples = readdirSync(here).filter((name) => statSync(join(here, name)).isDirectory());

describe.each(samples)("%s", (name) => {
  const dir = join(here, name);
  const parsed = parseDocument(read(join(dir, `${name}.flow.json`)));
  const tests = readdirSync(dir).filter((file) => file.endsWith(".test.json"));

  it("is a flow without errors or warnings, with a README and tests", () => {
    if (!("document" in parsed)) throw new Error(JSON.stringify(parsed.issues));
    expect(check(parsed.document).filter((issue) => issue.level !== "hint")).toEqual([]);
    expect(readFileSync(join(dir, "README.md"), "utf8").length).toBeGreaterThan(200);
    expect(tests.length).toBeGreaterThan(1);
  });

  it.each(tests)("%s", async (file) => {
    if (!("document" in parsed)) throw new Error("The flow can't be read.");
    const result = await runFlowTest(parsed.document, read(join(dir, file)));
    expect(result.message, `step ${result.failedStep}; it went ${result.path.join(" → ")}`).toBeNull();
  });
});
