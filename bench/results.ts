import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";

/** Writes `bench/results/<name>.json`, with the machine it was measured on. */
export function save(name: string, figures: object): void {
  const folder = join(import.meta.dirname, "results");
  mkdirSync(folder, { recursive: true });
  const machine = {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    load: loadavg()[0],
  };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ at: new Date().toISOString(), machine, ...figures }, null, 2)}\n`);
  console.log(`\nWritten to bench/results/${name}.json`);
}

type Cell = string | number | null | undefined;

/** Rows with the same keys as a table: the keys are its head. */
export function printTable(title: string, rows: readonly object[]): void {
  const shown = (value: Cell): string =>
    typeof value === "number" ? (Number.isInteger(value) ? String(value) : value.toFixed(2)) : (value ?? "–");
  const head = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => head.map((key) => shown((row as Record<string, Cell>)[key])));
  const widths = head.map((key, i) => Math.max(key.length, ...cells.map((line) => line[i]?.length ?? 0)));
  const line = (texts: string[]): string => texts.map((text, i) => text.padStart(widths[i] ?? 0)).join("  ");
  console.log(`\n${title}\n\n${line(head)}`);
  for (const row of cells) console.log(line(row));
}
