import {
  type AnyManifest,
  type ExitSpec,
  type Json,
  type JsonObject,
  type NodeIssue,
  type VariableSpec,
  withParsedConfig,
} from "@cordboard/contract";
import { parseConfig } from "./config-issues.ts";
import type { FlowNode } from "./document.ts";
import type { Registry } from "./registry.ts";
import { dotted } from "./strings.ts";

/** A node seen through its component. */
export interface NodeView {
  node: FlowNode;
  /** Null for an unknown component. */
  manifest: ReturnType<typeof withParsedConfig> | null;
  /** The parsed config; with `problems`, what could be saved of it; null when nothing could. */
  config: unknown;
  exits: ExitSpec[];
  variables: VariableSpec[];
  /** Lines for the card. */
  face: string[];
  /** What its schema refuses. While there are any, exits and variables are the best guess. */
  problems: NodeIssue[];
}

/** Drops what a schema refuses at most this often before giving up on a config. */
const MENDING_ROUNDS = 6;

/**
 * What the board, the checker and the picker need to know of a node. Works on half-written configs too: settings that are
 * refused are left out, so that a menu keeps drawing its choices while one of them is being typed.
 */
export function describeNode(node: FlowNode, registry: Registry): NodeView {
  const known: AnyManifest | undefined = registry.get(node.type);
  if (!known) return { node, manifest: null, config: null, exits: [], variables: [], face: [], problems: [] };
  const manifest = withParsedConfig(known);
  const parsed = parseConfig(manifest.config, node.config);
  const config = parsed.ok ? parsed.config : mended(manifest, node.config, parsed.paths);
  const problems = parsed.ok ? [] : parsed.issues;
  if (config === null) return { node, manifest, config, exits: [], variables: [], face: [], problems };
  const exits = manifest.exits(config);
  const variables = [...manifest.variables(config), ...errorVariables(exits)];
  return { node, manifest, config, exits, variables, face: manifest.face(config), problems };
}

/** Whatever can fail says why; the engine fills these in (components.md, "Rules for all"). */
function errorVariables(exits: readonly ExitSpec[]): VariableSpec[] {
  if (!exits.some((exit) => exit.handler === "on_error")) return [];
  return [
    { name: "error.code", type: "text", title: "Why it failed, as a code", sample: "carrier_unreachable" },
    { name: "error.message", type: "text", title: "Why it failed, in words", sample: "The carrier could not be reached." },
  ];
}

function mended(manifest: ReturnType<typeof withParsedConfig>, raw: JsonObject, refused: PropertyKey[][]): unknown {
  const copy = structuredClone(raw);
  let paths = refused;
  for (let round = 0; round < MENDING_ROUNDS; round++) {
    dropAll(copy, paths);
    const parsed = parseConfig(manifest.config, copy);
    if (parsed.ok) return parsed.config;
    paths = parsed.paths;
  }
  const fresh = parseConfig(manifest.config, manifest.defaults());
  return fresh.ok ? fresh.config : null;
}

/** Takes the refused values out; where one is missing, what lacks it goes. */
function dropAll(root: JsonObject, refused: PropertyKey[][]): void {
  const targets = new Map(refused.map((path) => existing(root, path)).map((path) => [dotted(path), path]));
  // From the back, so that taking an item out of a list does not move the ones still to go.
  for (const path of [...targets.values()].toReversed()) {
    const key = path.at(-1);
    const parent = path.slice(0, -1).reduce<Json | undefined>(childOf, root);
    if (Array.isArray(parent) && typeof key === "number") parent.splice(key, 1);
    else if (isObject(parent) && key !== undefined) delete parent[String(key)];
  }
}

/** The longest beginning of `path` that is there. */
function existing(root: JsonObject, path: PropertyKey[]): PropertyKey[] {
  let value: Json | undefined = root;
  for (const [depth, key] of path.entries()) {
    value = childOf(value, key);
    if (value === undefined) return path.slice(0, depth);
  }
  return path;
}

function childOf(value: Json | undefined, key: PropertyKey): Json | undefined {
  if (Array.isArray(value)) return typeof key === "number" ? value[key] : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[String(key)] : undefined;
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
