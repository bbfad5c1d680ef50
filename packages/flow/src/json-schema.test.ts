import { readdirSync, readFileSync } from "node:fs";
import type { Json, JsonObject } from "@cordboard/contract";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { emptyDocument, flowJsonSchema, registry } from "./index.ts";
import { eachString } from "./strings.ts";
import { flowOf, node, toys } from "./toys.ts";

const examples = new URL("../../../examples/", import.meta.url);

const accepts = (schema: JsonObject, value: unknown): boolean =>
  new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).validate(schema, value);

test("it knows every component and says nothing of how forms are drawn", () => {
  const schema = flowJsonSchema();
  expect(Object.keys(schema["$defs"] ?? {})).toEqual(expect.arrayContaining([...registry.keys()]));
  expect(JSON.stringify(schema)).not.toContain('"form":{');
});

test("every reference leads somewhere", () => {
  const schema = flowJsonSchema();
  let count = 0;
  eachString(schema, (text, path) => {
    if (path.at(-1) !== "$ref") return;
    count += 1;
    const target = text
      .split("/")
      .slice(1)
      .reduce<Json | undefined>((at, key) => (at as JsonObject | undefined)?.[key], schema);
    expect(target, text).toBeDefined();
  });
  expect(count).toBeGreaterThan(registry.size);
});

const samples = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test.each(samples.map((entry) => entry.name))("the sample %s", (name) => {
  const document: unknown = JSON.parse(readFileSync(new URL(`${name}/${name}.flow.json`, examples), "utf8"));
  expect(accepts(flowJsonSchema(), document)).toBe(true);
});

test("it accepts what we write and refuses what the reader refuses", () => {
  const schema = flowJsonSchema({ registry: toys });
  const good = flowOf([node("a", "say", { text: "x" }), node("b", "fax", { any: [1] })], ["start.call a"]);
  expect(accepts(schema, good)).toBe(true);
  expect(accepts(schema, emptyDocument("x", { registry: toys }))).toBe(true);
  expect(accepts(schema, { ...good, colour: "red" })).toBe(false);
  expect(accepts(schema, flowOf([node("a", "say", { text: 5 })], []))).toBe(false);
  expect(accepts(schema, { ...good, format: "cordboard/flow@9" })).toBe(false);
});
