/** "Reception" → "Reception copy" → "Reception copy 2"; a copy of a copy doesn't pile up words. */
export function copyName(name: string, taken: readonly string[]): string {
  const stem = name.replace(/ copy( \d+)?$/, "");
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? `${stem} copy` : `${stem} copy ${n}`;
    if (!taken.includes(candidate)) return candidate;
  }
}
