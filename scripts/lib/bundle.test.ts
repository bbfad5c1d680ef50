import { expect, test } from "vitest";
import { bundleLines, bundleOf, overBudget } from "./bundle.mjs";

const MANIFEST = {
  "index.html": {
    name: "index",
    file: "a/index.js",
    isEntry: true,
    imports: ["_react.js"],
    dynamicImports: ["src/board.ts", "src/runs.ts"],
  },
  "_react.js": { name: "react", file: "a/react.js" },
  "_flow.js": { name: "react-flow", file: "a/react-flow.js", imports: ["_react.js"] },
  "src/board.ts": { name: "board", file: "a/board.js", isDynamicEntry: true, imports: ["_flow.js", "index.html"] },
  "src/runs.ts": { name: "runs", file: "a/runs.js", isDynamicEntry: true, imports: ["_react.js"] },
  "../modules/elk/worker.min.js": { file: "a/worker.min-1a2b.js", src: "../modules/elk/worker.min.js" },
  "style.css": { file: "a/style.css" },
};
const SIZES: Record<string, number> = { "a/index.js": 15, "a/react.js": 60, "a/react-flow.js": 58, "a/board.js": 40, "a/runs.js": 5 };
const report = (sizes: Record<string, number> = {}) => bundleOf(MANIFEST, (file: string) => sizes[file] ?? SIZES[file] ?? 0);
const BUDGET = {
  ways: { "every page": 80, board: 180, "any other page": 90 },
  chunks: { index: 20, react: 65, "react-flow": 60, board: 45 },
};

test("a way in brings what its page imports, each chunk once", () => {
  expect(report().ways.map(({ name, kB }) => [name, kB])).toEqual([
    ["every page", 75],
    ["board", 173],
    ["runs", 80],
  ]);
  expect(bundleLines(report())).toContain("  board             173.0 kB  react 60, react-flow 58, board 40, index 15");
});

test("within the budget nothing is said", () => {
  expect(overBudget(report(), BUDGET)).toEqual([]);
});

test("a chunk that grew is named", () => {
  expect(overBudget(report({ "a/react-flow.js": 61 }), BUDGET)).toEqual(["The chunk react-flow grew to 61.0 kB; its budget is 60 kB."]);
});

test("a worker without a name is called by its file", () => {
  expect(overBudget(report({ "a/worker.min-1a2b.js": 400 }), BUDGET)).toEqual([
    expect.stringMatching(/^The chunk worker\.min is new with 400\.0 kB/),
  ]);
});

test("a page that became big without a budget is named, and so is its way in", () => {
  expect(overBudget(report({ "a/runs.js": 16 }), BUDGET)).toEqual([
    "The chunk runs is new with 16.0 kB; above 12 kB it needs a budget.",
    expect.stringMatching(/^The way to runs brings 91\.0 kB; its budget is 90 kB\. Its chunks: react 60\.0, runs 16\.0, index 15\.0\.$/),
  ]);
});
