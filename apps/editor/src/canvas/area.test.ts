import fc from "fast-check";
import { expect, it } from "vitest";
import { areaOf, reaches, sameArea } from "./area.ts";

const pane = { width: 1400, height: 900 };

it("holds all of the window, wherever that is", () => {
  const offset = fc.integer({ min: -1e8, max: 1e8 }).map((hundredths) => hundredths / 100);
  fc.assert(
    fc.property(
      offset,
      offset,
      fc.integer({ min: 5, max: 200 }).map((percent) => percent / 100),
      (x, y, zoom) => {
        const area = areaOf({ ...pane, transform: [x, y, zoom] });
        if (!area) return false;
        const [left, top] = [-x / zoom, -y / zoom];
        const right = left + pane.width / zoom <= area.x + area.width;
        return area.x <= left && area.y <= top && right && top + pane.height / zoom <= area.y + area.height;
      },
    ),
  );
});

it("is another one only when the window has left a square", () => {
  const at = (x: number) => areaOf({ ...pane, transform: [x, 0, 1] });
  expect(sameArea(at(-100), at(-2_000))).toBe(true);
  expect(sameArea(at(-100), at(-2_100))).toBe(false);
  expect(sameArea(at(-100), areaOf({ ...pane, transform: [-100, 0, 0.5] }))).toBe(false);
  expect(areaOf({ width: 0, height: 0, transform: [0, 0, 1] })).toBeNull();
});

it("is reached by what lies in it, by what passes it, and by nothing beside it", () => {
  const area = { x: 0, y: 0, width: 100, height: 100 };
  const card = (x: number, y: number) => ({ x, y, width: 10, height: 10 });
  expect(reaches(area, card(50, 50), card(500, 500))).toBe(true);
  expect(reaches(area, card(-50, 50), card(500, 60))).toBe(true);
  expect(reaches(area, card(-50, 50), card(-20, 60))).toBe(false);
  expect(reaches(area, card(50, 150), card(60, 500))).toBe(false);
});
