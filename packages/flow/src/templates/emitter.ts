import { LIMITS } from "@cordboard/contract";
import type { Emitter } from "liquidjs";
import { utf8Length } from "../strings.ts";
import { SecretMark, withoutMarkers } from "./secrets.ts";

/** Where a template writes: bounded, lists and objects as JSON, secrets only as markers and only where allowed. */
export class TextEmitter implements Emitter {
  buffer = "";
  #bytes = 0;
  readonly #secretMarkers: boolean;
  readonly #spend: (value: unknown) => void;

  /** `spend` is told what is about to be written, and throws when that is too much. */
  constructor(options: { secretMarkers: boolean; spend: (value: unknown) => void }) {
    this.#secretMarkers = options.secretMarkers;
    this.#spend = options.spend;
  }

  write(value: unknown): void {
    this.#spend(value);
    const text = this.#print(value);
    this.buffer += text;
    this.#bytes += utf8Length(text);
    if (this.#bytes > LIMITS.templateOutputBytes) {
      throw new Error(`its text grows beyond ${LIMITS.templateOutputBytes / 1024} KB`);
    }
  }

  #print(value: unknown): string {
    if (value instanceof SecretMark) return this.#secretMarkers ? value.marker : "";
    return withoutMarkers(toText(value));
  }
}

/** How a value prints: nothing for what is missing, JSON for lists and objects. */
export function toText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (typeof value === "object") return JSON.stringify(value) ?? "";
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  return "";
}
