import { expect, test } from "vitest";
import type { PaletteItem } from "./palette-store.ts";
import { rank } from "./rank.ts";

const item = (group: string, label: string, keywords: string[] = []): PaletteItem => ({ id: label, label, group, keywords, run: () => {} });
const ITEMS = [
  item("Do", "Tidy up"),
  item("Do", "Publish", ["release"]),
  item("Steps", "Main_Menu", ["Welcome to Brass and Cord"]),
  item("Steps", "Menu"),
  item("Add a step", "IVR Menu"),
];
const found = (search: string, used: string[] = []) => rank(ITEMS, search, used).map(({ item: { label } }) => label);

test("the very name comes first, whatever else holds it", () => {
  expect(found("menu")[0]).toBe("Menu");
  expect(found("main menu")[0]).toBe("Main_Menu");
});

test("letters in their order are enough, letters that aren't there find nothing", () => {
  expect(found("tdy")).toEqual(["Tidy up"]);
  expect(found("xyz")).toEqual([]);
});

test("words beside the name find it too", () => {
  expect(found("brass")).toEqual(["Main_Menu"]);
  expect(found("release")).toEqual(["Publish"]);
});

test("without a search what was used last comes first, once", () => {
  expect(rank(ITEMS, "", ["Publish", "gone"]).map(({ item: { label }, group }) => `${group}: ${label}`)).toEqual([
    "Recent: Publish",
    "Do: Tidy up",
    "Steps: Main_Menu",
    "Steps: Menu",
    "Add a step: IVR Menu",
  ]);
});

test("a group never fills the whole list", () => {
  const many = [...Array.from({ length: 5_000 }, (_, n) => item("Steps", `Step_${n}`)), item("Do", "Stop")];
  const ranked = rank(many, "st", []);
  expect(ranked.filter(({ group }) => group === "Steps")).toHaveLength(8);
  expect(ranked.some(({ item: { label } }) => label === "Stop")).toBe(true);
});
