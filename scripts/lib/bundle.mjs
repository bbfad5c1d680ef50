// What a browser must fetch before it shows something: the editor's chunks, compressed, by the way in that brings them.
// Budgets are in apps/editor/bundle-budget.json, in kB (1000 bytes) after gzip.

import { basename } from "node:path";

/** Chunks smaller than this need no budget of their own; there are a hundred, one for each icon that pages share. */
const SMALL_KB = 12;

/**
 * @param manifest what Vite writes (build.manifest): chunks by source, with their `name`, `file` and static `imports`
 * @param kilobytes a chunk's file → its size
 * @returns the ways in with what each brings, largest first, and all chunks
 */
export function bundleOf(manifest, kilobytes) {
  // A worker that a library brings ready made has no name but its file's.
  const chunk = (key) => ({ name: manifest[key].name ?? basename(key, ".js"), kB: kilobytes(manifest[key].file) });
  const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
  const every = broughtBy(manifest, entry);
  const way = (name, keys) => {
    const chunks = [...keys].map(chunk).sort((a, b) => b.kB - a.kB);
    return { name, kB: chunks.reduce((sum, { kB }) => sum + kB, 0), chunks };
  };
  const pages = manifest[entry].dynamicImports.map((key) => way(manifest[key].name, new Set([...every, ...broughtBy(manifest, key)])));
  const scripts = Object.keys(manifest).filter((key) => manifest[key].file.endsWith(".js"));
  return { ways: [way("every page", every), ...pages.sort((a, b) => b.kB - a.kB)], chunks: scripts.map(chunk) };
}

/** A chunk and all that it imports before it runs. */
function broughtBy(manifest, key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const next of manifest[key].imports ?? []) broughtBy(manifest, next, found);
  return found;
}

/** What grew over its budget, a line each with the chunk's name; none when all is well. */
export function overBudget({ ways, chunks }, budget) {
  const big = chunks.filter(({ name, kB }) => kB > (budget.chunks[name] ?? SMALL_KB));
  const grown = big.map(({ name, kB }) =>
    name in budget.chunks
      ? `The chunk ${name} grew to ${kB.toFixed(1)} kB; its budget is ${budget.chunks[name]} kB.`
      : `The chunk ${name} is new with ${kB.toFixed(1)} kB; above ${SMALL_KB} kB it needs a budget.`,
  );
  const heavy = ways.filter(({ name, kB }) => kB > (budget.ways[name] ?? budget.ways["any other page"]));
  return [
    ...grown,
    ...heavy.map(
      ({ name, kB, chunks: of }) =>
        `The way to ${name} brings ${kB.toFixed(1)} kB; its budget is ${budget.ways[name] ?? budget.ways["any other page"]} kB. Its chunks: ${of
          .filter((one) => one.kB > SMALL_KB)
          .map((one) => `${one.name} ${one.kB.toFixed(1)}`)
          .join(", ")}.`,
    ),
  ];
}

/** The report as printed. */
export function bundleLines({ ways }) {
  return ways.map(({ name, kB, chunks }) => {
    const main = chunks.filter((one) => one.kB > SMALL_KB).map((one) => `${one.name} ${one.kB.toFixed(0)}`);
    return `  ${name.padEnd(16)} ${kB.toFixed(1).padStart(6)} kB  ${main.join(", ")}`;
  });
}
