// @vitest-environment node
import { registry } from "@cordboard/flow";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fieldsOf, specOf, type FieldSpec } from "./schema.ts";
import { widgetOf } from "./widgets.ts";

describe("a field of a schema", () => {
  it("takes title, form, default and range through the wrappers", () => {
    const spec = specOf(
      "ring",
      z
        .number()
        .int()
        .min(5)
        .max(60)
        .default(30)
        .meta({ title: "Ring", form: { unit: "s" } }),
    );
    expect(spec).toMatchObject({ title: "Ring", widget: "number", default: 30, min: 5, max: 60, optional: true, form: { unit: "s" } });
  });
  it("makes a title from the key when there is none", () => {
    expect(specOf("ringSeconds", z.number()).title).toBe("Ring seconds");
  });
  it.each<[string, z.ZodType, string]>([
    ["a text", z.string(), "template"],
    ["yes or no", z.boolean(), "switch"],
    ["three choices", z.enum(["a", "b", "c"]), "segmented"],
    ["four choices", z.enum(["a", "b", "c", "d"]), "select"],
    ["texts", z.array(z.string()), "list"],
    ["names and values", z.record(z.string(), z.string()), "keyvalue"],
    ["a group", z.object({ a: z.string() }), "object"],
    ["anything", z.json(), "json"],
  ])("draws %s without being told how", (_name, schema, widget) => {
    expect(specOf("x", schema).widget).toBe(widget);
  });
  it("tells objects apart by their literal key", () => {
    const union = z.union([z.object({ kind: z.literal("none") }), z.object({ kind: z.literal("text"), value: z.string() })]);
    expect(specOf("body", union)).toMatchObject({
      widget: "variant",
      variants: { key: "kind", options: [{ value: "none", fields: [] }, { value: "text" }] },
    });
  });
  it("knows that null switches a group off", () => {
    expect(
      specOf(
        "confirm",
        z
          .object({ key: z.string().default("1") })
          .nullable()
          .default(null),
      ),
    ).toMatchObject({ widget: "object", nullable: true, default: null });
  });
});

const inside = (field: FieldSpec): FieldSpec[] => [field, ...field.fields.flatMap(inside), ...(field.item ? inside(field.item) : [])];

describe.each([...registry.values()].map((manifest) => [manifest.type, manifest] as const))("the form of %s", (_type, manifest) => {
  const fields = fieldsOf(manifest.config);
  it("has a title for every setting it shows", () => {
    const untitled = fields.filter((field) => field.widget !== "hidden" && field.title === "");
    expect(untitled).toEqual([]);
  });
  it("can show a fresh node's settings without falling back to JSON", () => {
    const config = manifest.defaults();
    const strange = fields.filter((field) => field.widget !== "hidden" && widgetOf(field, config[field.key]).strange);
    expect(strange.map(({ key }) => key)).toEqual([]);
  });
  it("refers only to settings that exist when it hides one", () => {
    const keys = new Set(fields.flatMap(inside).map(({ key }) => key));
    const lost = fields.flatMap(inside).filter((field) => field.form.showWhen && !keys.has(field.form.showWhen.field));
    expect(lost.map(({ key }) => key)).toEqual([]);
  });
});
