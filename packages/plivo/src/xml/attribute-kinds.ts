/** What values an attribute of a Plivo XML element takes. */
export type AttributeKind =
  | { kind: "text"; pattern?: RegExp; max?: number; default?: string; required?: true }
  | { kind: "int"; min?: number; max?: number; words?: readonly string[]; default?: number | string; required?: true }
  | { kind: "bool"; default?: boolean; required?: true }
  | { kind: "enum"; values: readonly string[]; anyCase?: true; default?: string; required?: true }
  | { kind: "url"; words?: readonly string[]; scheme?: "wss"; default?: string; required?: true };

export type AttributeValue = string | number | boolean;

/** The value type of one attribute: what authors of verbs write and what `fromXml` hands back. */
export type ValueOf<K> = K extends { kind: "int"; words: readonly (infer W)[] }
  ? number | W
  : K extends { kind: "int" }
    ? number
    : K extends { kind: "bool" }
      ? boolean
      : K extends { kind: "enum"; values: readonly (infer V)[] }
        ? V
        : string;

type Options<Kind extends AttributeKind["kind"]> = Omit<Extract<AttributeKind, { kind: Kind }>, "kind">;

export const text = <const O extends Options<"text">>(options: O): O & { kind: "text" } => ({ ...options, kind: "text" });
export const int = <const O extends Options<"int">>(options: O): O & { kind: "int" } => ({ ...options, kind: "int" });
export const bool = <const O extends Options<"bool">>(options: O): O & { kind: "bool" } => ({ ...options, kind: "bool" });
export const oneOf = <const O extends Options<"enum">>(options: O): O & { kind: "enum" } => ({ ...options, kind: "enum" });
export const url = <const O extends Options<"url">>(options: O): O & { kind: "url" } => ({ ...options, kind: "url" });

/** Every `…method` attribute. `fallback` is the carrier's default: POST nearly everywhere, GET for music of rooms. */
export const method = <const D extends "GET" | "POST">(
  fallback: D,
): { kind: "enum"; values: readonly ["GET", "POST"]; anyCase: true; default: D } => ({
  kind: "enum",
  values: ["GET", "POST"],
  anyCase: true,
  default: fallback,
});

/** Reads a value as written in XML (or in a verb). Answers null when the kind doesn't take it. */
export function readAttribute(kind: AttributeKind, raw: AttributeValue): AttributeValue | null {
  const written = String(raw);
  switch (kind.kind) {
    case "bool":
      return /^true$/i.test(written) ? true : /^false$/i.test(written) ? false : null;
    case "int": {
      if (kind.words?.includes(written)) return written;
      if (!/^-?\d{1,9}$/.test(written)) return null;
      const number = Number(written);
      return number < (kind.min ?? 0) || number > (kind.max ?? Infinity) ? null : number;
    }
    case "enum":
      return kind.values.find((value) => value === written || (kind.anyCase && value.toLowerCase() === written.toLowerCase())) ?? null;
    case "url":
      return kind.words?.includes(written) || isUrl(written, kind.scheme) ? written : null;
    case "text":
      return written.length > (kind.max ?? Infinity) || (kind.pattern && !kind.pattern.test(written)) ? null : written;
  }
}

/** Says in one phrase what the kind takes, for a problem's message. */
export function describeKind(kind: AttributeKind): string {
  switch (kind.kind) {
    case "bool":
      return "true or false";
    case "int": {
      const range = kind.max === undefined ? `a whole number from ${kind.min ?? 0}` : `a whole number from ${kind.min ?? 0} to ${kind.max}`;
      return [range, ...(kind.words ?? [])].join(" or ");
    }
    case "enum":
      return `one of ${kind.values.join(", ")}`;
    case "url":
      return [kind.scheme === "wss" ? "a wss:// address" : "an http(s) address", ...(kind.words ?? []).map((word) => `"${word}"`)].join(
        " or ",
      );
    case "text":
      return kind.pattern ? `text like ${kind.pattern.source}` : `at most ${kind.max} characters`;
  }
}

/**
 * Absolute http(s) (or wss) addresses. A path that begins with `/` passes too: the carrier's own examples hold
 * such paths; whoever reads a document resolves them against its address (plivo-platform 1.12).
 */
export function isUrl(value: string, scheme: "http" | "wss" = "http"): boolean {
  if (/\s/.test(value) || value.length > 2048) return false;
  if (scheme === "wss") return /^wss:\/\//i.test(value) && URL.canParse(value);
  if (value.startsWith("/")) return !value.startsWith("//");
  return /^https?:\/\//i.test(value) && URL.canParse(value);
}
