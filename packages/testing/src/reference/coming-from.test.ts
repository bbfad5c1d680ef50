import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { withParsedConfig } from "@cordboard/contract";
import { emptyDocument, registry, variablesAt } from "@cordboard/flow";
import { describe, expect, it } from "vitest";
import { readRows, type Reference } from "./coming-from.ts";
import { exitsOf, variablesOf } from "./configs.ts";
import { settingPaths } from "./setting-tables.ts";

/*
 * The tables for people who come from PHLO or Twilio Studio promise only what there is: each setting, exit, variable and route
 * that they name exists; what is partial says why and where the rest is planned.
 */
const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../../../${path}`, import.meta.url)), "utf8");
const ROUTES = [...read("packages/api/src/routes/phlo.ts").matchAll(/method: "(\w+)",\s+path: "([^"]+)"/g)].map(
  ([, method = "", path = ""]) => `${method.toUpperCase()} ${path}`,
);
const ROADMAP = new Set([...read("docs/roadmap.md").matchAll(/^## (.+)$/gm)].map(([, title = ""]) => anchor(title)));
const COMPONENTS = new Map(
  [...registry].map(([type, raw]) => {
    const manifest = withParsedConfig(raw);
    return [type, { settings: settingPaths(manifest.config), exits: exitsOf(manifest), variables: [...variablesOf(manifest).values()] }];
  }),
);
const VALUES = new Set(variablesAt(emptyDocument("Any"), "start").map((one) => one.path));

/** Why a reference leads nowhere; null when it leads somewhere. */
function missing(reference: Reference): string | null {
  const { what, of, name = "", choice } = reference;
  if (what === "other") return of === "–" || /^(editor|every node)\b/.test(of) ? null : `“${of}” is no reference`;
  if (what === "route") return ROUTES.includes(of) ? null : `there is no route ${of}`;
  if (what === "value") return VALUES.has(of) || VALUES.has(of.split(".")[0] ?? "") ? null : `there is no value ${of}`;
  const component = COMPONENTS.get(of);
  if (!component) return `there is no component ${of}`;
  if (what === "component") return null;
  return has(component, what, name, choice) ? null : `${of} has no ${what} ${name}${choice ? ` = ${choice}` : ""}`;
}

type Known = typeof COMPONENTS extends Map<string, infer One> ? One : never;

function has(component: Known, what: "setting" | "exit" | "variable", name: string, choice: string | undefined): boolean {
  if (what === "exit") return component.exits.has(name);
  if (what === "variable") return component.variables.some((one) => one.name === name || (one.open && name.startsWith(`${one.name}.`)));
  const choices = component.settings.get(name);
  return choices !== undefined && (choice === undefined || choices.map(String).includes(choice));
}

function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w -]/g, "")
    .replaceAll(" ", "-");
}

it("a reference that leads nowhere is noticed", () => {
  const page = (here: string) => `| PHLO | Here | How far | Notes |\n| --- | --- | --- | --- |\n| x | ${here} | full | |`;
  const problems = (here: string) => readRows(page(here)).flatMap((row) => row.here.map(missing));
  expect(
    problems("`get_input` setting `validate.kind` = `date`, `card`; `get_input` exit `received`; `get_input` variable `digits`"),
  ).toEqual([null, null, null, null]);
  expect(problems("value `{{ contact.tier }}`; route `POST /v1/account/:accountId/phlo/:flowId`")).toEqual([null, null]);
  for (const wrong of [
    "`send_fax`",
    "`get_input` setting `colour`",
    "`get_input` setting `validate.kind` = `fax`",
    "`get_input` exit `answered`",
    "`get_input` variable `colour`",
    "value `{{ weather.today }}`",
    "route `GET /v1/nothing`",
    "somewhere",
  ])
    expect(problems(wrong), wrong).toEqual([expect.any(String)]);
});

describe.each([
  { file: "coming-from-phlo.md", rows: 150 },
  { file: "coming-from-studio.md", rows: 60 },
])("docs/$file", ({ file, rows: atLeast }) => {
  const rows = readRows(read(`docs/${file}`));

  it("has a line for everything there is", () => {
    expect(rows.length).toBeGreaterThanOrEqual(atLeast);
  });

  it("names only what exists", () => {
    expect(rows.flatMap(({ theirs, here }) => here.flatMap((one) => missing(one) ?? []).map((what) => `${theirs}: ${what}`))).toEqual([]);
  });

  it("says of each how far it goes; of what is partial why, and where the rest is planned", () => {
    for (const { theirs, here, howFar, why } of rows) {
      expect(["full", "partial", ...(file.includes("phlo") ? [] : ["none"])], theirs).toContain(howFar);
      if (howFar !== "none") expect(here.filter((one) => one.of !== "–").length, theirs).toBeGreaterThan(0);
      if (howFar !== "full") expect(why.replace(/\[[^\]]*\]\([^)]*\)/g, "").trim().length, `${theirs} says no reason`).toBeGreaterThan(10);
      const [, line] = /\]\(roadmap\.md#([^)]+)\)/.exec(why) ?? [];
      if (howFar === "partial") expect([...ROADMAP], theirs).toContain(line);
    }
  });
});
