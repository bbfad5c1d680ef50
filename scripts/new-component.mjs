// node scripts/new-component.mjs <snake_case_name>: a component that works, to be changed into what it should be.
// Writes its folder, and one line each in manifests.ts and runtimes.ts.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SRC = join(ROOT, "packages/components/src");
const RESERVED = new Set(
  "break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with yield await let static package private".split(
    " ",
  ),
);

const [type = ""] = process.argv.slice(2);
const fail = (text) => {
  console.error(`✖ ${text}`);
  process.exit(1);
};
if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(type)) fail("Usage: npm run new:component <snake_case_name>, for example send_fax.");
const folder = join(SRC, type);
if (existsSync(folder)) fail(`There is a component ${type} already.`);

const words = type.split("_");
const capital = (word) => word[0].toUpperCase() + word.slice(1);
const camel = words[0] + words.slice(1).map(capital).join("");
const local = RESERVED.has(camel) ? `${camel}Component` : camel;
const title = words.map(capital).join(" ");
const nodeName = words.map(capital).join("_");

const manifest = `import { defineManifest, type ExitSpec, type JsonObject } from "@cordboard/contract";
import { z } from "zod";
import { shorten } from "../shared/text.ts";

const config = z.strictObject({
  text: z.string().default("").meta({ title: "Text", description: "May hold {{ … }}.", form: { widget: "template" } }),
});

export type ${capital(camel)}Config = z.infer<typeof config>;

export const ${local} = defineManifest({
  type: "${type}",
  version: 1,
  title: "${title}",
  summary: "Hands a text on.",
  group: "logic",
  icon: "box",
  keywords: [],
  config,
  defaults: (): JsonObject => ({ text: "" }),
  exits: (): ExitSpec<"done" | "empty">[] => [
    { id: "done", label: "Done" },
    { id: "empty", label: "Empty" },
  ],
  variables: () => [{ name: "text", type: "text", title: "the text", sample: "Hello" }],
  face: (c) => [c.text.trim() ? shorten(c.text, 60) : "No text yet"],
  check: (c) => (c.text.trim() ? [] : [{ level: "error", code: "text_missing", message: "Write the text to hand on.", field: "text" }]),
});
`;

const runtime = `import type { ExitOf, Runtime } from "@cordboard/contract";
import type { ${local} as manifest, ${capital(camel)}Config } from "./manifest.ts";

export const ${local}: Runtime<${capital(camel)}Config, ExitOf<typeof manifest>> = {
  enter: ({ text }) => ({ do: "exit", exit: text.trim() ? "done" : "empty", outputs: { text: text.trim() } }),
};
`;

const readme = `# ${title}

> New component: say here what it does, take this line away, and run \`npm run docs\`: until then it has no page in docs/components/.

Hands a text on.

## Settings

| Setting | Meaning | Default |
|---|---|---|
| \`text\` | The text. | – |

## Exits

| Exit | Taken when |
|---|---|
| \`done\` | there is a text |
| \`empty\` | the text turned out to be empty |

## Variables

| Variable | Value |
|---|---|
| \`text\` | the text, as \`{{ ${nodeName}.text }}\` |

## Example

\`\`\`json
{ "id": "${type}", "type": "${type}", "name": "${nodeName}", "config": { "text": "Hello" } }
\`\`\`
`;

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const files = {
  "manifest.ts": manifest,
  "runtime.ts": runtime,
  "README.md": readme,
  "cases/a_text_is_done.json": json({ config: { text: "Hello" }, enter: { do: "exit", exit: "done", outputs: { text: "Hello" } } }),
  "cases/a_text_that_turned_out_empty.json": json({
    config: { text: "" },
    filledIn: ["text_missing"],
    enter: { do: "exit", exit: "empty", outputs: { text: "" } },
  }),
  "cases/broken/no_text.json": json({ config: {}, expect: { code: "text_missing", field: "text" } }),
  "cases/broken/unknown_setting.json": json({
    config: { text: "Hello", colour: "red" },
    expect: { code: "setting_unknown", field: "colour" },
  }),
};
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

const exported = local === type ? type : `${local} as ${type}`;
for (const side of ["manifest", "runtime"]) {
  const list = join(SRC, `${side}s.ts`);
  const lines = readFileSync(list, "utf8").split("\n");
  const line = `export { ${exported} } from "./${type}/${side}.ts";`;
  const folderOf = (text) => /from "\.\/([a-z0-9_]+)\//.exec(text)?.[1];
  const next = lines.findIndex((text) => (folderOf(text) ?? "") > type);
  lines.splice(next < 0 ? lines.findLastIndex(folderOf) + 1 : next, 0, line);
  writeFileSync(list, lines.join("\n"));
}
spawnSync(process.execPath, [join(ROOT, "node_modules/oxfmt/bin/oxfmt"), folder], { cwd: ROOT, stdio: "ignore" });

console.log(`packages/components/src/${type}: manifest.ts, runtime.ts, README.md, cases/, and a line each in manifests.ts and runtimes.ts.
Change them into what the component should be; the walk through all components holds you to it:
  npm exec vitest run packages/testing/src/cases -- -t ${type}
  npm run cases:update   rewrites what the cases expect; review it as a diff
  npm run docs           writes its page in docs/components/`);
