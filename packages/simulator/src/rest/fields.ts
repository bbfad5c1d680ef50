import { z } from "zod";
import type { UrlRef } from "../calls/leg.ts";
import { RestError } from "./request.ts";

/** Kinds of fields. SDKs in seven languages write numbers and booleans as themselves or as text. */
export const text = z.union([z.string(), z.number().transform(String)]);
export const flag = z.union([z.boolean(), z.literal("true").transform(() => true), z.literal("false").transform(() => false)]);
export const whole = (low: number, high: number) => z.coerce.number().int().min(low).max(high);
export const address = text.pipe(z.string().trim().min(1));
export const httpUrl = z.string().refine((url) => /^https?:\/\/[^/]/i.test(url) && URL.canParse(url), "is not an http(s) address");
export const httpMethod = z
  .string()
  .toUpperCase()
  .pipe(z.enum(["GET", "POST"]));

/** Reads the fields of a request. The first flaw becomes the platform's kind of error: one sentence, status 400. */
export function readFields<Shape extends z.ZodRawShape>(
  shape: Shape,
  body: Readonly<Record<string, unknown>>,
): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== undefined));
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const [field = "request"] = issue?.path.map(String) ?? [];
  const name = issue?.path.join(".") || "request";
  throw new RestError(400, field in given ? `${name} parameter is invalid: ${issue?.message ?? ""}` : `${name} parameter is missing`);
}

export function refOf(url: string | undefined, method: "GET" | "POST" | undefined): UrlRef | undefined {
  return url === undefined ? undefined : { url, method: method ?? "POST" };
}
