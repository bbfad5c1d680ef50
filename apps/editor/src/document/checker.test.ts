// @vitest-environment node
import type { Issue } from "@cordboard/contract";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createChecker } from "./checker.ts";
import { fixCommands } from "./fix-commands.ts";
import { receptionist } from "./fixture.ts";

const issue = (nodeId: string, message: string, level: Issue["level"] = "error"): Issue => ({ level, code: "x", message, nodeId });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("checks after the change was drawn, once for many changes", () => {
  const check = vi.fn(() => [issue("menu", "no")]);
  const checker = createChecker(check);
  for (let i = 0; i < 5; i++) checker.changed(receptionist());
  expect(check).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(check).toHaveBeenCalledTimes(1);
  expect(checker.store.getState().errors).toBe(1);
});

it("hands out the same list while a node's issues stay the same", () => {
  let said = [issue("menu", "no"), issue("call", "who")];
  const checker = createChecker(() => said);
  const first = checker.now(receptionist()).byNode.get("menu");
  said = [issue("menu", "no"), issue("call", "other", "warning")];
  const second = checker.now(receptionist());
  expect(second.byNode.get("menu")).toBe(first);
  expect(second).toMatchObject({ errors: 1, warnings: 1 });
});

it("reads the commands of a fix and refuses ones it doesn't know", () => {
  expect(fixCommands([{ type: "removeNode", nodeId: "a" }])).toEqual([{ type: "removeNodes", nodeIds: ["a"] }]);
  expect(fixCommands([{ type: "removeEdge", from: "a", exit: "b" }])).toEqual([{ type: "removeEdge", from: "a", exit: "b" }]);
  expect(fixCommands([{ type: "formatDisk" }])).toBeNull();
});
