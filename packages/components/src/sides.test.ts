import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

/** Packages and files that a module loads at run time, over all its relative imports. Type imports are gone by then. */
function loads(file: string, seen = new Set<string>()): { packages: Set<string>; files: Set<string> } {
  const packages = new Set<string>();
  if (seen.has(file)) return { packages, files: seen };
  seen.add(file);
  const source = readFileSync(file, "utf8");
  for (const [statement, target = ""] of source.matchAll(/^(?:import|export)\s[^;]*?from\s+"([^"]+)";/gm)) {
    const named = /\{([^}]*)\}/.exec(statement)?.[1]?.split(",") ?? ["*"];
    if (/^(?:import|export)\s+type\b/.test(statement) || named.every((name) => !name.trim() || name.trim().startsWith("type "))) continue;
    if (!target.startsWith(".")) packages.add(target);
    else for (const inner of loads(join(dirname(file), target), seen).packages) packages.add(inner);
  }
  return { packages, files: seen };
}

describe("the browser's side", () => {
  const { packages, files } = loads(join(import.meta.dirname, "manifest.ts"));

  it("loads every manifest and no runtime", () => {
    expect([...files].filter((file) => file.endsWith("/manifest.ts")).length).toBeGreaterThan(8);
    expect([...files].filter((file) => file.endsWith("/runtime.ts"))).toEqual([]);
  });

  it("loads zod and the contract alone: the world's numbering plans, the pattern engine and node stay on the server", () => {
    expect([...packages].toSorted()).toEqual(["@cordboard/contract", "zod"]);
  });

  it("gets a sentence instead of the runtimes", async () => {
    await expect(import("./server-only.ts")).rejects.toThrow(/runtimes are for the server/);
  });
});
