import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../", import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), "utf8");

/** The table's rows: part, sentence, spec, test. */
const rows = text("docs/editor-proof.md")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| Part"))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test("the table has rows of four cells, no sentence twice", () => {
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row, row.join(" | ")).toHaveLength(4);
  const sentences = rows.map(([part, sentence]) => `${part}: ${sentence}`);
  expect(new Set(sentences).size).toBe(sentences.length);
});

test.each(rows)("%s: %s", (_part, _sentence, spec = "", name = "") => {
  const titles = [...text(`e2e/specs/${spec}`).matchAll(/\btest\(\s*(["'`])((?:\\.|(?!\1).)*)\1/gs)].map(([, , title]) => title);
  expect(titles).toContain(name);
});
