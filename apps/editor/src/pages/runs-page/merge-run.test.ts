import { expect, test } from "vitest";
import type { Run } from "../../api/runs.ts";
import { matchesFilters, readFilters, toQuery, withFilter, writeFilters } from "./filters.ts";
import { mergeRun } from "./merge-run.ts";

const run = (id: string, over: Partial<Run> = {}): Run => ({
  id,
  flowId: "f1",
  flowName: "Front desk",
  version: 1,
  hash: "",
  test: false,
  trigger: "call",
  status: "running",
  reason: null,
  waitingFor: [],
  contact: "+14155550100",
  number: "+14155550199",
  legs: [],
  messages: [],
  recordings: [],
  parentRunId: null,
  batchId: null,
  startedAt: "2026-03-01T10:00:00.000Z",
  endedAt: null,
  result: null,
  outputs: {},
  seq: 1,
  steps: 1,
  ...over,
});
const page = (...items: Run[]) => ({ items, next: null });
const ids = (pages: { items: Run[] }[]) => pages.flatMap((p) => p.items.map((item) => item.id));

test("a new run comes on top, an old one changes where it stands", () => {
  const pages = [page(run("a")), page(run("b", { startedAt: "2026-03-01T09:00:00.000Z" }))];
  expect(ids(mergeRun(pages, run("c", { startedAt: "2026-03-01T11:00:00.000Z" }), {}))).toEqual(["c", "a", "b"]);
  const changed = mergeRun(pages, run("b", { startedAt: "2026-03-01T09:00:00.000Z", status: "completed", seq: 5 }), {});
  expect(changed[1]?.items[0]?.status).toBe("completed");
});

test("news older than what is shown changes nothing", () => {
  const pages = [page(run("a", { status: "completed", seq: 9 }))];
  expect(mergeRun(pages, run("a", { seq: 4 }), {})[0]?.items[0]?.status).toBe("completed");
});

test("a run that stops matching leaves the list, one that never matched doesn't enter", () => {
  const pages = [page(run("a"))];
  expect(ids(mergeRun(pages, run("a", { status: "completed", seq: 2 }), { status: "running" }))).toEqual([]);
  expect(ids(mergeRun(pages, run("x", { flowId: "f2" }), { flow: "f1" }))).toEqual(["a"]);
});

test("an old run that the pages haven't reached stays out", () => {
  const old = run("old", { startedAt: "2020-01-01T00:00:00.000Z" });
  expect(ids(mergeRun([{ items: [run("a")], next: "cursor" }], old, {}))).toEqual(["a"]);
  expect(ids(mergeRun([page(run("a"))], old, {}))).toEqual(["a", "old"]);
  expect(ids(mergeRun([page()], run("first"), {}))).toEqual(["first"]);
});

test("filters live in the address and come back", () => {
  const filters = withFilter(withFilter({}, "status", "failed"), "contact", "+14155550100");
  expect(readFilters(writeFilters(filters))).toEqual(filters);
  expect(withFilter(filters, "status", "")).toEqual({ contact: "+14155550100" });
});

test("nonsense in the address is left out of the query", () => {
  expect(toQuery({ status: "odd", from: "not a time", test: "maybe", text: "x" })).toEqual({ text: "x" });
  expect(toQuery({ from: "2026-03-01T00:00:00+01:00", test: "true" })).toEqual({ from: "2026-02-28T23:00:00.000Z", test: "true" });
});

test("text finds the contact, the flow, the reason and a call", () => {
  const failed = run("a", { reason: { code: "call_over", message: "The call was over." } });
  for (const text of ["5550100", "front", "CALL_OVER"]) expect(matchesFilters(failed, { text })).toBe(true);
  expect(matchesFilters(failed, { text: "nobody" })).toBe(false);
});
