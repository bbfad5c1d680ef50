import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PenWish, ServerMessage } from "@cordboard/api";
import { type CatalogChange, createChanges } from "../store/changes.ts";
import { createPresence } from "./presence.ts";

const FLOW = "flow-1";
type Told = Extract<ServerMessage, { type: "presence" }>;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Replicas that hear each other when `deliver` is called, or not at all once they are cut off. */
function replicas(count: number) {
  let under: { from: number; change: CatalogChange }[] = [];
  const all = Array.from({ length: count }, (_, from) => {
    const changes = createChanges((change) => void under.push({ from, change }));
    const told: Told[] = [];
    const presence = createPresence(changes, (_flowId, message) => told.push(message));
    const socket = {};
    return {
      changes,
      presence,
      alive: true,
      last: () => told.at(-1),
      told,
      here: (window: string, pen: PenWish = "none", by: object = socket) =>
        presence.here(FLOW, { window, person: "p", name: window }, pen, by),
      gone: (window: string, by: object = socket) => presence.gone(FLOW, window, by),
    };
  });
  const deliver = (): void => {
    for (; under.length > 0;) {
      const sent = under;
      under = [];
      for (const { from, change } of sent) {
        if (!all[from]?.alive) continue;
        for (const [to, replica] of all.entries()) if (to !== from && replica.alive) replica.changes.arrived(change);
      }
    }
  };
  return { all, deliver };
}
const seen = (told: Told | undefined) => [told?.people.map(({ window }) => window), told?.pen];

function pair() {
  const { all, deliver } = replicas(2);
  const [a, b] = all;
  if (!a || !b) throw new Error("two replicas were asked for");
  return { a, b, deliver };
}

describe("over two replicas", () => {
  it("all know the same windows and the same pen", () => {
    const { a, b, deliver } = pair();
    a.here("ann", "first");
    deliver();
    vi.advanceTimersByTime(1);
    b.here("ben", "first");
    deliver();
    expect([seen(a.last()), seen(b.last())]).toEqual([
      [["ann", "ben"], "ann"],
      [["ann", "ben"], "ann"],
    ]);
    b.here("ben", "take");
    deliver();
    expect([a.last()?.pen, b.last()?.pen]).toEqual(["ben", "ben"]);
    // It was taken: it doesn't come back by itself.
    b.gone("ben");
    deliver();
    expect([seen(a.last()), seen(b.last())]).toEqual([
      [["ann"], null],
      [["ann"], null],
    ]);
  });

  it("both take it at once: one of them has it, and the other one forgot", () => {
    const { a, b, deliver } = pair();
    a.here("ann", "first");
    b.here("ben", "first");
    deliver();
    expect([a.last()?.pen, b.last()?.pen]).toEqual(["ann", "ann"]);
    a.gone("ann");
    deliver();
    expect([a.last()?.pen ?? null, b.last()?.pen]).toEqual([null, null]);
  });

  it("the windows of a replica that died are gone when it has been silent", () => {
    const { a, b, deliver } = pair();
    a.here("ann", "first");
    b.here("ben");
    deliver();
    a.alive = false;
    for (let beat = 0; beat < 2; beat++) {
      vi.advanceTimersByTime(5_000);
      deliver();
    }
    expect(b.last()?.pen).toBe("ann");
    vi.advanceTimersByTime(10_000);
    expect(seen(b.last())).toEqual([["ben"], null]);
  });

  it("one that begins later hears of the others within a beat", () => {
    const { a, b, deliver } = pair();
    b.alive = false;
    a.here("ann", "first");
    deliver();
    b.alive = true;
    b.here("ben", "none");
    expect(seen(b.last())).toEqual([["ben"], null]);
    vi.advanceTimersByTime(5_000);
    deliver();
    expect(seen(b.last())).toEqual([["ann", "ben"], "ann"]);
  });
});

describe("a window that comes back", () => {
  it("before its old socket's end was known keeps the pen", () => {
    const { a } = pair();
    const [old, fresh] = [{}, {}];
    a.here("ann", "first", old);
    a.here("ann", "first", fresh);
    a.gone("ann", old);
    expect(seen(a.last())).toEqual([["ann"], "ann"]);
    a.gone("ann", fresh);
    expect(seen(a.last())).toEqual([[], null]);
  });

  it("on another replica is one window", () => {
    const { a, b, deliver } = pair();
    a.here("ann", "first");
    deliver();
    vi.advanceTimersByTime(1);
    b.here("ann", "first");
    deliver();
    expect([seen(a.last()), seen(b.last())]).toEqual([
      [["ann"], "ann"],
      [["ann"], "ann"],
    ]);
  });
});

it("who was told what there is isn't told again by a beat", () => {
  const { a, deliver } = pair();
  a.here("ann", "first");
  deliver();
  const count = a.told.length;
  vi.advanceTimersByTime(60_000);
  deliver();
  expect(a.told.length).toBe(count);
});

it("a replica that shuts down takes its windows along", () => {
  const { a, b, deliver } = pair();
  a.here("ann", "first");
  b.here("ben");
  deliver();
  a.presence.close();
  deliver();
  expect(seen(b.last())).toEqual([["ben"], null]);
});
