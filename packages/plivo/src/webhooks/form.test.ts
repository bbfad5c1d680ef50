import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readForm, writeForm } from "./form.ts";

describe("forms", () => {
  it("decode as the carrier encodes", () => {
    expect(readForm("From=%2B14155550100&Text=a+b%20c%2B%C3%A9&Empty=&Bare")).toEqual({
      ok: true,
      fields: { From: "+14155550100", Text: "a b c+é", Empty: "", Bare: "" },
    });
    expect(readForm("")).toEqual({ ok: true, fields: {} });
  });

  it("come back as they were written", () => {
    const fields = fc.dictionary(fc.string({ maxLength: 20 }), fc.string({ unit: "grapheme", maxLength: 50 }), {
      maxKeys: 20,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(fields, (params) => {
        expect(readForm(writeForm(params))).toEqual({ ok: true, fields: params });
      }),
    );
  });

  it("refuse repeats and floods", () => {
    expect(readForm(writeForm({ a: ["1", "2"] }))).toMatchObject({ ok: false, code: "repeated_field", path: "a" });
    expect(readForm("__proto__=1&__proto__=2")).toMatchObject({ ok: false, code: "repeated_field", path: "__proto__" });
    expect(readForm(Array.from({ length: 100_000 }, (_, index) => `f${index}=`).join("&"))).toMatchObject({
      ok: false,
      code: "too_many_fields",
    });
    expect(readForm(`a=${"x".repeat(16 * 1024)}`).ok).toBe(true);
    expect(readForm(`a=${"x".repeat(16 * 1024 + 1)}`)).toMatchObject({ ok: false, code: "field_too_long" });
  });
});
