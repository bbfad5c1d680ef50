import { CARD } from "./geometry.ts";

export interface CordEnds {
  fromX: number;
  fromY: number;
  toX: number;
  toY: number;
  /** Which of its card's cords it is, from the top, so that cords of one card lie side by side. */
  lane: number;
  lanes: number;
  /** From each jack down to the lower edge of its card: where a cord that leads back passes below. */
  belowFrom: number;
  belowTo: number;
}

export type Corner = readonly [x: number, y: number];
export interface CordPath {
  d: string;
  /** A point on it, for the `+`. */
  middle: { x: number; y: number };
}

const RADIUS = 12;
/** How far a cord leaves its jack before it turns. */
export const STUB = 20;
/** Between cords side by side. */
export const LANE = 8;

/** The corners of a cord on an empty board; one that leads back goes below both cards. */
export function directCorners(ends: CordEnds): readonly Corner[] {
  return ends.toX - ends.fromX >= 2 * STUB ? forward(ends) : back(ends);
}

/** A path with rounded corners. */
export function pathAlong(corners: readonly Corner[]): CordPath {
  return { d: rounded(corners), middle: middleOf(corners) };
}

export const cordPath = (ends: CordEnds): CordPath => pathAlong(directCorners(ends));

function forward({ fromX, fromY, toX, toY, lane, lanes }: CordEnds): Corner[] {
  if (Math.abs(toY - fromY) < 1)
    return [
      [fromX, fromY],
      [toX, toY],
    ];
  // Cords that go down turn from the last lane to the first, so that they don't cross each other.
  const side = toY > fromY ? lanes - 1 - lane : lane;
  const room = Math.max(0, toX - fromX - 2 * STUB);
  const x = fromX + STUB + Math.min(room, Math.min(room / 2, 40) - ((lanes - 1) * LANE) / 2 + side * LANE);
  const turn = Math.max(fromX + STUB, x);
  return [
    [fromX, fromY],
    [turn, fromY],
    [turn, toY],
    [toX, toY],
  ];
}

/** Where a cord that leads back goes down, and up again: beside the other card where that lies there, never behind it. */
export function sidesOf({ fromX, fromY, toX, toY, lane, belowFrom, belowTo }: CordEnds): { right: number; left: number } {
  const aside = STUB + lane * LANE;
  const [right, left] = [fromX + aside, toX - aside];
  const behindTarget = toY + belowTo > fromY && right > toX && right < toX + CARD.width + LANE;
  const behindSource = fromY + belowFrom > toY && left < fromX && left > fromX - CARD.width - LANE;
  return { right: behindTarget ? toX + CARD.width + aside : right, left: behindSource ? fromX - CARD.width - aside : left };
}

function back(ends: CordEnds): Corner[] {
  const { fromX, fromY, toX, toY, lane, belowFrom, belowTo } = ends;
  const { right, left } = sidesOf(ends);
  const below = Math.max(fromY + belowFrom, toY + belowTo) + STUB + lane * LANE;
  return [
    [fromX, fromY],
    [right, fromY],
    [right, below],
    [left, below],
    [left, toY],
    [toX, toY],
  ];
}

function rounded(corners: readonly Corner[]): string {
  const first = corners[0] ?? [0, 0];
  let d = `M${first[0]},${first[1]}`;
  for (let i = 1; i < corners.length - 1; i++) {
    const [before, at, after] = [corners[i - 1], corners[i], corners[i + 1]];
    if (!before || !at || !after) continue;
    const radius = Math.min(RADIUS, distance(before, at) / 2, distance(at, after) / 2);
    const [inX, inY] = towards(at, before, radius);
    const [outX, outY] = towards(at, after, radius);
    d += `L${inX},${inY}Q${at[0]},${at[1]} ${outX},${outY}`;
  }
  const last = corners.at(-1) ?? first;
  return `${d}L${last[0]},${last[1]}`;
}

function distance(a: Corner, b: Corner): number {
  return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]);
}
function towards(from: Corner, to: Corner, length: number): Corner {
  const whole = distance(from, to) || 1;
  return [from[0] + ((to[0] - from[0]) * length) / whole, from[1] + ((to[1] - from[1]) * length) / whole];
}

/** Half way along, where a hand would look for it. */
function middleOf(corners: readonly Corner[]): { x: number; y: number } {
  const lengths = corners.slice(1).map((corner, index) => distance(corners[index] ?? corner, corner));
  let left = lengths.reduce((sum, length) => sum + length, 0) / 2;
  for (const [index, length] of lengths.entries()) {
    const [from, to] = [corners[index], corners[index + 1]];
    if (left <= length && from && to) {
      const [x, y] = towards(from, to, left);
      return { x, y };
    }
    left -= length;
  }
  const [x, y] = corners[0] ?? [0, 0];
  return { x, y };
}
