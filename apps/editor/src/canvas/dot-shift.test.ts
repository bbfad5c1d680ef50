import { expect, it } from "vitest";
import { shiftOf } from "./dot-shift.ts";

it.each([
  ["at the origin a dot is in the corner", 0, 1, -24],
  ["the dots go with the board", 5, 1, -19],
  ["to both sides", -5, 1, -5],
  ["after a gap they look the same", 53, 1, -19],
  ["gaps grow with the zoom", 53, 2, -43],
])("%s", (_what, offset, zoom, shift) => {
  expect(shiftOf(offset, zoom, 1)).toBe(shift);
});

it("stays on whole pixels of the screen, and covers the pane from its edge on", () => {
  for (let offset = -100; offset < 100; offset += 0.37) {
    for (const zoom of [0.4, 0.83, 1.7]) {
      const shift = shiftOf(offset, zoom, 2);
      expect(shift * 2).toBe(Math.round(shift * 2));
      expect(shift).toBeLessThanOrEqual(0);
      expect(shift).toBeGreaterThanOrEqual(-24 * zoom - 0.25);
    }
  }
});
