import type { Json } from "@cordboard/contract";
import type { ComponentType } from "react";
import type { Path } from "../document/index.ts";
import type { ControlIds } from "./field.tsx";
import { humanize, type FieldSpec } from "./schema.ts";

export interface WidgetProps {
  field: FieldSpec;
  path: Path;
  value: Json | undefined;
  ids: ControlIds;
}

export interface Widget {
  Control: ComponentType<WidgetProps>;
  /** Label and control on one line. */
  inline?: boolean;
  /** Several controls: the label is a heading. */
  group?: boolean;
  /** Right of the label. */
  Aside?: ComponentType<Omit<WidgetProps, "ids">>;
  /** False for a stored value this widget can't show without loss: it is then edited as JSON. */
  holds: (value: Json | undefined, field: FieldSpec) => boolean;
}

export const isText = (value: Json | undefined): boolean => value === undefined || typeof value === "string";
export const isScalar = (value: Json | undefined): boolean => isText(value) || typeof value === "number";
export const isList = (value: Json | undefined): boolean => value === undefined || Array.isArray(value);
export const isRecord = (value: Json | undefined): boolean =>
  value === undefined || (typeof value === "object" && value !== null && !Array.isArray(value));
export const isTextRecord = (value: Json | undefined): boolean =>
  isRecord(value) && Object.values(value ?? {}).every((item) => typeof item === "string");
export const isTextList = (value: Json | undefined): boolean =>
  isList(value) && (asList(value)?.every((item) => typeof item === "string") ?? true);
export const isRecordList = (value: Json | undefined): boolean => isList(value) && (asList(value)?.every((item) => isRecord(item)) ?? true);
/** The default stands until something is set. */
export const shown = (value: Json | undefined, field: FieldSpec): Json | undefined => (value === undefined ? field.default : value);
/** A value as the text that stands for it in a field; lists and objects as JSON. */
export function asText(value: Json | undefined): string {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
export const asList = (value: Json | undefined): Json[] | undefined => (Array.isArray(value) ? value : undefined);

/** An emptied field is left out, unless its default would then come back. */
export function textOrNothing(text: string, field: FieldSpec): string | undefined {
  return text === "" && field.optional && (field.default === undefined || field.default === "") ? undefined : text;
}

const ACRONYMS: Record<string, string> = { json: "JSON", sms: "SMS", mms: "MMS", xml: "XML", hmac: "HMAC", oauth2: "OAuth 2" };

/** A choice in the author's words: the manifest's, else the stored word made readable. */
export function optionLabel(field: FieldSpec, option: string): string {
  return field.form.labels?.[option] ?? ACRONYMS[option] ?? (/^[a-z]/.test(option) ? humanize(option) : option || "None");
}
