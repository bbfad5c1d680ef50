import { expect, test } from "vitest";
import type { SimCall, SimEntry } from "../api/sim.ts";
import { activeLine, ringingLines, sideLines, withCall, withEntries, withoutLost } from "./lines.ts";

const call = (over: Partial<SimCall>): SimCall => ({
  callUuid: "a",
  parentCallUuid: null,
  direction: "inbound",
  from: "+14155550100",
  to: "+14155550199",
  state: "ringing",
  status: "ringing",
  startedAt: "2026-03-01T10:00:00.000Z",
  answeredAt: null,
  endedAt: null,
  hangup: null,
  ...over,
});
const entry = (seq: number, text: string): SimEntry => ({ seq, at: "2026-03-01T10:00:00.000Z", element: "Speak", attrs: {}, text });

test("a call of ours stays through its life and keeps its transcript", () => {
  let lines = withCall([], call({}), true);
  lines = withEntries(lines, "a", [entry(1, "Hello")]);
  lines = withCall(lines, call({ state: "in-progress", answeredAt: "2026-03-01T10:00:01.000Z" }), false);
  lines = withCall(lines, call({ state: "ended", endedAt: "2026-03-01T10:00:09.000Z" }), false);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ mine: true, incoming: false, state: "ended", phone: "+14155550100", transcript: [{ text: "Hello" }] });
});

test("a leg to an outside phone rings; answered elsewhere it is gone", () => {
  const ring = call({ callUuid: "b", direction: "outbound", from: "+14155550100", to: "+14155550142" });
  const lines = withCall([], ring, false);
  expect(ringingLines(lines).map((line) => line.phone)).toEqual(["+14155550142"]);
  expect(withCall(lines, { ...ring, state: "in-progress" }, false)).toEqual([]);
  expect(withCall(lines, { ...ring, state: "in-progress" }, true)).toHaveLength(1);
});

test("somebody else's call to a number of ours is not ours to show", () => {
  expect(withCall([], call({ state: "in-progress" }), false)).toEqual([]);
});

test("only the last ended calls are kept", () => {
  let lines = withCall([], call({ callUuid: "live", startedAt: "2026-03-01T09:00:00.000Z", state: "in-progress" }), true);
  for (let n = 0; n < 5; n++)
    lines = withCall(lines, call({ callUuid: `e${n}`, startedAt: `2026-03-01T10:00:0${n}.000Z`, state: "ended" }), true);
  expect(lines.map((line) => line.callUuid)).toEqual(["live", "e2", "e3", "e4"]);
});

test("the chosen line is shown, else the newest that is alive", () => {
  let lines = withCall([], call({ callUuid: "old", startedAt: "2026-03-01T09:00:00.000Z", state: "in-progress" }), true);
  lines = withCall(lines, call({ callUuid: "new", state: "in-progress" }), true);
  lines = withCall(lines, call({ callUuid: "over", startedAt: "2026-03-01T11:00:00.000Z", state: "ended" }), true);
  expect(activeLine(lines, null)?.callUuid).toBe("new");
  expect(activeLine(lines, "old")?.callUuid).toBe("old");
  expect(activeLine(lines, "gone")?.callUuid).toBe("new");
  expect(activeLine([], null)).toBeNull();
});

test("entries merge by seq and the later word wins", () => {
  let lines = withEntries(withCall([], call({}), true), "a", [entry(1, "a"), entry(3, "c")]);
  lines = withEntries(lines, "a", [entry(2, "b"), entry(3, "C")]);
  expect(lines[0]?.transcript.map((e) => e.text)).toEqual(["a", "b", "C"]);
  expect(withEntries(lines, "other", [entry(9, "x")])[0]?.transcript).toHaveLength(3);
});

test("a live call that the simulator has forgotten is over", () => {
  let lines = withCall([], call({ callUuid: "kept", state: "in-progress" }), true);
  lines = withCall(lines, call({ callUuid: "lost", state: "in-progress" }), true);
  lines = withCall(lines, call({ callUuid: "rang", direction: "outbound" }), false);
  expect(withoutLost(lines, new Set(["kept"])).map((line) => [line.callUuid, line.state])).toEqual([
    ["kept", "in-progress"],
    ["lost", "ended"],
  ]);
});

test("every other phone that rings or is on the line is beside the active one", () => {
  const ours = withCall([], call({ state: "in-progress" }), true);
  const answered = withCall(ours, call({ callUuid: "b", direction: "outbound", to: "+14155550142", state: "in-progress" }), true);
  const ringing = withCall(answered, call({ callUuid: "c", direction: "outbound", to: "+14155550143" }), false);
  const all = withCall(ringing, call({ callUuid: "d", direction: "outbound", to: "+14155550144", state: "ended" }), true);
  const beside = (active: string | null) => sideLines(all, activeLine(all, active)).map((line) => line.callUuid);
  expect(beside("a")).toEqual(["b", "c"]);
  expect(beside("b")).toEqual(["a", "c"]);
});
