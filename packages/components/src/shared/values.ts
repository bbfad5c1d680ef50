import type { Json } from "@cordboard/contract";
import { tidyNumber } from "./addresses.ts";

export type ValueType = "text" | "number" | "boolean" | "phone" | "json";

/** What PHLO takes for false; everything else that is there is true (phlo.md 7.3). */
const FALSE = new Set(["", "false", "0", "null", "no", "off"]);

export const isTruthy = (value: Json | undefined): boolean =>
  typeof value === "object"
    ? value !== null
    : !FALSE.has(
        String(value ?? "")
          .trim()
          .toLowerCase(),
      );

/** Reads a value as a type, the way an author means it ("5" is a number). Answers null when it can't be read so. */
export function readAs(type: ValueType, value: Json): { value: Json } | null {
  const text = typeof value === "object" ? JSON.stringify(value) : String(value).trim();
  switch (type) {
    case "text":
      return { value: typeof value === "string" ? value : text };
    case "number": {
      const number = typeof value === "number" ? value : text === "" ? Number.NaN : Number(text);
      return Number.isFinite(number) ? { value: number } : null;
    }
    case "boolean":
      if (/^(true|yes|on|1)$/i.test(text)) return { value: true };
      return /^(false|no|off|0)$/i.test(text) ? { value: false } : null;
    case "phone": {
      const number = tidyNumber(text);
      return number ? { value: number } : null;
    }
    case "json":
      return typeof value === "string" ? readJson(value) : { value };
  }
}

function readJson(text: string): { value: Json } | null {
  try {
    const value: Json = JSON.parse(text);
    return { value };
  } catch {
    return null;
  }
}
