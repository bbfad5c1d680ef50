// @vitest-environment node
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createPen, drawingElsewhere, type Person } from "./pen.ts";

const IDLE_MS = 1_000;
const person = (window: string): Person => ({ window, person: window, name: window });
const [ann, ben] = [person("ann"), person("ben")];
const people = [ann, ben];

function setUp() {
  const said: string[] = [];
  const lost: string[] = [];
  const now = { saved: true };
  const pen = createPen({
    window: "ann",
    say: (wish) => said.push(wish),
    lost: ({ name }) => lost.push(name),
    isSaved: () => now.saved,
    idleMs: IDLE_MS,
  });
  return { pen, said, lost, now };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("asks with the first change, once, and says so again to a server that is back", () => {
  const { pen, said } = setUp();
  pen.connected();
  pen.edited();
  pen.edited();
  pen.heard({ people, pen: "ann" });
  pen.edited();
  expect(said).toEqual(["none", "first"]);
  expect(drawingElsewhere(pen.store.getState(), "ann")).toBeNull();
  pen.connected();
  expect(said).toEqual(["none", "first", "first"]);
});

it("gives way to who was first, and asks no more by itself", () => {
  const { pen, said, lost } = setUp();
  pen.edited();
  pen.heard({ people, pen: "ben" });
  expect(drawingElsewhere(pen.store.getState(), "ann")).toEqual(ben);
  pen.connected();
  expect(said).toEqual(["first", "none"]);
  expect(lost).toEqual([]);
});

it("takes over, and keeps what it took as if it had been first", () => {
  const { pen, said } = setUp();
  pen.heard({ people, pen: "ben" });
  pen.takeOver();
  // Somebody else's news come before the answer.
  pen.heard({ people: [...people, person("cem")], pen: "ben" });
  pen.heard({ people, pen: "ann" });
  pen.connected();
  expect(said).toEqual(["take", "first"]);
});

it("says who took it, before the board is locked", () => {
  const { pen, lost } = setUp();
  const lockedWhenSaid: unknown[] = [];
  pen.edited();
  pen.heard({ people, pen: "ann" });
  pen.store.subscribe(() => lockedWhenSaid.push([...lost]));
  pen.heard({ people, pen: "ben" });
  expect(lost).toEqual(["ben"]);
  expect(lockedWhenSaid).toEqual([["ben"]]);
});

it("puts it down when nothing was changed for a while and all is saved", () => {
  const { pen, said, now } = setUp();
  pen.edited();
  pen.heard({ people, pen: "ann" });
  vi.advanceTimersByTime(IDLE_MS - 1);
  pen.edited();
  now.saved = false;
  vi.advanceTimersByTime(IDLE_MS);
  expect(said).toEqual(["first"]);
  now.saved = true;
  vi.advanceTimersByTime(IDLE_MS);
  expect(said).toEqual(["first", "none"]);
});
