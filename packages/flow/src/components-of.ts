/**
 * Groups of positions that lead to each other (Tarjan's strongly connected components, without recursion),
 * each after all groups it leads to.
 */
export function componentsOf(next: readonly (readonly number[])[]): number[][] {
  const unseen = -1;
  const index = new Int32Array(next.length).fill(unseen);
  const low = new Int32Array(next.length);
  const open = new Uint8Array(next.length);
  const path: number[] = [];
  const groups: number[][] = [];
  const work: { at: number; turn: number }[] = [];
  let count = 0;
  const enter = (at: number): void => {
    index[at] = low[at] = count++;
    open[at] = 1;
    path.push(at);
    work.push({ at, turn: 0 });
  };
  for (let root = 0; root < next.length; root++) {
    if (index[root] === unseen) enter(root);
    for (let frame = work.at(-1); frame; frame = work.at(-1)) {
      const { at } = frame;
      const to = next[at]![frame.turn++];
      if (to !== undefined) {
        if (index[to] === unseen) enter(to);
        else if (open[to]) low[at] = Math.min(low[at]!, index[to]!);
        continue;
      }
      work.pop();
      const parent = work.at(-1)?.at;
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[at]!);
      if (low[at] !== index[at]) continue;
      const group = path.splice(path.lastIndexOf(at));
      for (const member of group) open[member] = 0;
      groups.push(group);
    }
  }
  return groups;
}

/** For every position the set of those a walk from it comes to, as bits: `has(row, to)`. */
export function closureOf(next: readonly (readonly number[])[]): Uint32Array[] {
  const words = Math.ceil(next.length / 32);
  const rows: Uint32Array[] = [];
  for (const group of componentsOf(next)) {
    const row = new Uint32Array(words);
    for (const at of group) rows[at] = row;
    for (const at of group) {
      for (const to of next[at]!) {
        row[to >> 5]! |= 1 << (to & 31);
        const below = rows[to]!;
        if (below !== row) for (let word = 0; word < words; word++) row[word]! |= below[word]!;
      }
    }
  }
  return rows;
}

export const has = (row: Uint32Array | undefined, to: number): boolean =>
  row !== undefined && ((row[to >> 5] ?? 0) & (1 << (to & 31))) !== 0;
