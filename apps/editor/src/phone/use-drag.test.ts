import { expect, test } from "vitest";
import { keepInside } from "./use-drag.ts";

const size = { width: 320, height: 640 };

test("the handset stays within the window", () => {
  const view = { width: 1280, height: 800 };
  expect(keepInside({ x: 100, y: 50 }, size, view)).toEqual({ x: 100, y: 50 });
  expect(keepInside({ x: -50, y: 900 }, size, view)).toEqual({ x: 8, y: 152 });
  expect(keepInside({ x: 5000, y: -5000 }, size, view)).toEqual({ x: 952, y: 8 });
});

test("in a window smaller than itself its top left corner stays in sight", () => {
  expect(keepInside({ x: 40, y: 40 }, size, { width: 300, height: 500 })).toEqual({ x: 8, y: 8 });
});
