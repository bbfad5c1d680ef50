import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { check, parseDocument } from "@cordboard/flow";
import { runFlowTest } from "@cordboard/testing";
import { afterAll, describe, expect, it } from "vitest";
import { exitsToTake, proves, shownAs } from "./coverage.ts";

const here = dirname(fileURLToPath(import.meta.url));
const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

/** Every sample is a folder with a flow, a README and tests; what is shown to newcomers must run. */
const samples = readdirSync(here).filter((name) => statSync(join(here, name)).isDirectory());

/** Four lines of a card. */
const CARD_CHARACTERS = 130;
const overview = readFileSync(join(here, "README.md"), "utf8");
const printed: string[] = [];
afterAll(() => console.log(`Exits of the samples that a test takes and proves something by:\n${printed.join("\n")}`));

describe.each(samples)("%s", (name) => {
  const dir = join(here, name);
  const parsed = parseDocument(read(join(dir, `${name}.flow.json`)));
  const taken = new Set<string>();
  const tests = readdirSync(dir).filter((file) => file.endsWith(".test.json"));

  it("is a flow without errors or warnings, with a README and tests", () => {
    if (!("document" in parsed)) throw new Error(JSON.stringify(parsed.issues));
    expect(check(parsed.document).filter((issue) => issue.level !== "hint")).toEqual([]);
    expect(readFileSync(join(dir, "README.md"), "utf8").length).toBeGreaterThan(200);
    expect(tests.length).toBeGreaterThan(1);
    const { length } = parsed.document.description;
    expect(length > 40 && length <= CARD_CHARACTERS, `${length} characters on its card in the gallery`).toBe(true);
    expect(overview, "the list of samples").toContain(`(${name}/README.md)`);
  });

  it.each(tests)("%s", async (file) => {
    if (!("document" in parsed)) throw new Error("The flow can't be read.");
    const test = read(join(dir, file));
    const result = await runFlowTest(parsed.document, test);
    expect(result.message, `step ${result.failedStep}; it went ${result.path.join(" → ")}`).toBeNull();
    if (proves(test)) for (const step of result.path) taken.add(step);
  });

  it("has a test for every exit of every node", () => {
    if (!("document" in parsed)) throw new Error("The flow can't be read.");
    const exits = exitsToTake(parsed.document);
    const missing = exits.filter((exit) => !taken.has(exit));
    printed.push(shownAs(name, exits.length, missing));
    expect(missing).toEqual([]);
  });
});
