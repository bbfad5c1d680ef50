import { type AnyManifest, type Json, type Runtimes, withParsedConfig } from "@cordboard/contract";
import { type FlowDocument, type FlowNode, type CompiledConfig, compileConfig, hasTemplate } from "@cordboard/flow";
import { createMachine, type AnyStateMachine } from "xstate";
import { objectOr } from "./object-or.ts";

/** State values that are no node. Node ids cannot hold a `$` (flow schema). */
export const START_STATE = "$start";
export const ENDED_STATE = "$ended";

export interface CompiledNode {
  node: FlowNode;
  known: AnyManifest;
  manifest: ReturnType<typeof withParsedConfig>;
  /** Parsed by the manifest's schema; templates not yet filled in. */
  config: Json;
  /** The config as a step gets it. */
  filled: CompiledConfig;
  /** Names of the outputs that the component declares sensitive. */
  sensitive: readonly string[];
  /** Outputs whose content the other party decides (dotted). */
  callerChosen: readonly string[];
  /** Recipients that hold a template, as keys of the config and places in its list; none when the other party may choose them. */
  openDestinations: readonly (readonly [field: string, index: number])[];
  /** Exits that have a cord. */
  wired: ReadonlySet<string>;
}

export interface CompiledFlow {
  document: FlowDocument;
  /** One state per node, `exit.<id>` events as transitions, flow-wide handlers as root transitions, a final state. */
  machine: AnyStateMachine;
  nodes: ReadonlyMap<string, CompiledNode>;
  entry: CompiledNode;
  runtimes: Runtimes;
  /** What is kept out of the logs. */
  hides: { texts: boolean; numbers: boolean };
}

/** xstate reads `*` and `.` in event names as wildcards; exits named by a menu key may be just `*`. */
export const exitEvent = (exit: string): string =>
  `exit.${exit.replace(/[%*.]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;
export const handlerEvent = (handler: string): string => `handler.${handler}`;

/**
 * Compiles a flow that check() has passed. Compiled machines hold no invoke, after, always or raise:
 * timers and effects are ours (a restored promise starts twice, an `after` is lost, an `always` cycle hangs; see traps.test.ts).
 * Throws an Error that names the node when the flow cannot run.
 */
export function compileFlow(
  document: FlowDocument,
  options: { registry: ReadonlyMap<string, AnyManifest>; runtimes: Runtimes },
): CompiledFlow {
  const wiredOf = new Map<string, Set<string>>();
  for (const edge of document.edges) {
    const wired = wiredOf.get(edge.from) ?? new Set<string>();
    wiredOf.set(edge.from, wired.add(edge.exit));
  }
  const nodes = new Map<string, CompiledNode>();
  for (const node of document.nodes) {
    const known = options.registry.get(node.type);
    if (!known || !options.runtimes[node.type]) throw new Error(`Node ${node.name}: there is no component "${node.type}".`);
    nodes.set(node.id, compileNode(node, known, wiredOf.get(node.id) ?? new Set()));
  }
  const entry = [...nodes.values()].find((n) => n.manifest.entry);
  if (!entry) throw new Error("The flow has no start node.");
  const hides = entry.manifest.hides?.(entry.config) ?? { texts: false, numbers: false };
  return { document, nodes, entry, hides, runtimes: options.runtimes, machine: createMachine(machineConfig(document, nodes, entry)) };
}

function compileNode(node: FlowNode, known: AnyManifest, wired: ReadonlySet<string>): CompiledNode {
  const manifest = withParsedConfig(known);
  const config = parseConfig(manifest, node);
  const variables = manifest.variables(config);
  const sensitive = variables.flatMap((variable) => (variable.sensitive ? [variable.name] : []));
  const callerChosen = variables.flatMap((variable) => (variable.callerChosen ? [variable.name] : []));
  const openDestinations = openDestinationsOf(manifest, config);
  return { node, known, manifest, config, wired, filled: compileConfig(known, config), sensitive, callerChosen, openDestinations };
}

function openDestinationsOf(manifest: CompiledNode["manifest"], config: Json): CompiledNode["openDestinations"] {
  const { fields, callerMayChoose } = manifest.destinations?.(config) ?? { fields: [], callerMayChoose: true };
  if (callerMayChoose) return [];
  return fields.flatMap((field) => {
    const listed = objectOr(config)[field];
    const recipients = Array.isArray(listed) ? listed : [];
    return recipients.flatMap((one, i) => (typeof one === "string" && hasTemplate(one) ? [[field, i] as const] : []));
  });
}

/** A parsed config is JSON again: schemas of components only default and refuse, they don't build objects. */
const parseConfig = (manifest: CompiledNode["manifest"], node: FlowNode): Json => manifest.config.parse(node.config) as Json;

type Transitions = Record<string, { target: string }>;

function machineConfig(document: FlowDocument, nodes: ReadonlyMap<string, CompiledNode>, entry: CompiledNode) {
  const states: Record<string, { on?: Transitions; type?: "final"; meta?: { name: string; type: string } }> = {
    [START_STATE]: { on: Object.fromEntries([...nodes.keys()].map((id) => [`begin.${id}`, { target: id }])) },
    [ENDED_STATE]: { type: "final" },
  };
  for (const { node } of nodes.values()) states[node.id] = { on: {}, meta: { name: node.name, type: node.type } };
  const root: Transitions = { end: { target: `.${ENDED_STATE}` } };
  const handlers = new Map(entry.manifest.exits(entry.config).flatMap((e) => (e.handles ? [[e.id, e.handles] as const] : [])));
  for (const edge of document.edges) {
    const handles = edge.from === entry.node.id ? handlers.get(edge.exit) : undefined;
    if (handles) root[handlerEvent(handles)] = { target: `.${edge.to}` };
    else {
      const on = states[edge.from]?.on;
      if (on) on[exitEvent(edge.exit)] = { target: edge.to };
    }
  }
  return { id: "flow", initial: START_STATE, context: {}, on: root, states };
}

/** The machine as JSON for xstate's visualiser (`GET …/machine.json`). */
export function machineJson(flow: CompiledFlow): unknown {
  return JSON.parse(JSON.stringify(flow.machine.config));
}
