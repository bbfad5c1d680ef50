import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CallLimits, Json, JsonObject, Leg, StepEvent, Trigger } from "@cordboard/contract";
import { z } from "zod";

/** What a case knows of the run around the step. Left out: a call from outside that has been answered. */
export interface CaseContext {
  trigger?: Trigger;
  /** Merged over the default leg; null: there is no live call. */
  leg?: Partial<Leg> | null;
  /** Ours, and the other party's; null: the run has none. */
  number?: string | null;
  contact?: string | null;
  language?: string;
  flow?: { language?: string };
  wired?: string[];
  /** Ids of what the run has recorded. */
  recordings?: string[];
  /** What the limits on sending say of any call; left out: nothing. */
  callLimits?: Partial<CallLimits>;
  /** ISO-8601. */
  now?: string;
  random?: number;
  /** What the node's last visit kept, and what it has written so far. */
  kept?: Json;
  own?: JsonObject;
  node?: { id?: string; name?: string };
  run?: { id?: string };
}

/** One visit of a run to a node: what it decides on entering, and on each event after that. */
export interface CaseFile {
  /** The node's settings with every template already filled in. */
  config: JsonObject;
  /** Issues that check() has with the filled-in config and would not have with the template that stood there. */
  filledIn?: string[];
  context?: CaseContext;
  enter: JsonObject;
  events?: { afterSeconds?: number; event: StepEvent; expect: JsonObject }[];
}

/** A config that check() must refuse, or warn of, with this code (and at this field). */
export interface BrokenFile {
  config: JsonObject;
  language?: string;
  expect: { code: string; field?: string; level?: "error" | "warning" | "hint" };
}

export interface Loaded<File> {
  name: string;
  path: string;
  file: File;
}

const json: z.ZodType<Json> = z.json();
const object = z.record(z.string(), json);

/** Events, triggers and legs are JSON of the contract's shapes; the steps they are told to would not survive others. */
const caseFile = z.strictObject({
  config: object,
  filledIn: z.array(z.string()).optional(),
  context: z
    .strictObject({
      trigger: object.optional(),
      leg: object.nullable().optional(),
      number: z.string().nullable().optional(),
      contact: z.string().nullable().optional(),
      language: z.string().optional(),
      flow: z.strictObject({ language: z.string().optional() }).optional(),
      wired: z.array(z.string()).optional(),
      recordings: z.array(z.string()).optional(),
      now: z.iso.datetime().optional(),
      kept: json.optional(),
      own: object.optional(),
      callLimits: object.optional(),
      random: z.number().min(0).lt(1).optional(),
      node: z.strictObject({ id: z.string().optional(), name: z.string().optional() }).optional(),
      run: z.strictObject({ id: z.string().optional() }).optional(),
    })
    .optional(),
  enter: object.default({}),
  events: z
    .array(
      z.strictObject({
        afterSeconds: z.number().min(0).optional(),
        event: object.and(z.object({ type: z.string() })),
        expect: object.default({}),
      }),
    )
    .optional(),
});

const brokenFile = z.strictObject({
  config: object,
  language: z.string().optional(),
  expect: z.strictObject({ code: z.string(), field: z.string().optional(), level: z.enum(["error", "warning", "hint"]).optional() }),
});

/** Where the component folders lie. */
export const componentsFolder = (): string => dirname(fileURLToPath(import.meta.resolve("@cordboard/components/manifest")));

export const loadCases = (type: string): Loaded<CaseFile>[] => load(join(componentsFolder(), type, "cases"), asCaseFile);
export const loadBroken = (type: string): Loaded<BrokenFile>[] => load(join(componentsFolder(), type, "cases", "broken"), asBrokenFile);

export function saveCase({ path, file }: Loaded<CaseFile>): void {
  writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`);
}

function load<File>(folder: string, parse: (raw: unknown) => File): Loaded<File>[] {
  return list(folder).map((name) => {
    const path = join(folder, name);
    try {
      return { name: basename(name, ".json"), path, file: parse(JSON.parse(readFileSync(path, "utf8"))) };
    } catch (error) {
      throw new Error(`${path} is no case file: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  });
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .toSorted();
  } catch {
    return [];
  }
}

const asCaseFile = (raw: unknown): CaseFile => caseFile.parse(raw) as unknown as CaseFile;
const asBrokenFile = (raw: unknown): BrokenFile => brokenFile.parse(raw) as BrokenFile;
