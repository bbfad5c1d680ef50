/** What the carrier never sends more of; anything bigger is an attack or a mistake. Fields are UTF-8 bytes. */
export const MAX_FIELDS = 200;
export const MAX_FIELD_BYTES = 16 * 1024;
const MAX_NAME_BYTES = 128;

export type FormParams = Readonly<Record<string, string | readonly string[]>>;

export type FormRefusal = { ok: false; code: "too_many_fields" | "field_too_long" | "repeated_field"; message: string; path: string };
export type FormResult = { ok: true; fields: Record<string, string> } | FormRefusal;

/** Decodes an `application/x-www-form-urlencoded` body (or a query without `?`) within the limits; repeated fields are refused. */
export function readForm(text: string): FormResult {
  const params = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const known = params.get(name);
    params.set(name, known === undefined ? value : [known, value].flat());
    if (params.size > MAX_FIELDS) break;
  }
  return oneEach(Object.fromEntries(params));
}

/** One value per field, within the limits. */
export function oneEach(params: FormParams): FormResult {
  const entries = Object.entries(params);
  if (entries.length > MAX_FIELDS) return refuse("too_many_fields", "", `More than ${MAX_FIELDS} fields.`);
  const fields: [string, string][] = [];
  for (const [name, value] of entries) {
    const shown = name.slice(0, 40);
    const single = typeof value === "string" ? value : value.length === 1 ? value[0] : undefined;
    if (single === undefined) return refuse("repeated_field", shown, `The field "${shown}" comes more than once.`);
    if (tooLong(single, MAX_FIELD_BYTES) || tooLong(name, MAX_NAME_BYTES)) {
      return refuse(
        "field_too_long",
        shown,
        `The field "${shown}" is over ${MAX_FIELD_BYTES} bytes, or its name is over ${MAX_NAME_BYTES}.`,
      );
    }
    fields.push([name, single]);
  }
  // fromEntries defines own properties, so a field called __proto__ is a field like any other.
  return { ok: true, fields: Object.fromEntries(fields) };
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

function refuse(code: FormRefusal["code"], path: string, message: string): FormRefusal {
  return { ok: false, code, message, path };
}
