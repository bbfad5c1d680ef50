import { expect, it } from "vitest";
import type { Flow } from "../../api/flows.ts";
import { allFolders, contentOf, moved, readPath, wayTo } from "./folders.ts";

const flowIn = (name: string, folder: string) => ({ name, folder }) as Flow;
const FLOWS = [
  flowIn("Top", ""),
  flowIn("Day", "Support"),
  flowIn("Night", "Support/Night"),
  flowIn("Late", "Support/Night"),
  flowIn("Ads", "Sales/Old/Ads"),
];

it("shows what lies right in a folder, and how much is in those within", () => {
  const top = contentOf(FLOWS, "");
  expect(top.flows.map(({ name }) => name)).toEqual(["Top"]);
  expect(top.folders).toEqual([
    { path: "Sales", name: "Sales", flows: 1 },
    { path: "Support", name: "Support", flows: 3 },
  ]);
  expect(contentOf(FLOWS, "Support")).toMatchObject({ folders: [{ path: "Support/Night", flows: 2 }], flows: [{ name: "Day" }] });
  expect(contentOf(FLOWS, "Sup")).toEqual({ folders: [], flows: [] });
});

it("knows every folder, also those with nothing but folders in them", () => {
  expect(allFolders(FLOWS)).toEqual(["Sales", "Sales/Old", "Sales/Old/Ads", "Support", "Support/Night"]);
  expect(wayTo("Sales/Old")).toEqual(["Sales", "Sales/Old"]);
});

it("moves what lies below along", () => {
  expect(moved("Support", "Support", "Help")).toBe("Help");
  expect(moved("Support/Night", "Support", "Help/Desk")).toBe("Help/Desk/Night");
});

it("reads a path as it is typed", () => {
  expect(readPath(" Support / Night/ ")).toEqual({ path: "Support/Night" });
  expect(readPath(" / ")).toEqual({ flaw: "Give the folder a name." });
  expect(readPath("a/b/c/d/e/f")).toHaveProperty("flaw");
  expect(readPath("x".repeat(61))).toHaveProperty("flaw");
});
