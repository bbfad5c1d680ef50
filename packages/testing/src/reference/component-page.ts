import { type AnyManifest, type ExitSpec, type JsonObject, type VariableSpec, withParsedConfig } from "@cordboard/contract";
import { loadBroken } from "../cases/case-file.ts";
import { checkNode } from "../cases/check-node.ts";
import { readReadme } from "../cases/readme.ts";
import { knownConfigs, type Parsed } from "./configs.ts";
import { code, plain, table } from "./markdown.ts";
import { settingPaths, settingTables } from "./setting-tables.ts";

/** Where the part that is written from the program begins; the editor folds it away. */
export const REFERENCE_HEADING = "## Reference";
/** The page of one component: its README, and all that its manifest and its refused configs say. */
export function componentPage(raw: AnyManifest): string {
  const manifest = withParsedConfig(raw);
  const configs = knownConfigs(manifest);
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
  const rows = fixedAndNamed(manifest, configs, (config) =>
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
  const rows = fixedAndNamed(manifest, configs, (config) => manifest.variables(manifest.config.parse(config)));
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
function fixedAndNamed<Item extends { name: string }>(
  manifest: Parsed,
  configs: JsonObject[],
  of: (config: JsonObject) => Item[],
): Row<Item>[] {
  const keys = new Set([...settingPaths(manifest.config).keys()].map((path) => path.split(".").at(-1) ?? ""));
  const seen = new Map<string, { item: Item; named: boolean; times: number; from: number }>();
  for (const [from, config] of configs.entries()) {
    const own = words(config, keys);
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

/** Texts of a config, and keys that are no settings: what an author may have named. */
function words(value: unknown, settings: ReadonlySet<string>): Set<string> {
  if (typeof value === "string") return new Set([value]);
  if (typeof value !== "object" || value === null) return new Set();
  return new Set(Object.entries(value).flatMap(([key, inner]) => [...(settings.has(key) ? [] : [key]), ...words(inner, settings)]));
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
