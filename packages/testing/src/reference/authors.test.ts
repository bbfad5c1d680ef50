import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { check, hasTemplate, parseDocument, parseTemplate } from "@cordboard/flow";
import { expect, it } from "vitest";
import { z } from "zod";
import { exampleNodes } from "../cases/readme.ts";
import { runFlowTest } from "../flow-test/run-flow-test.ts";

/* What the pages for authors show can be used as it stands: tests pass on the sample they name, flows have nothing to mend. */
const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const read = (path: string): string => readFileSync(`${ROOT}${path}`, "utf8");
const shown = z.discriminatedUnion("format", [
  z.looseObject({ format: z.literal("cordboard/test@1"), flow: z.string() }),
  z.looseObject({ format: z.literal("cordboard/flow@1") }),
]);

const examples = readdirSync(`${ROOT}docs/authors`).flatMap((file) =>
  exampleNodes(read(`docs/authors/${file}`)).map((json, index) => ({ title: `${file}, example ${index + 1}`, json })),
);

const templates = readdirSync(`${ROOT}docs/authors`).flatMap((file) =>
  [...read(`docs/authors/${file}`).matchAll(/(?<!`)`([^`\n]+)`/g)].flatMap(([, text = ""]) => (hasTemplate(text) ? [text] : [])),
);

it("there are templates, and each can be read", () => {
  // What stands between words to show the braces alone is none.
  const whole = templates.filter((text) => text !== "{{");
  expect(whole.length).toBeGreaterThan(10);
  expect(whole.flatMap((text) => [parseTemplate(text)].flatMap((result) => (result.ok ? [] : [`${text}: ${result.message}`])))).toEqual([]);
});

it("there are examples", () => {
  expect(examples.length).toBeGreaterThan(1);
});

it.each(examples)("$title can be used as it stands", async ({ json }) => {
  const example = shown.parse(json);
  const raw: unknown =
    example.format === "cordboard/flow@1"
      ? json
      : JSON.parse(read(`examples/${example.flow.replace(/\.flow\.json$/, "")}/${example.flow}`));
  const { document } = parseDocument(raw);
  if (!document) throw new Error("The flow can't be read.");
  expect(check(document).filter((issue) => issue.level !== "hint")).toEqual([]);
  const tests = example.format === "cordboard/flow@1" ? document.tests : [json];
  expect(tests.length).toBeGreaterThan(0);
  for (const test of tests) expect(await runFlowTest(document, test)).toMatchObject({ message: null });
});
