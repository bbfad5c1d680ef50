import type { Around, Obstacle } from "./around.ts";
import { directCorners, LANE, sidesOf, STUB, type Corner, type CordEnds } from "./cord-path.ts";

/** Between a cord and the card that it passes. */
const CLEAR = 14;
/** A turn is worth this much of a detour, px; a card in the way more than any. */
const TURN = 40;
const IN_THE_WAY = 100_000;
/** A cord this near to a card's edge, px, seems to belong to it: worth a detour, not another card in the way. */
const GRAZE = 8;
const GRAZED = 300;
/** Cards that a cord looks at; among more it would be lost anyway. */
const MOST = 24;

/**
 * The corners of a cord that goes around the cards between its ends. Without any in the way it goes as directly as it would
 * on an empty board. `own`: the two cards that it joins.
 */
export function routeCord(ends: CordEnds, around: Around, own: readonly string[]): readonly Corner[] {
  const direct = directCorners(ends);
  const near = around.within(boxOf(direct)).filter(({ id }) => !own.includes(id));
  if (near.length === 0 || hits(direct, near, GRAZE) === 0) return direct;
  const obstacles = near.slice(0, MOST);
  const back = ends.toX - ends.fromX < 2 * STUB;
  const ways = [direct, ...(back ? [] : turns(ends, obstacles)), ...channels(ends, obstacles, back, direct)];
  // Another way may meet cards that the direct one never came near.
  const cost = (way: readonly Corner[]): number => {
    const met = around.within(boxOf(way)).filter(({ id }) => !own.includes(id));
    return hits(way, met, 0) * IN_THE_WAY + hits(way, met, GRAZE) * GRAZED + lengthOf(way) + way.length * TURN;
  };
  let [best, least] = [direct, Infinity];
  for (const way of ways) {
    const price = cost(way);
    if (price < least) [best, least] = [way, price];
  }
  return best;
}

/** Ways that turn once, beside one of the cards. */
function turns({ fromX, fromY, toX, toY, lane }: CordEnds, obstacles: readonly Obstacle[]): Corner[][] {
  const aside = CLEAR + lane * LANE;
  const xs = obstacles.flatMap(({ x, width }) => [x - aside, x + width + aside]);
  return xs
    .filter((x) => x >= fromX + STUB && x <= toX - STUB)
    .map((x) => [
      [fromX, fromY],
      [x, fromY],
      [x, toY],
      [toX, toY],
    ]);
}

/** Ways along the upper or lower edge of one of the cards; one that leads back stays below the cards that it joins. */
function channels(ends: CordEnds, obstacles: readonly Obstacle[], back: boolean, direct: readonly Corner[]): Corner[][] {
  const { fromX, fromY, toX, toY, lane } = ends;
  const aside = CLEAR + lane * LANE;
  const { right: out, left: into } = back ? sidesOf(ends) : { right: fromX + STUB + lane * LANE, left: toX - STUB - lane * LANE };
  const lowest = back ? Math.max(...direct.map(([, y]) => y)) : -Infinity;
  const ys = obstacles.flatMap(({ y, height }) => [y - aside, y + height + aside]);
  return ys
    .filter((y) => y >= lowest)
    .map((y) => [
      [fromX, fromY],
      [out, fromY],
      [out, y],
      [into, y],
      [into, toY],
      [toX, toY],
    ]);
}

/** How often a way runs through a card or nearer to it than `apart`, px. */
function hits(way: readonly Corner[], obstacles: readonly Obstacle[], apart: number): number {
  let count = 0;
  for (let i = 1; i < way.length; i++) {
    const [a, b] = [way[i - 1], way[i]];
    if (!a || !b) continue;
    for (const obstacle of obstacles) if (crosses(a, b, obstacle, apart)) count++;
  }
  return count;
}

function crosses([ax, ay]: Corner, [bx, by]: Corner, { x, y, width, height }: Obstacle, apart: number): boolean {
  const [left, right, top, bottom] = [x - apart, x + width + apart, y - apart, y + height + apart];
  return Math.max(ax, bx) > left && Math.min(ax, bx) < right && Math.max(ay, by) > top && Math.min(ay, by) < bottom;
}

/** What a way takes up, with the room beside it. */
function boxOf(way: readonly Corner[]) {
  const [xs, ys] = [way.map(([x]) => x), way.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x: x - GRAZE, y: y - GRAZE, width: Math.max(...xs) - x + 2 * GRAZE, height: Math.max(...ys) - y + 2 * GRAZE };
}

function lengthOf(way: readonly Corner[]): number {
  return way.slice(1).reduce((sum, [x, y], index) => sum + Math.abs(x - (way[index]?.[0] ?? x)) + Math.abs(y - (way[index]?.[1] ?? y)), 0);
}
