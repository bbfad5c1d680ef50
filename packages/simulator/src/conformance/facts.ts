import { readFileSync } from "node:fs";

/** The platform reference as data: what the suite is checked against. */
export interface AttributeFact {
  section: string;
  says: string;
  required?: boolean;
  default?: string;
  /** Values that a strict document may have, and some that it may not. `x*300` is 300 times that letter. */
  takes: string[];
  refuses: string[];
}

interface Tables {
  rules: Readonly<Record<string, string>>;
  /** Attributes without anything to see or hear of them here, and why. */
  silent: Readonly<Record<string, string>>;
  parameters: Readonly<Record<string, readonly string[]>>;
  events: Readonly<Record<string, readonly string[]>>;
  operations: readonly (readonly [method: string, path: string, status: number])[];
  causes: Readonly<Record<string, string>>;
  messageErrors: Readonly<Record<string, string>>;
  basicVoices: Readonly<Record<string, readonly string[]>>;
  polly: Readonly<Record<string, readonly string[]>>;
  ssml: Readonly<Record<string, readonly string[]>>;
}

export const ATTRIBUTES = facts<Readonly<Record<string, Readonly<Record<string, AttributeFact>>>>>("attributes.json");
export const TABLES = facts<Tables>("tables.json");

/** A file of this folder, whose shape the tests that use it would show to be wrong. */
function facts<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`./${file}`, import.meta.url), "utf8")) as T;
}

/** Every row that a case must name: each rule, and each attribute that does something. */
export function rowsToCover(): string[] {
  const attributes = Object.entries(ATTRIBUTES).flatMap(([element, kinds]) => Object.keys(kinds).map((name) => `${element}@${name}`));
  return [...Object.keys(TABLES.rules), ...attributes.filter((row) => !(row in TABLES.silent))];
}

/** An element of that name with just what it needs and these attributes, inside what it needs around it. */
export function elementWith(element: string, attributes: Readonly<Record<string, string>>): string {
  const needs: Readonly<Record<string, { attributes?: Record<string, string>; inside?: string }>> = {
    Speak: { inside: "a" },
    Play: { inside: "{app}/a.mp3" },
    DTMF: { inside: "1" },
    Redirect: { inside: "{app}/quiet" },
    GetInput: { attributes: { action: "{app}/quiet", inputType: "dtmf speech" } },
    Dial: { inside: "<Number>14155550142</Number>" },
    Number: { inside: "14155550142" },
    User: { inside: "sip:ann@example.com" },
    Conference: { inside: "room" },
    MultiPartyCall: { attributes: { role: "Agent" }, inside: "help" },
    Message: { attributes: { src: "14155550199", dst: "14155550142" }, inside: "hi" },
    Stream: { inside: "wss://127.0.0.1:9/x" },
  };
  const all = { ...needs[element]?.attributes, ...attributes };
  const text = Object.entries(all).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const xml = `<${element}${text.join("")}>${needs[element]?.inside ?? ""}</${element}>`;
  return element === "Number" || element === "User" ? `<Dial>${xml}</Dial>` : xml;
}

export function spelledOut(value: string): string {
  const [, letter, count] = /^(.)\*(\d+)$/.exec(value) ?? [];
  return letter === undefined ? value : letter.repeat(Number(count));
}

function escaped(value: string): string {
  return spelledOut(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
