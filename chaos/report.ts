import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem, release } from "node:os";
import { join } from "node:path";
import { type Finding, RULES } from "./check/evidence.ts";

/** p50, p99 and worst of some times, ms, or null when there are none. */
export function spread(times: readonly number[]): Record<"count" | "p50" | "p99" | "worst", number> | null {
  if (times.length === 0) return null;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), worst: Math.round(sorted.at(-1) ?? 0) };
}

export const machine = () => ({
  cpus: cpus().length,
  cpu: cpus()[0]?.model ?? "",
  memoryGb: Math.round(totalmem() / 2 ** 30),
  system: `${process.platform} ${release()}`,
  node: process.version,
});

/** How often each rule was broken; every rule is there. */
export const byRule = (findings: readonly Finding[]): Record<string, number> =>
  Object.fromEntries(RULES.map((rule) => [rule, findings.filter((one) => one.rule === rule).length]));

const SHOWN = 8;

export function printFindings(findings: readonly Finding[]): void {
  for (const rule of RULES) {
    const broken = findings.filter((one) => one.rule === rule);
    for (const { subject, what } of broken.slice(0, SHOWN)) console.log(`  ${rule}: ${subject}: ${what}`);
    if (broken.length > SHOWN) console.log(`  ${rule}: and ${broken.length - SHOWN} more`);
  }
}

/** A row's value; `null`: there was nothing to measure. */
export type Figure = string | number | null | Record<string, number>;

/** One line per row, names padded. */
export function printTable(rows: Record<string, Figure>): void {
  const width = Math.max(...Object.keys(rows).map((name) => name.length));
  for (const [name, value] of Object.entries(rows)) {
    const parts =
      typeof value === "object" && value !== null ? Object.entries(value).map((part) => part.join(" ")) : [`${value ?? "none"}`];
    const text = parts.join(", ");
    console.log(`  ${name.padEnd(width)}  ${text}`);
  }
}

/** Keeps a result beside those before it; answers the file. */
export function keep(name: string, result: unknown): string {
  const folder = join(import.meta.dirname, "results");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}-${new Date().toISOString().slice(0, 16).replace(/[:T]/g, "-")}.json`);
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  return file;
}
