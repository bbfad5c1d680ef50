import { parse } from "node:querystring";

/** What the carrier never sends more of; anything bigger is an attack or a mistake. Fields are UTF-8 bytes. */
export const MAX_FIELDS = 200;
export const MAX_FIELD_BYTES = 16 * 1024;
const MAX_NAME_BYTES = 128;

export type FormParams = Readonly<Record<string, string | readonly string[]>>;

export type FormRefusal = { ok: false; code: "too_many_fields" | "field_too_long" | "repeated_field"; message: string; path: string };
export type FormResult = { ok: true; fields: Record<string, string> } | FormRefusal;

/** Decodes an `application/x-www-form-urlencoded` body (or a query without `?`) within the limits; repeated fields are refused. */
export function readForm(text: string): FormResult {
  // One pair more than allowed is enough to know that there are too many.
  return oneEach(parse(text, "&", "=", { maxKeys: MAX_FIELDS + 1 }));
}

/** One value per field, within the limits. */
export function oneEach(params: Readonly<Record<string, string | readonly string[] | undefined>>): FormResult {
  const fields: Record<string, string> = {};
  const names = Object.keys(params);
  if (names.length > MAX_FIELDS) return refuse("too_many_fields", "", `More than ${MAX_FIELDS} fields.`);
  for (const name of names) {
    const value = params[name];
    const single = typeof value === "string" ? value : value?.length === 1 ? value[0] : undefined;
    if (single === undefined) return refuse("repeated_field", name, "It comes more than once.");
    if (tooLong(single, MAX_FIELD_BYTES)) return refuse("field_too_long", name, `It is over ${MAX_FIELD_BYTES} bytes.`);
    if (tooLong(name, MAX_NAME_BYTES)) return refuse("field_too_long", name, `Its name is over ${MAX_NAME_BYTES} bytes.`);
    setField(fields, name, single);
  }
  return { ok: true, fields };
}

/** A field called `__proto__` is a field like any other. */
export function setField(fields: Record<string, string>, name: string, value: string): void {
  if (name === "__proto__") Object.defineProperty(fields, name, { value, enumerable: true, writable: true, configurable: true });
  else fields[name] = value;
}

/** The body of a webhook as the carrier writes it. */
export function writeForm(params: FormParams): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) for (const one of typeof value === "string" ? [value] : value) form.append(name, one);
  return form.toString();
}

function tooLong(text: string, bytes: number): boolean {
  return text.length > bytes || (text.length * 3 > bytes && Buffer.byteLength(text) > bytes);
}

function refuse(code: FormRefusal["code"], name: string, message: string): FormRefusal {
  const path = name.slice(0, 40);
  return { ok: false, code, message: path === "" ? message : `Field "${path}": ${message}`, path };
}
