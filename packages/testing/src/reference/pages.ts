import { manifests } from "@cordboard/components/manifest";
import type { AnyManifest, Group } from "@cordboard/contract";
import { readReadme } from "../cases/readme.ts";
import { componentPage } from "./component-page.ts";
import { code, table } from "./markdown.ts";

const GROUPS: [Group, string][] = [
  ["start", "Start"],
  ["call", "Call"],
  ["input", "Caller input and prompts"],
  ["message", "Messages"],
  ["logic", "Logic"],
  ["integration", "Integrations"],
];

/** Stands in the README that `npm run new:component` writes, until somebody has said there what the component does. */
const NEW = "> New component:";

/** Every page of `docs/components/` by its file name, written from the list of components. `npm run docs` keeps them. */
export function componentPages(): Map<string, string> {
  const every: readonly AnyManifest[] = manifests;
  const all = every.filter(({ type }) => !readReadme(type)?.includes(NEW));
  return new Map([
    ["README.md", `${index(all)}\n`],
    ...all.map((manifest): [string, string] => [`${manifest.type}.md`, `${componentPage(manifest)}\n`]),
  ]);
}

function index(all: readonly AnyManifest[]): string {
  const groups = GROUPS.flatMap(([group, title]) => {
    const members = all.filter((manifest) => manifest.group === group).toSorted((a, b) => a.title.localeCompare(b.title));
    if (members.length === 0) return [];
    const rows = members.map(({ type, title: name, summary }) => [`[${name}](${type}.md)`, code(type), summary]);
    return [`## ${title}`, table(["Component", "Stored as", "What it does"], rows)];
  });
  return [INTRODUCTION, ...groups].join("\n\n");
}

const INTRODUCTION = `# Components

Everything that can stand on the board. Each page begins with what the component does, its settings, exits, variables and an example
that can be pasted onto the board; below *Reference* it lists every key with its limits, every exit, every variable and what the checker
says. The same pages are the *Help* tab of a node. They are written by \`npm run docs\` from the manifest, the README and the refused
configs of each component.

What holds for all of them:

- Wherever a text is written, \`{{ Node_Name.variable }}\` puts a value in. A name is unique in the flow; renaming a node renames it everywhere.
- An exit may stay without a cord. The run then ends there; a call hears the flow's goodbye, if it has one, and is hung up.
- What can fail leaves by \`failed\` and says why in \`{{ Node_Name.error.code }}\` and \`{{ Node_Name.error.message }}\`
  ([all codes](../developers/error-codes.md)). Without a cord at \`failed\` the flow's \`on_error\` runs.
- Whatever waits has an end to its waiting.
- Numbers are written with a plus sign and the country code: \`+14155550100\`.

A stored setting may be a template where its value is a text. Coming from elsewhere: [PHLO](../coming-from-phlo.md),
[Twilio Studio](../coming-from-studio.md).`;
