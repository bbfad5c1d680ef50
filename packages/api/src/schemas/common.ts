import type { Issue, Json, JsonObject } from "@cordboard/contract";
import { z } from "zod";

/** A UUID. In a path an ill-formed id is simply not found (404). */
export const id = z.uuid();
/** ISO-8601 UTC with milliseconds. */
export const time = z.iso.datetime({ precision: 3 });
/** E.164 with `+`, or a SIP address. */
export const number = z.string().min(1).max(256);
/** Draft or the number of a published version. */
export const source = z.union([z.literal("draft"), z.int().min(1)]);
export type Source = z.output<typeof source>;

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

/** Any JSON. The body reader has already refused depth, pollution keys and numbers that JSON can't hold. */
export const json = z.custom<Json>((value) => value !== undefined).meta({ id: "Json", description: "Any JSON value.", override: {} });
export const jsonObject = z
  .custom<JsonObject>(isObject, "Expected an object")
  .meta({ id: "JsonObject", description: "A JSON object with any keys.", override: { type: "object", additionalProperties: true } });

export const empty = z.strictObject({});

export const errorDetail = z.strictObject({ path: z.string(), code: z.string(), message: z.string() });
export const errorBody = z
  .object({ error: z.object({ code: z.string(), message: z.string(), details: z.array(errorDetail) }) })
  .meta({ id: "Error", description: "What every refused request answers. `code` is stable; `message` says what to do next." });
export type ErrorBody = z.output<typeof errorBody>;
export type ErrorDetail = z.output<typeof errorDetail>;

export const issue: z.ZodType<Issue> = z
  .strictObject({
    level: z.enum(["error", "warning", "hint"]),
    code: z.string(),
    message: z.string(),
    nodeId: z.string().optional(),
    field: z.string().optional(),
    exit: z.string().optional(),
    fix: z.strictObject({ label: z.string(), commands: z.array(z.unknown()) }).optional(),
  })
  .transform((value) => value as Issue)
  .meta({ id: "Issue" });

/** One page of a list; `next` is the cursor of the following one. */
export const page = <Item extends z.ZodType>(item: Item) => z.strictObject({ items: z.array(item), next: z.string().nullable() });

export const PAGE_DEFAULT = 50;
/** A page is read whole into memory on both sides. */
export const PAGE_MAX = 500;
export const pageQuery = {
  limit: z.coerce.number<number | string>().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
  cursor: z.string().max(400).optional(),
};
/** `true` or `false` in a query string. */
export const flag = z.enum(["true", "false"]).transform((value) => value === "true");
