// @vitest-environment node
import { describe, expect, it, vi } from "vitest";
import { bringInSight } from "./in-sight.ts";

function pan(card: { x: number; y: number }, viewport = { x: 0, y: 0, zoom: 1 }) {
  const setViewport = vi.fn(() => Promise.resolve(true));
  bringInSight({ getViewport: () => viewport, setViewport }, { ...card, width: 240, height: 400 }, { width: 800, height: 600 });
  return setViewport.mock.calls.at(0)?.at(0);
}

describe("bringing a card into sight", () => {
  it("moves nothing while it is in sight", () => expect(pan({ x: 100, y: 100 })).toBeUndefined());
  it("pans just enough from the right and from below", () => {
    expect(pan({ x: 700, y: 100 })).toEqual({ x: 800 - 32 - 940, y: 0, zoom: 1 });
    expect(pan({ x: 100, y: 500 })).toEqual({ x: 0, y: 600 - 32 - 700, zoom: 1 });
  });
  it("pans just enough from the left", () => expect(pan({ x: -50, y: 100 })).toEqual({ x: 82, y: 0, zoom: 1 }));
  it("counts in px of the screen", () => expect(pan({ x: 1_000, y: 100 }, { x: 0, y: 0, zoom: 0.5 })).toBeUndefined());
});
