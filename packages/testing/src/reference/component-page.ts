import { type AnyManifest, type ExitSpec, type JsonObject, type Manifest, type VariableSpec, withParsedConfig } from "@cordboard/contract";
import { loadBroken, loadCases } from "../cases/case-file.ts";
import { checkNode } from "../cases/check-node.ts";
import { exampleNodes, readReadme } from "../cases/readme.ts";
import { code, plain, table } from "./markdown.ts";
import { settingTables } from "./setting-tables.ts";

/** Where the part that is written from the program begins; the editor folds it away. */
export const REFERENCE_HEADING = "## Reference";
type Parsed = Manifest<string, unknown, string>;

/** The page of one component: its README, and all that its manifest and its refused configs say. */
export function componentPage(raw: AnyManifest): string {
  const manifest = withParsedConfig(raw);
  const configs = [
    ...exampleConfigs(manifest.type),
    manifest.defaults(),
    ...loadCases(manifest.type).map(({ file }) => file.config),
  ].filter((config) => manifest.config.safeParse(config).success);
  return [
    (readReadme(manifest.type) ?? `# ${manifest.title}`).trimEnd(),
    REFERENCE_HEADING,
    facts(manifest),
    "### Every setting",
    settingTables(manifest.config),
    "### Every exit",
    exits(manifest, configs),
    "### Every variable",
    variables(manifest, configs),
    "### What the checker says",
    refusals(manifest.type),
  ].join("\n\n");
}

function facts(manifest: Parsed): string {
  const said = [
    `Stored as ${code(manifest.type)}, version ${manifest.version}`,
    manifest.entry && "exactly one in each flow",
    manifest.needsCall && "needs a live call: without one the path ends with `call_over`",
    manifest.waits && "waits for something from outside",
    manifest.bounded && "ends a circle that leads through it",
  ];
  const fresh = JSON.stringify(manifest.defaults());
  return `${said.filter(Boolean).join("; ")}.${fresh === "{}" ? "" : ` A new node begins with ${code(fresh)}.`}`;
}

function exits(manifest: Parsed, configs: JsonObject[]): string {
  const rows = fixedAndNamed(configs, (config) =>
    manifest.exits(manifest.config.parse(config)).map((exit) => ({ ...exit, name: exit.id })),
  );
  if (rows.length === 0) return "None.";
  return table(
    ["Exit", "On the card"],
    rows.map(({ item, named, always }) => {
      const notes = [
        ...(named ? ["named by you"] : always ? [] : ["with some settings"]),
        ...(item.optional ? ["folded away until it has a cord"] : []),
        ...(item.handler ? [`without a cord ${code(item.handler)} of Start runs`] : []),
        ...exitNotes(item),
      ];
      return [code(item.id), [item.label, ...notes].join("; ")];
    }),
  );
}

function exitNotes(exit: ExitSpec): string[] {
  const triggers = { call: "a call", message: "a message", api: "an API request", flow: "another flow" };
  return [
    ...(exit.trigger ? [`begins with ${triggers[exit.trigger]}`] : []),
    ...(exit.handles ? ["for the whole flow"] : []),
    ...(exit.startsCall ? ["the steps behind it talk to the call"] : []),
    ...(exit.fork ? [exit.fork === "with_call" ? "a branch, with the call" : "a branch"] : []),
    ...(exit.joins ? ["goes on behind the branches"] : []),
  ];
}

function variables(manifest: Parsed, configs: JsonObject[]): string {
  const rows = fixedAndNamed(configs, (config) => manifest.variables(manifest.config.parse(config)));
  if (rows.length === 0) return "None.";
  return table(
    ["Variable", "What it is"],
    rows.map(({ item, named, always }) => {
      const notes = [
        ...(named ? ["named by you"] : always ? [] : ["with some settings"]),
        ...(item.sensitive ? ["never shown outside the run"] : []),
      ];
      const example = item.sample === undefined ? "" : `, such as ${code(item.sample)}`;
      return [code(item.name), [`${kindOf(item)}: ${item.title}${example}`, ...notes].join("; ")];
    }),
  );
}

function kindOf({ type, open }: VariableSpec): string {
  const words = {
    text: "text",
    number: "number",
    boolean: "yes or no",
    phone: "phone number",
    date: "date and time",
    list: "list",
    json: "JSON",
  };
  return open ? `${words[type]}, with anything inside` : words[type];
}

interface Row<Item> {
  item: Item;
  /** The author chose the name: it stands in the settings. */
  named: boolean;
  always: boolean;
}

/**
 * What a component has with any of its settings. A name that always stands in the settings beside it is the author's own; of
 * those the ones of the first config that has any are shown.
 */
function fixedAndNamed<Item extends { name: string }>(configs: JsonObject[], of: (config: JsonObject) => Item[]): Row<Item>[] {
  const seen = new Map<string, { item: Item; named: boolean; times: number; from: number }>();
  for (const [from, config] of configs.entries()) {
    const own = words(config);
    for (const item of of(config)) {
      const known = seen.get(item.name);
      const named = own.has(item.name) || own.has(item.name.split(".")[0] ?? "");
      if (known) Object.assign(known, { named: known.named && named, times: known.times + 1 });
      else seen.set(item.name, { item, named, times: 1, from });
    }
  }
  const all = [...seen.values()];
  const first = Math.min(...all.filter((one) => one.named).map((one) => one.from));
  return all
    .filter((one) => !one.named || one.from === first)
    .map(({ item, named, times }) => ({ item, named, always: times === configs.length }));
}

/** Keys and texts of a config: what an author may have named. */
function words(value: unknown): Set<string> {
  if (typeof value === "string") return new Set([value]);
  if (typeof value !== "object" || value === null) return new Set([String(value)]);
  return new Set(Object.entries(value).flatMap(([key, inner]) => [key, ...words(inner)]));
}

function refusals(type: string): string {
  const rows = loadBroken(type).flatMap(({ file }) => {
    const { code: wanted, field, level = "error" } = file.expect;
    const found = checkNode(type, file.config, file.language).find(
      (issue) => issue.code === wanted && issue.level === level && (field === undefined || issue.field === field),
    );
    if (!found) return [];
    const place = found.field === undefined ? "" : ` at ${code(found.field)}`;
    return [{ key: `${wanted} ${found.field ?? ""}`, cells: [code(wanted), `${level}${place}: ${plain(found.message)}`] }];
  });
  const distinct = new Map(rows.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ key, cells }) => [key, cells]));
  return table(["Code", "What it says"], [...distinct.values()]);
}

function exampleConfigs(type: string): JsonObject[] {
  return exampleNodes(readReadme(type) ?? "").flatMap((node) => {
    const config = typeof node === "object" && node !== null && "config" in node ? node.config : null;
    return isObject(config) ? [config] : [];
  });
}

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
