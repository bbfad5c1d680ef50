import { z } from "zod";
import { fromE164, parseDestination, toE164 } from "../phone-numbers.ts";
import { parseTime } from "../plivo-time.ts";
import { isUrl } from "../xml/attribute-kinds.ts";
import { invalidRequest } from "./plivo-error.ts";
import { type RestAnswer, unreadable } from "./transport.ts";

/** Writes our field names as the carrier's, by an explicit table: nothing is guessed from spelling. */
export function toWire(input: object, names: Readonly<Record<string, string>>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    const wire = names[name];
    if (wire !== undefined && value !== undefined) body[wire] = value;
  }
  return body;
}

/** The same for a query; numbers lose their `+`. */
export function toQuery(input: object, names: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(toWire(input, names)).map(([name, value]) => [name, fromE164(String(value))]));
}

/** The one place a call may go, as the carrier writes it. @throws PlivoError invalid_request */
export function oneDestination(field: string, raw: string): string {
  const destination = parseDestination(raw);
  if (!destination) throw invalidRequest(`"${field}" must be exactly one phone number in E.164 or one sip: address.`);
  return fromE164(destination.value);
}

/** The one number a message may go to. */
export function oneNumber(field: string, raw: string): string {
  const destination = parseDestination(raw);
  if (destination?.kind !== "number") throw invalidRequest(`"${field}" must be exactly one phone number in E.164.`);
  return fromE164(destination.value);
}

/** A number of ours, a short code or (messages) a name as sender. */
export function oneSender(field: string, raw: string): string {
  if (!/^\+?[A-Za-z0-9][A-Za-z0-9 ]{0,19}$/.test(raw)) throw invalidRequest(`"${field}" must be one number or sender name.`);
  return fromE164(raw);
}

export function webAddress(field: string, raw: string | undefined): void {
  if (raw !== undefined && (raw.startsWith("/") || !isUrl(raw))) {
    throw invalidRequest(`"${field}" must be an absolute http(s) address.`);
  }
}

/** Checks and reshapes a 2xx answer; one that doesn't fit leaves the effect in doubt. */
export function readAnswer<T>(answer: RestAnswer, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw unreadable(answer.status, `not as documented (${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""})`);
}

// Field kinds of the carrier's answers. Fields may be missing, null or empty; numbers come as text or as numbers.

export const someText = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === "" ? null : String(value)));
export const someNumber = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === "" || Number.isNaN(Number(value)) ? null : Number(value)));
export const someFlag = z
  .union([z.boolean(), z.string()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : String(value) === "true"));
export const somePhone = z
  .string()
  .nullish()
  .transform((value) => (value ? toE164(value) : null));
/** To ISO-8601 UTC. The carrier writes `2022-06-28 19:39:04+05:30`, or without an offset for UTC. */
export const someTime = z
  .string()
  .nullish()
  .transform((value) => (value ? parseTime(value) : null));

export const acknowledgement = z
  .object({ message: z.string().nullish(), api_id: z.string().nullish() })
  .transform((body) => ({ message: body.message ?? "", apiId: body.api_id ?? null }));
/** `apiId`: the carrier's id of the request. */
export type Acknowledgement = z.infer<typeof acknowledgement>;

export interface Page<T> {
  items: T[];
  limit: number;
  offset: number;
  /** Null where the carrier gives none (messages). */
  total: number | null;
  /** Offset of the next page, or null on the last one. */
  nextOffset: number | null;
}

export interface PageRequest {
  /** 1 to 20. */
  limit?: number;
  offset?: number;
}

/** Lists: `{ meta, objects }`. */
export function pageOf<T>(item: z.ZodType<T>): z.ZodType<Page<T>> {
  return z
    .object({
      meta: z.object({ limit: someNumber, offset: someNumber, next: someText, total_count: someNumber }),
      objects: z.array(item),
    })
    .transform(({ meta, objects }) => {
      const limit = meta.limit ?? 20;
      const offset = meta.offset ?? 0;
      return { items: objects, limit, offset, total: meta.total_count, nextOffset: meta.next === null ? null : offset + limit };
    });
}
