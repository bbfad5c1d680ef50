import { expect, test } from "vitest";
import type { JournalItem, Step } from "../api/runs.ts";
import { receptionist } from "../document/fixture.ts";
import { cordKey } from "../canvas/overlay.ts";
import { emptyJournal, stepsOf, withEntries } from "./journal.ts";
import { overlayOf, overlayOfRuns } from "./overlay-of.ts";

const at = "2026-03-01T10:00:00.000Z";
const step = (seq: number, id: string, exit: string | null, over: Partial<Step> = {}): Step => ({
  seq,
  thread: "main",
  node: { id, name: id, type: "ivr_menu" },
  exit,
  enteredAt: at,
  leftAt: exit === null ? null : "2026-03-01T10:00:04.200Z",
  inputs: {},
  outputs: {},
  error: null,
  effects: [],
  ...over,
});
const stepEntry = (seq: number, value: Step): JournalItem => ({ seq, at, kind: "step", step: value });
const eventEntry = (seq: number, summary: string): JournalItem => ({
  seq,
  at,
  kind: "event",
  event: { type: "input", summary, ignored: false, data: {} },
});

test("a step that is told again changes where it stands; events come between", () => {
  const journal = withEntries(emptyJournal, [
    stepEntry(1, step(1, "menu", null)),
    eventEntry(2, "Pressed 1"),
    stepEntry(3, step(1, "menu", "sales")),
    stepEntry(4, step(2, "sales", null)),
  ]);
  expect(journal.seq).toBe(4);
  expect(journal.items.map((item) => item.kind)).toEqual(["step", "event", "step"]);
  expect(stepsOf(journal).map((s) => s.exit)).toEqual(["sales", null]);
});

test("what is known already changes nothing, not even the object", () => {
  const journal = withEntries(emptyJournal, [eventEntry(1, "a"), eventEntry(2, "b")]);
  expect(withEntries(journal, [eventEntry(1, "a"), eventEntry(2, "other")])).toBe(journal);
  expect(withEntries(journal, [{ seq: 3, at, kind: "run", run: { status: "completed", reason: null } }])).toEqual({ ...journal, seq: 3 });
});

test("the overlay lights visited cards and cords, and where the run waits", () => {
  const running = { status: "running" as const, waitingFor: [{ thread: "main", nodeId: "ask", kind: "digits", until: at }] };
  const overlay = overlayOf(
    [step(1, "start", "incoming_call"), step(2, "menu", "wrong"), step(3, "menu", "ext"), step(4, "ask", null)],
    running,
  );
  expect(overlay.steps.get("menu")).toEqual({ state: "visited", ms: 4_200, visits: 2 });
  expect(overlay.steps.get("ask")).toEqual({ state: "waiting", ms: null, visits: 1 });
  expect([...overlay.cords]).toEqual([cordKey("start", "incoming_call"), cordKey("menu", "wrong"), cordKey("menu", "ext")]);
  expect(overlay.pulse).toEqual({ cord: cordKey("menu", "ext"), seq: 3 });
  expect([...overlay.callers]).toEqual([["ask", 1]]);
});

test("a run that is over has nobody on the line and no waiting card", () => {
  const overlay = overlayOf([step(1, "menu", null), step(2, "send", "failed", { error: { code: "carrier_refused", message: "No." } })], {
    status: "completed",
    waitingFor: [],
  });
  expect(overlay.callers.size).toBe(0);
  expect(overlay.pulse).toBeUndefined();
  expect(overlay.steps.get("menu")?.state).toBe("visited");
  expect(overlay.steps.get("send")?.state).toBe("failed");
});

test("live runs of a flow are counted at the card where they wait", () => {
  const at = (nodeId: string) => ({ status: "running" as const, waitingFor: [{ thread: "main", nodeId, kind: "digits", until: "" }] });
  expect([...(overlayOfRuns([at("a"), at("a"), at("b"), { status: "completed", waitingFor: [] }])?.callers ?? [])]).toEqual([
    ["a", 2],
    ["b", 1],
  ]);
  expect(overlayOfRuns([])).toBeNull();
});

test("what a step exposes goes along its cord, unless the exit says it already", () => {
  const document = receptionist();
  const said = (id: string, exit: string, over: Partial<Step>) =>
    overlayOf([step(1, id, exit, over)], { status: "completed", waitingFor: [] }, document).values?.get(cordKey(id, exit));
  expect(said("menu", "sales", { outputs: { choice: "sales", digits: "1", attempts: 1 } })).toBe("1");
  expect(said("menu", "no_input", { outputs: { choice: "", digits: "", attempts: 3 } })).toBe("3");
  expect(said("call", "completed", { outputs: { dial_status: "completed", answered_by: "+14155550123" } })).toBe("+1 415 555 0123");
  expect(said("call", "failed", { error: { code: "carrier_refused", message: "No." } })).toBe("carrier_refused");
  expect(said("menu", "sales", { outputs: { digits: "1".repeat(60) } })).toHaveLength(40);
  expect(said("say", "completed", {})).toBeUndefined();
});
