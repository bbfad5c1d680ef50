import type { z } from "zod";
import type { Issue } from "./issue.ts";
import type { Json, JsonObject } from "./json.ts";

/** Palette group; decides the tint of the icon tile and the cord. */
export type Group = "start" | "call" | "input" | "message" | "logic" | "integration";

/** A named way out of a node. Shared code reads these properties and never asks for a component's type. */
export interface ExitSpec<Id extends string = string> {
  /** Stable id stored in cords. For a choice or condition: its own name. */
  id: Id;
  /** What the author reads on the card. */
  label: string;
  /** The key of a menu choice, drawn as a key glyph. */
  key?: string;
  /** A bare exit of this kind goes to the flow-wide handler instead of ending the run. */
  handler?: "on_error" | "on_hangup";
  /** An exit few authors wire (such as `hung_up`): folded away until it has a cord. */
  optional?: boolean;
  /** On the entry component only: the event that starts a run here. */
  trigger?: "call" | "message" | "api" | "flow";
  /** On the entry component only: this exit is the flow-wide handler of that name. */
  handles?: "on_error" | "on_hangup" | "on_keyword";
  /** A path of its own begins here and runs beside the node (a branch); `with_call`: it has the call meanwhile. */
  fork?: "with_call" | "without_call";
  /** Taken when paths that began at the `fork` exits are over: all of them, or any. */
  joins?: "all" | "any";
  /** A run that leaves by this exit talks to a live call from here on (an answered outbound call). */
  startsCall?: boolean;
}

export type VariableType = "text" | "number" | "boolean" | "phone" | "date" | "list" | "json";

/** A value that a node exposes as `{{ <NodeName>.<name> }}`. */
export interface VariableSpec {
  /** Dotted path below the node's name, e.g. `digits` or `call.from`. */
  name: string;
  type: VariableType;
  /** One line for the variable picker. */
  title: string;
  sample?: string;
  /** Paths below this one are unknown until run time (an HTTP answer): check() accepts any. */
  open?: boolean;
  /** Never shown outside the run: masked in journal, API, live feed and exports. */
  sensitive?: boolean;
  /** The node also writes it as the flow variable `{{ vars.<name> }}`. */
  flowVariable?: boolean;
  /** With `flowVariable`: the dotted path in the node's config where its name stands. */
  namedAt?: string;
  /** The node also writes it as the contact's field `{{ contact.<name> }}`. */
  contactField?: boolean;
  /** The other party decides what it says (keys, speech, texts), so it is no number to call or text unless a node says so. */
  callerChosen?: boolean;
  /** It says what this field of the config says (a dotted path): what is true of that is true of it. */
  copies?: string;
}

/** How the generic form draws a field. Lives on the schema field it draws: `z.string().meta({ title, form: {…} })`. */
export interface FormMeta {
  /** Name of the editor widget; without one it follows from the schema (string → text, enum → select, …). */
  widget?:
    | "text"
    | "template"
    | "textarea"
    | "number"
    | "switch"
    | "select"
    | "segmented"
    | "prompt"
    | "phone"
    | "phones"
    | "url"
    | "audio"
    | "choices"
    | "conditions"
    | "variables"
    | "payload"
    | "keyvalue"
    | "events"
    | "json"
    | "language"
    | "duration"
    | "secret"
    | "flow"
    | "keys"
    | "list"
    | "rows"
    | "file"
    | "code"
    | "learned"
    | "week"
    | "zone"
    | "hidden";
  placeholder?: string;
  /** Shown behind the value, e.g. `s`. */
  unit?: string;
  /** Folded into "More settings". */
  advanced?: boolean;
  /** The field only matters when the named sibling has one of these values. */
  showWhen?: { field: string; is: (string | number | boolean)[] };
  /** Labels for enum values. */
  labels?: Record<string, string>;
  /** `{{ secrets.NAME }}` may stand in this field. */
  secretSafe?: boolean;
  /** The text is taken as written (code, SQL): what looks like a template in it is never filled in. */
  literal?: boolean;
  /** It is sent as an SMS when the named sibling has one of these values: its parts are counted while it is written. */
  partsWhen?: { field: string; is: (string | number | boolean)[] };
  /** With `rows`: what one is called, the fields on its first line and those always below it. */
  row?: { noun: string; line: readonly string[]; below?: readonly string[]; ordered?: boolean };
  /** With `learned`: the variable of the node that a test's answer is kept from. */
  learns?: string;
  /** With `file`: the kinds of file it takes, as in HTML's `accept`. */
  accept?: string;
  /** With `code`: what it is written in. */
  code?: "javascript" | "sql";
  /** With `phone`: a number of the account that calls or texts from there. */
  sender?: "voice" | "message";
}

declare module "zod" {
  interface GlobalMeta {
    form?: FormMeta;
  }
}

/** What the extra checks of a manifest may look at. */
export interface CheckContext {
  /** Exits of this node that have a cord. */
  wired: ReadonlySet<string>;
  /** BCP-47, the flow's default language. */
  language: string;
  /** Ways of starting the flow by which a run may come here. */
  starts?: ReadonlySet<NonNullable<ExitSpec["trigger"]>>;
}

/** An issue without its place: check() adds the node, also to the fix. */
export type NodeIssue = Omit<Issue, "nodeId" | "fix"> & {
  /** A mend of the node's own settings: which get another value. `value` undefined takes one out. */
  fix?: { label: string; set: { path: (string | number)[]; value: Json | undefined }[] };
};

/** A flow that a node runs. */
export interface SubFlow {
  /** By name. */
  flow: string;
  /** Null: the one that is published when this flow is. */
  version: number | null;
  /** Field of the node's config that names it. */
  field: string;
  /** Inputs that the node gives, with the config field that holds them by name; null: all variables of the run. */
  inputs: { field: string; names: string[] } | null;
  /** Results that the node has an exit for, with the config field that lists them; null: it doesn't wait for one. */
  results: { field: string; names: string[]; /** As one is stored in the list. */ item: (name: string) => Json } | null;
}

/** Everything both sides know of a component type. No I/O, no React, no engine. */
export interface Manifest<Type extends string = string, Config = unknown, Exit extends string = string> {
  type: Type;
  /** Stored with each wait; `resume` must accept the previous one. */
  version: number;
  title: string;
  /** One sentence for the palette. */
  summary: string;
  group: Group;
  /** A lucide icon name, kebab-case. */
  icon: string;
  /** Synonyms that the palette search finds, e.g. `gather` for get_input. */
  keywords?: string[];
  /** The one component every run begins at: exactly one per flow, cannot be deleted. */
  entry?: boolean;
  /** On the entry component only: words besides STOP, HELP and START that `on_keyword` is for. */
  words?: (config: Config) => string[];
  /** On the entry component only: what is kept out of the logs, texts that come and go and numbers that are not ours. */
  hides?: (config: Config) => { texts: boolean; numbers: boolean };
  /** The node speaks to a live call: entered without one it ends the path with `call_over`. */
  needsCall?: boolean;
  /** While it waits the node is steered by API, under this name of PHLO's doors (phlo.md 12.2). */
  steered?: "multi_party_call" | "conference_bridge";
  /** Every visit stops for something from outside (a key, an answer, time), so a circle through it can't spin. */
  waits?: boolean;
  /** It waits for texts: a conversation that may still come to such a node keeps what is texted before. */
  hears?: boolean;
  /** It sends something, or tells another server something: whoever hangs up before it comes to its turn has skipped that. */
  acts?: (config: Config) => boolean;
  /** Counts its visits, so a circle through it ends by itself (a loop, a counter). */
  bounded?: boolean;
  config: z.ZodType<Config>;
  /** Config of a fresh node. May be incomplete: check() then says what is missing. */
  defaults: () => JsonObject;
  exits: (config: Config) => ExitSpec<Exit>[];
  variables: (config: Config) => VariableSpec[];
  /** One to three lines on the card, in the author's own content. */
  face: (config: Config) => string[];
  /** A better name than `Get_Input_7`, from the content; letters, digits, `_`. */
  suggestName?: (config: Config) => string | null;
  /** The flow that the node has run, if any; null while none is chosen. */
  subFlow?: (config: Config) => SubFlow | null;
  /** Fields of the config that name numbers to call or text, and whether the other party may choose them. */
  destinations?: (config: Config) => { fields: readonly string[]; callerMayChoose: boolean };
  /** The result that a path ends with here, if the node ends it with one. */
  ends?: (config: Config) => string | null;
  /** Makes a config that runs a flow, and says which variable then holds what that handed out. */
  runs?: { config: (sub: { flow: string; inputs: Record<string, string>; results: string[] }) => JsonObject; outputs: string };
  /** Makes a config that ends a path with a result and hands values out. */
  endsWith?: (result: string, outputs: Record<string, string>) => JsonObject;
  /** On the entry component only: the variable that holds what a flow that runs this one gave it. */
  inputsAt?: string;
  /** On the entry component only: inputs without which the flow doesn't run. */
  requires?: (config: Config) => string[];
  /** Rules a schema can't say. */
  check?: (config: Config, context: CheckContext) => NodeIssue[];
  /** Raw config of version n to n + 1, keyed by n. */
  migrations?: Record<number, (config: JsonObject) => JsonObject>;
}

/** Keeps the literal types of `type` and of the exits, which `RuntimesFor` needs. */
export function defineManifest<const Type extends string, Config, const Exit extends string>(
  manifest: Manifest<Type, Config, Exit>,
): Manifest<Type, Config, Exit> {
  return manifest;
}

export type ConfigOf<M> = M extends Manifest<string, infer C, string> ? C : never;
export type ExitOf<M> = M extends Manifest<string, never, infer E> ? E : M extends Manifest<string, infer _C, infer E> ? E : never;

/** A manifest of which only the shared shape is known. The cast lives here, once, because Config is contravariant (but not in its schema). */
export type AnyManifest = Omit<Manifest<string, never, string>, "config"> & { config: z.ZodType };

/** Reads a manifest with a config that its own schema has parsed. */
export function withParsedConfig(manifest: AnyManifest): Manifest<string, unknown, string> {
  return manifest as unknown as Manifest<string, unknown, string>;
}
