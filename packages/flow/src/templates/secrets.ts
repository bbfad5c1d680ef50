import type { Json } from "@cordboard/contract";
import { FORBIDDEN_KEYS } from "../names.ts";
import { mapStrings } from "../strings.ts";

/*
 * A secret never enters a run: where it is allowed, `{{ secrets.NAME }}` becomes a marker which whoever performs the
 * effect replaces. The marker's brackets are Unicode noncharacters. They are taken out of every other text that a
 * template prints, so that a caller can't send a marker and be given the secret.
 */
const OPEN = "\uFDD0";
const CLOSE = "\uFDD1";
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const MARKER = new RegExp(`${OPEN}([A-Za-z][A-Za-z0-9_]{0,63})${CLOSE}`, "g");
const BRACKETS = new RegExp(`[${OPEN}${CLOSE}]`, "g");

/** The value of `{{ secrets.NAME }}` inside a template. Filters see an empty text. */
export class SecretMark {
  readonly #name: string;
  constructor(name: string) {
    this.#name = name;
  }
  get marker(): string {
    return OPEN + this.#name + CLOSE;
  }
  toString(): string {
    return "";
  }
  toJSON(): string {
    return "";
  }
}

/** What `secrets` is inside a template: any well-formed name is there, and the whole can't be listed. */
export const secretsScope: object = new Proxy(Object.create(null) as object, {
  get: (_target, key) => (typeof key === "string" && isSecretName(key) ? new SecretMark(key) : undefined),
  getOwnPropertyDescriptor: (_target, key) =>
    typeof key === "string" && isSecretName(key)
      ? { value: new SecretMark(key), configurable: true, enumerable: true, writable: true }
      : undefined,
});

export function isSecretName(name: string): boolean {
  return NAME.test(name) && !FORBIDDEN_KEYS.has(name);
}

/** The marker that stands for a secret in a filled-in text. */
export const secretMarker = (name: string): string => OPEN + name + CLOSE;

export const withoutMarkers = (text: string): string => (text.includes(OPEN) || text.includes(CLOSE) ? text.replace(BRACKETS, "") : text);

/** Names of the secrets a filled-in value needs, each once. */
export function secretsIn(value: Json): string[] {
  const names = new Set<string>();
  mapStrings(value, (text) => {
    for (const match of text.matchAll(MARKER)) names.add(match[1]!);
    return text;
  });
  return [...names];
}

/** Puts the secrets in. `lookup` throws when there is none of that name. For use right before sending; never stored. */
export function replaceSecrets<Value extends Json>(value: Value, lookup: (name: string) => string): Value {
  return mapStrings(value, (text) => (text.includes(OPEN) ? text.replace(MARKER, (_marker, name: string) => lookup(name)) : text));
}
