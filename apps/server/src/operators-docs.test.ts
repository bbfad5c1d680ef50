import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { addApiMetrics } from "./http/metrics.ts";
import { createMetrics } from "./runtime/metrics.ts";
import { BACKUP_ERRORS, STARTUP_ERRORS, STARTUP_WARNINGS } from "./startup-errors.ts";

/* What the pages for operators list is what the program has. */
const ROOT = join(import.meta.dirname, "..", "..", "..");
const read = (...path: string[]): string => readFileSync(join(ROOT, ...path), "utf8");
const page = (name: string): string => read("docs", "operators", `${name}.md`);
/** Cells of the first column of tables: `` `a`, `b` ``. */
const listed = (text: string): Set<string> =>
  new Set([...text.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = ""]) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name)));
const sources = (): string[] =>
  globSync("**/*.ts", { cwd: import.meta.dirname })
    .filter((file) => !file.endsWith(".test.ts"))
    .map((file) => readFileSync(join(import.meta.dirname, file), "utf8"));

it("README's table of settings names every setting, and no other", () => {
  const schema = /const SCHEMA = z\.object\(\{([^]*?)\n\}\);/.exec(read("apps/server/src/settings.ts"))?.[1] ?? "";
  const settings = [...schema.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name = ""]) => name);
  expect(settings.length).toBeGreaterThan(15);
  const table = /## Settings\n([^]*?)\n## /.exec(read("README.md"))?.[1] ?? "";
  expect([...listed(table)].toSorted()).toEqual(settings.toSorted());
});

it("monitoring.md tells of every metric, and of no other", async () => {
  const { registry } = createMetrics();
  addApiMetrics(registry, { countRuns: async () => 0, countEffects: async () => 0 });
  const registered = registry.getMetricsAsArray().map(({ name }) => name);
  expect(registered).toContain("cordboard_webhooks_total");
  const table = /## Every metric\n([^]*?)\n## /.exec(page("monitoring"))?.[1] ?? "";
  const ours = (names: Iterable<string>): string[] => [...names].filter((name) => name.startsWith("cordboard_")).toSorted();
  expect(ours(listed(table))).toEqual(ours(registered));
  // Those of the process differ by system: each one here is told of.
  expect(registered.filter((name) => !listed(table).has(name))).toEqual([]);
  registry.clear();
});

it("monitoring.md tells of every code that is logged", () => {
  const logged = sources().flatMap((text) =>
    [...text.matchAll(/log\.(?:warn|error|fatal)\(\s*\{[^}]*?code: "(\w+)"/g)].map(([, code = ""]) => code),
  );
  expect(logged.length).toBeGreaterThan(8);
  expect(logged.filter((code) => !listed(page("monitoring")).has(code))).toEqual([]);
});

it("troubleshooting.md says what to do about every code of the start and of backups", () => {
  const codes = [STARTUP_ERRORS, STARTUP_WARNINGS, BACKUP_ERRORS].flatMap((table) => Object.keys(table));
  expect(codes.filter((code) => !listed(page("troubleshooting")).has(code))).toEqual([]);
});

it("links between the pages, and to files, lead somewhere", () => {
  const pages = ["README.md", "CONTRIBUTING.md", ...globSync("docs/**/*.md", { cwd: ROOT })];
  const dead = pages.flatMap((file) =>
    [...read(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, target = ""]) => target)
      .filter((target) => !existsSync(join(ROOT, dirname(file), target)))
      .map((target) => `${file} → ${target}`),
  );
  expect(dead).toEqual([]);
});
