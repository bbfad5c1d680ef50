// @vitest-environment node
import { assert, constant, integer, oneof, property, record, array } from "fast-check";
import { describe, expect, it } from "vitest";
import { aroundOf, NOTHING_AROUND, type Obstacle } from "./around.ts";
import { directCorners, type Corner, type CordEnds } from "./cord-path.ts";
import { routeCord } from "./cord-route.ts";

const ends = (part: Partial<CordEnds> = {}): CordEnds => ({
  fromX: 240,
  fromY: 100,
  toX: 900,
  toY: 100,
  lane: 0,
  lanes: 1,
  belowFrom: 60,
  belowTo: 60,
  ...part,
});
const card = (id: string, x: number, y: number): Obstacle => ({ id, x, y, width: 240, height: 160 });
const runsThrough = (way: readonly Corner[], { x, y, width, height }: Obstacle, apart = 0) =>
  way.slice(1).some(([bx, by], index) => {
    const [ax, ay] = way[index] ?? [bx, by];
    const [left, right, top, bottom] = [x - apart, x + width + apart, y - apart, y + height + apart];
    return Math.max(ax, bx) > left && Math.min(ax, bx) < right && Math.max(ay, by) > top && Math.min(ay, by) < bottom;
  });

describe("a cord", () => {
  it("goes straight where nothing is in the way", () => {
    expect(routeCord(ends(), aroundOf([card("far", 400, 300)]), [])).toEqual(directCorners(ends()));
    expect(routeCord(ends(), NOTHING_AROUND, [])).toEqual(directCorners(ends()));
  });
  it("goes around a card between its ends, on the shorter side", () => {
    const between = card("between", 450, 60);
    const way = routeCord(ends(), aroundOf([between]), []);
    expect(runsThrough(way, between)).toBe(false);
    expect(Math.min(...way.map(([, y]) => y))).toBe(46);
  });
  it("turns beside a card that stands where it would turn", () => {
    const there = card("there", 270, 150);
    const way = routeCord(ends({ toY: 500 }), aroundOf([there]), []);
    expect(runsThrough(way, there)).toBe(false);
    expect(way).toHaveLength(4);
  });
  it("that leads back passes below what lies under it", () => {
    const below = card("below", 300, 140);
    const way = routeCord(ends({ fromX: 900, toX: 100 }), aroundOf([below]), []);
    expect(runsThrough(way, below)).toBe(false);
  });
  it("keeps off the edge of a card that it passes", () => {
    const back = ends({ fromX: 900, toX: 100 });
    const lowest = Math.max(...directCorners(back).map(([, y]) => y));
    const beside = { ...card("beside", 400, lowest - 160), height: 158 };
    const way = routeCord(back, aroundOf([beside]), []);
    expect(way).not.toEqual(directCorners(back));
    expect(runsThrough(way, beside, 8)).toBe(false);
  });
  it("takes no notice of the cards that it joins", () => {
    expect(routeCord(ends(), aroundOf([card("own", 450, 60)]), ["own"])).toEqual(directCorners(ends()));
  });
  it("keeps its lane beside another that goes around the same card", () => {
    const between = aroundOf([card("between", 450, 60)]);
    const tops = [0, 1, 2].map((lane) => Math.min(...routeCord(ends({ lane, lanes: 3 }), between, []).map(([, y]) => y)));
    expect(new Set(tops).size).toBe(3);
  });
});

it("is the direct way wherever that is free, joins its ends, and turns at right angles", () => {
  const place = integer({ min: -600, max: 1_400 });
  const cards = array(record({ x: place, y: place }), { maxLength: 12 }).map((places) => places.map(({ x, y }, i) => card(`c${i}`, x, y)));
  const toX = oneof(constant(900), integer({ min: -800, max: 1_600 }));
  assert(
    property(cards, toX, place, integer({ min: 0, max: 7 }), (obstacles, x, y, lane) => {
      const cord = ends({ toX: x, toY: y, lane, lanes: 8 });
      const way = routeCord(cord, aroundOf(obstacles), []);
      const count = (corners: readonly Corner[], apart: number) => obstacles.filter((one) => runsThrough(corners, one, apart)).length;
      expect(way[0]).toEqual([cord.fromX, cord.fromY]);
      expect(way.at(-1)).toEqual([cord.toX, cord.toY]);
      if (count(directCorners(cord), 8) === 0) expect(way).toEqual(directCorners(cord));
      for (const [index, [bx, by]] of way.slice(1).entries()) {
        const [ax, ay] = way[index] ?? [bx, by];
        expect(ax === bx || ay === by).toBe(true);
      }
    }),
  );
});
