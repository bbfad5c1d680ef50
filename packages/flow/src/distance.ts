/** Edits (insert, delete, replace) between two short texts, ignoring case. */
export function editDistance(a: string, b: string): number {
  const left = a.toLowerCase();
  const right = b.toLowerCase();
  let row = Array.from({ length: right.length + 1 }, (_, i) => i);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const replaced = row[j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[right.length]!;
}

/** The candidate that `text` was probably meant to be; null when none is near or two are equally near. */
export function nearest(text: string, candidates: Iterable<string>): string | null {
  const limit = Math.max(1, Math.floor(text.length / 3));
  let best: { name: string; distance: number } | null = null;
  let tie = false;
  for (const name of candidates) {
    if (Math.abs(name.length - text.length) > limit) continue;
    const distance = editDistance(text, name);
    if (distance > limit) continue;
    tie = best !== null && distance === best.distance;
    if (best === null || distance < best.distance) best = { name, distance };
  }
  return best && !tie ? best.name : null;
}
