import type { Json, JsonObject } from "@cordboard/contract";
import { readAs, type ValueType } from "../shared/values.ts";

export interface PayloadField {
  name: string;
  type: ValueType;
  required: boolean;
  default: string;
  example: string;
}

export interface Payload {
  /** What becomes `Start.http.params`: declared fields in their types, with defaults; others as they came. */
  params: JsonObject;
  /** Required fields that are not there. */
  missing: string[];
  /** Fields that can't be read as their type; they keep the value that came. */
  wrong: { name: string; type: ValueType }[];
}

/**
 * Reads the payload of an API request against the fields a flow declares. A declared field also answers to its
 * snake_case spelling, because Plivo's Node SDK rewrites `customerName`; the exact spelling wins.
 */
export function readPayload(fields: readonly PayloadField[], sent: JsonObject): Payload {
  const params: JsonObject = { ...sent };
  const payload: Payload = { params, missing: [], wrong: [] };
  for (const field of fields) {
    const value = given(field, params);
    if (value === undefined) {
      if (field.required) payload.missing.push(field.name);
      continue;
    }
    const read = readAs(field.type, value);
    if (!read) payload.wrong.push({ name: field.name, type: field.type });
    params[field.name] = read ? read.value : value;
  }
  return payload;
}

function given(field: PayloadField, params: JsonObject): Json | undefined {
  if (isThere(params[field.name])) return params[field.name];
  const snake = field.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  if (snake !== field.name && isThere(params[snake])) {
    const value = params[snake];
    delete params[snake];
    return value;
  }
  return field.default === "" ? undefined : field.default;
}

const isThere = (value: Json | undefined): boolean => value !== undefined && value !== null && value !== "";
