import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { manifests } from "@cordboard/components/manifest";
import { type AnyManifest, withParsedConfig } from "@cordboard/contract";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { settingPaths, settingTables } from "./setting-tables.ts";
import { componentPages } from "./pages.ts";

/* docs/components/ is what the components say of themselves: `npm run docs` writes it. */
const FOLDER = fileURLToPath(new URL("../../../../docs/components/", import.meta.url));
const pages = componentPages();

it("has a page for each component, an index, and no other", () => {
  expect(readdirSync(FOLDER).toSorted()).toEqual([...pages.keys()].toSorted());
});

it.each([...pages])("%s is current", (name, text) => {
  expect(readFileSync(`${FOLDER}${name}`, "utf8"), "The page is stale; run: npm run docs").toBe(text);
});

describe("a page", () => {
  const every: readonly AnyManifest[] = manifests;
  const all = every.filter(({ type }) => pages.has(`${type}.md`));

  it.each(all.map((manifest) => ({ type: manifest.type, manifest: withParsedConfig(manifest) })))(
    "of $type lists every key, exit and variable in its tables",
    ({ type, manifest }) => {
      const reference = (pages.get(`${type}.md`) ?? "").split("\n## Reference\n")[1] ?? "";
      const rows = reference.split("\n").filter((line) => line.startsWith("| `"));
      const config = manifest.config.parse(manifest.defaults());
      const last = (path: string): string => path.split(".").at(-1) ?? "";
      for (const path of settingPaths(manifest.config).keys())
        expect(rows.filter((row) => row.startsWith(`| \`${last(path)}\` |`)).length, path).toBeGreaterThan(0);
      const fixed = manifest.exits(config).filter((exit) => !JSON.stringify(manifest.defaults()).includes(`"${exit.id}"`));
      for (const exit of fixed)
        expect(
          rows.some((row) => row.startsWith(`| \`${exit.id}\` | ${exit.label}`)),
          exit.id,
        ).toBe(true);
      for (const { name } of manifest
        .variables(config)
        .filter((v) => !JSON.stringify(manifest.defaults()).includes(v.name.split(".")[0] ?? "")))
        expect(
          rows.some((row) => row.startsWith(`| \`${name}\` |`)),
          name,
        ).toBe(true);
    },
  );

  it("tells what a key may be, what it is when left out, and what stands inside", () => {
    const config = z.strictObject({
      times: z
        .number()
        .int()
        .min(1)
        .max(5000)
        .default(3)
        .meta({ title: "Times", form: { unit: "s" } }),
      kind: z.enum(["a", "b"]).default("a"),
      on: z.boolean().default(false),
      rows: z.array(z.strictObject({ name: z.string(), words: z.array(z.string().max(9)).max(2).optional() })).default([]),
      either: z.union([z.strictObject({ say: z.string() }), z.strictObject({ play: z.string(), loop: z.number().optional() })]).optional(),
      body: z
        .union([z.strictObject({ kind: z.literal("none") }), z.strictObject({ kind: z.literal("text"), value: z.string() })])
        .optional(),
      headers: z.record(z.string(), z.string()).default({}),
      value: z.json().optional(),
    });
    expect(settingTables(config)).toBe(`| Key | Value | Default |
| --- | --- | --- |
| \`times\` | Times: whole number, 1 to 5,000 (s) | \`3\` |
| \`kind\` | \`a\`, \`b\` | \`a\` |
| \`on\` | yes or no | no |
| \`rows\` | list, see below | nothing |
| \`either\` | keys, see below | – |
| \`body\` | keys, see below | – |
| \`headers\` | names, each with text | nothing |
| \`value\` | any JSON | – |

Inside \`rows[]\`:

| Key | Value | Default |
| --- | --- | --- |
| \`name\` | text | needed |
| \`words\` | list: text, at most 2 items | – |

Inside \`either\`:

| Key | Value | Default |
| --- | --- | --- |
| \`say\` | text | this one or another |
| \`play\` | text | this one or another |
| \`loop\` | number | beside \`play\` |

Inside \`body\`:

| Key | Value | Default |
| --- | --- | --- |
| \`kind\` | \`none\`, \`text\` | needed |
| \`value\` | text | with \`text\` |`);
    expect([...settingPaths(config).keys()]).toContain("rows[].words");
    expect(settingPaths(config).get("kind")).toEqual(["a", "b"]);
  });
});
