// @vitest-environment jsdom
import { afterEach, expect, it } from "vitest";
import { keepRecent, readRecent } from "./recent.ts";

afterEach(() => localStorage.clear());

it("keeps the last four, newest first, each once", () => {
  for (const type of ["wait", "hangup", "wait", "ivr_menu", "branch", "end"]) keepRecent(type);
  expect(readRecent()).toEqual(["end", "branch", "ivr_menu", "wait"]);
});

it.each(["half", "{}", "[1,null]"])("reads nothing out of %o", (text) => {
  localStorage.setItem("cordboard.recent", text);
  expect(readRecent()).toEqual([]);
});
