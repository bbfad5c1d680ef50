import { readdirSync } from "node:fs";
import { manifests } from "@cordboard/components/manifest";
import { runtimes } from "@cordboard/components/runtime";
import { type AnyManifest, type JsonObject, type Runtimes, type VariableSpec, withParsedConfig } from "@cordboard/contract";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type CaseFile, componentsFolder, loadBroken, loadCases, saveCase } from "./case-file.ts";
import { checkNode } from "./check-node.ts";
import { exampleNodes, readReadme } from "./readme.ts";
import { runCase } from "./run-case.ts";

/*
 * Walks the list of components and fails for a type without help page, without a case for each exit, without refused
 * configs, or whose manifest promises what its runtime doesn't keep. `npm run cases:update` rewrites what cases expect.
 */
const update = process.env["CASES_UPDATE"] === "1";
const all: readonly AnyManifest[] = manifests;
const byType: Runtimes = runtimes;
const nodeExample = z.strictObject({
  id: z.string(),
  type: z.string(),
  name: z.string().regex(/^[A-Za-z_]\w*$/),
  config: z.record(z.string(), z.json()),
});

it("has a folder for each type and no other", () => {
  const folders = readdirSync(componentsFolder(), { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== "shared",
  );
  expect(folders.map((entry) => entry.name).toSorted()).toEqual(all.map((manifest) => manifest.type).toSorted());
});

describe.each(all.map((manifest) => ({ manifest: withParsedConfig(manifest), type: manifest.type })))("$type", ({ manifest, type }) => {
  const runtime = byType[type];
  const cases = loadCases(type);
  const broken = loadBroken(type);
  const configOf = (file: CaseFile) => manifest.config.parse(file.config);
  const run = (file: CaseFile) => {
    if (!runtime) throw new Error(`There is no runtime for ${type}.`);
    return runCase(manifest, runtime, file);
  };

  it("has a help page whose example can be pasted into a flow", () => {
    const page = readReadme(type) ?? "";
    expect(page).toMatch(new RegExp(`^# ${manifest.title.replace(/[^\w ]/g, "\\$&")}$`, "m"));
    const examples = exampleNodes(page);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      const node = nodeExample.parse(example);
      expect(node.type).toBe(type);
      expect(checkNode(type, asObject(node.config)).filter((issue) => issue.level === "error")).toEqual([]);
    }
  });

  it("names every setting, exit and variable in the help page", () => {
    const page = readReadme(type) ?? "";
    const settings = fieldsOf(manifest.config).map((field) => field.name);
    const exits = cases.flatMap(({ file }) => fixedExits(manifest, file));
    const variables = manifest.variables(manifest.config.parse(manifest.defaults())).map((variable) => variable.name);
    for (const name of [...settings, ...exits, ...variables]) expect(page, `README.md says nothing of ${name}`).toContain(`\`${name}\``);
  });

  it("gives each setting a title for its form", () => {
    expect(fieldsOf(manifest.config).filter((field) => !field.title)).toEqual([]);
  });

  it("begins with a config that parses; what is still missing is said of a field", () => {
    const config = manifest.config.parse(manifest.defaults());
    for (const issue of checkNode(type, manifest.defaults()).filter((found) => found.level === "error"))
      expect(issue.field, issue.code).toBeTruthy();
    expect(manifest.suggestName?.(config) ?? null).toBeNull();
  });

  it("draws a card of one to three lines", () => {
    for (const config of [manifest.config.parse(manifest.defaults()), ...cases.map(({ file }) => configOf(file))]) {
      const lines = manifest.face(config);
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.length).toBeLessThanOrEqual(3);
      for (const line of lines) expect(line).toMatch(/^\S.{0,99}$/);
      expect(manifest.suggestName?.(config) ?? "Name").toMatch(/^[A-Za-z_]\w{0,59}$/);
    }
  });

  it.each(cases)("$name", (loaded) => {
    const { actual } = run(loaded.file);
    if (update) saveCase({ ...loaded, file: actual });
    else expect(actual).toEqual(loaded.file);
    const errors = checkNode(type, loaded.file.config).filter((issue) => issue.level === "error");
    expect([...new Set(errors.map((issue) => issue.code))]).toEqual(loaded.file.filledIn ?? []);
  });

  it("has a case for each exit", () => {
    const results = cases.map(({ file }) => run(file));
    const possible = new Set(results.flatMap(({ exits }) => exits.filter((exit) => !exit.handles).map((exit) => exit.id)));
    const taken = new Set(results.flatMap(({ exit, branches }) => (exit === null ? branches : [exit, ...branches])));
    expect([...taken].toSorted()).toEqual([...possible].toSorted());
    expect(cases.length).toBeGreaterThan(0);
  });

  it("writes the variables it declares and no others", () => {
    const written = new Set<string>();
    for (const { file } of cases) {
      const declared = manifest.variables(configOf(file));
      for (const path of leaves(run(file).outputs)) {
        const match = declared
          .filter((v) => path === v.name || path.startsWith(`${v.name}.`))
          .toSorted((a, b) => b.name.length - a.name.length)[0];
        expect(match && (match.name === path || isTree(match)), `${path} is written but not declared`).toBeTruthy();
        if (match) written.add(match.name);
      }
    }
    const promised = cases.flatMap(({ file }) =>
      manifest
        .variables(configOf(file))
        .filter((v) => !v.open)
        .map((v) => v.name),
    );
    expect([...new Set(promised)].filter((name) => !written.has(name))).toEqual([]);
  });

  it("refuses at least one config", () => {
    expect(broken.length).toBeGreaterThan(0);
  });

  it.each(broken)("refuses $name", ({ file }) => {
    const issues = checkNode(type, file.config, file.language);
    const { code, field, level = "error" } = file.expect;
    expect(issues).toContainEqual(expect.objectContaining({ code, level, ...(field !== undefined && { field }) }));
    expect(issues.filter((issue) => issue.level === "error" && issue.code !== code)).toEqual([]);
  });
});

/** Its inside is data whose shape only the run knows. */
const isTree = (variable: VariableSpec): boolean => variable.open === true || variable.type === "json" || variable.type === "list";

/** Exits that every node of the type has; those named by the author's own choices differ from node to node. */
function fixedExits(manifest: ReturnType<typeof withParsedConfig>, file: CaseFile): string[] {
  const bare = new Set(manifest.exits(manifest.config.parse(manifest.defaults())).map((exit) => exit.id));
  return manifest.exits(manifest.config.parse(file.config)).flatMap((exit) => (bare.has(exit.id) ? [exit.id] : []));
}

function fieldsOf(schema: z.ZodType): { name: string; title: string | undefined }[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return Object.entries(properties).map(([name, field]) => ({ name, title: typeof field === "object" ? field.title : undefined }));
}

/** Dotted paths of the values that are no groups themselves. */
const leaves = (value: JsonObject, path = ""): string[] =>
  Object.entries(value).flatMap(([key, inner]) => {
    const at = path ? `${path}.${key}` : key;
    return typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.keys(inner).length > 0
        ? leaves(inner, at)
        : [at]
      : [at];
  });

const asObject = (value: Record<string, unknown>): JsonObject => value as JsonObject;
