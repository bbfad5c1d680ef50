/** Same keys, same values. */
export function shallowEqual<Shape extends object>(a: Shape, b: Shape): boolean {
  const keys = Object.keys(a) as (keyof Shape)[];
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
}

export function samePoint(a: { x: number; y: number }, b: { x: number; y: number }): boolean {
  return a.x === b.x && a.y === b.y;
}

/** `before` when it holds the same things in the same order. */
export function keepList<Item>(before: Item[], now: Item[]): Item[] {
  return before.length === now.length && now.every((item, index) => item === before[index]) ? before : now;
}

export function keepSet(before: ReadonlySet<string>, now: ReadonlySet<string>): ReadonlySet<string> {
  return before.size === now.size && [...now].every((item) => before.has(item)) ? before : now;
}
