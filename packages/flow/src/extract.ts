import type { VariableSpec } from "@cordboard/contract";
import { describeNode, type NodeView } from "./describe-node.ts";
import type { FlowDocument, FlowEdge, FlowNode } from "./document.ts";
import { emptyDocumentWith } from "./empty-document.ts";
import { toName, uniqueName } from "./names.ts";
import type { Registry } from "./registry.ts";
import { eachString, mapStrings } from "./strings.ts";
import { replaceReferences, referencesIn } from "./templates/references.ts";

/** Some steps as a flow of their own, and what takes their place. */
export interface Extraction {
  /** The new flow. */
  flow: FlowDocument;
  /** The node that runs it, without an id; it lies where the steps began. */
  node: Omit<FlowNode, "id">;
  /** The step that cords from outside lead to: they lead to the new node from now on. */
  begins: string;
  /** Its cords: each result leads where the steps led. */
  out: { exit: string; to: string }[];
  /** Other nodes that read what the steps found out: they read it of the new node now. */
  rewritten: FlowNode[];
}

/** Why these steps can't be a flow of their own, with what to do instead. */
export interface ExtractionProblem {
  problem: string;
}

/** px between the cards that are added to the new flow and those that were there. */
const COLUMN = 336;

/**
 * Takes nodes out into a flow called `flowName`. What they read of the rest becomes inputs, what the rest reads of them
 * becomes outputs, and each node outside that they lead to becomes a result. The document isn't changed.
 */
export function extractFlowWith(
  document: FlowDocument,
  nodeIds: ReadonlySet<string>,
  flowName: string,
  registry: Registry,
): Extraction | ExtractionProblem {
  const views = document.nodes.map((node) => describeNode(node, registry));
  const inside = views.filter(({ node, manifest }) => nodeIds.has(node.id) && !manifest?.entry);
  const outside = views.filter((view) => !inside.includes(view));
  const parts = partsOf(registry);
  const begins = beginningOf(document, inside);
  const problem = typeof begins === "string" ? problemOf(document, inside, outside) : begins;
  if (problem || typeof begins !== "string") return problem ?? NOTHING;

  const fresh = emptyDocumentWith(flowName, registry);
  const entry = fresh.nodes[0];
  if (!entry) throw new Error("A new flow has its entry.");
  const entryName = uniqueName(entry.name, new Set(inside.map(({ node }) => node.name)));
  const inputs = linksOf(inside, outside, new Set(document.variables.map(({ name }) => name)));
  const own = ownVariables(inside);
  for (const name of own) inputs.delete(`vars.${name}`);
  const outputs = linksOf(outside, inside, new Set());
  const results = resultsOf(document, inside);
  const nodeName = uniqueName(toName(`Run ${flowName}`) ?? "Run_Flow", new Set(document.nodes.map(({ name }) => name)));

  const handed = Object.fromEntries([...outputs].map(([path, { name }]) => [name, `{{ ${path} }}`]));
  const ends = [...results.values()].map(({ result, y }, index): { node: FlowNode; y: number } => ({
    node: { id: `end_${index + 1}`, type: parts.end.type, name: result, config: parts.end.endsWith(result, handed) },
    y,
  }));
  const endIds = new Map([...results.keys()].map((to, index) => [to, `end_${index + 1}`]));
  const steps = inside.map(({ node }) => rewritten(node, inputs, `${entryName}.${parts.inputs}`));
  const ids = new Set(inside.map(({ node }) => node.id));
  const names = new Set([entryName, ...steps.map(({ name }) => name)]);
  const named = ends.map(({ node, y }) => {
    const name = uniqueName(toName(`End ${node.name}`) ?? "End", names);
    names.add(name);
    return { node: { ...node, name }, y };
  });
  const right = Math.max(...inside.map(({ node }) => document.layout[node.id]?.x ?? 0)) + COLUMN;
  const first = document.layout[begins] ?? { x: 0, y: 0 };
  const flow: FlowDocument = {
    ...fresh,
    language: document.language,
    nodes: [{ ...entry, name: entryName }, ...steps, ...named.map(({ node }) => node)],
    edges: [
      { from: entry.id, exit: parts.started, to: begins },
      ...document.edges.flatMap((edge): FlowEdge[] => {
        if (!ids.has(edge.from)) return [];
        const end = endIds.get(edge.to);
        return [ids.has(edge.to) || end === undefined ? edge : { ...edge, to: end }];
      }),
    ],
    variables: document.variables.filter(({ name }) => own.has(name)),
    layout: {
      [entry.id]: { x: first.x - COLUMN, y: first.y },
      ...Object.fromEntries(steps.map(({ id }) => [id, place(document, id)])),
      ...Object.fromEntries(named.map(({ node, y }) => [node.id, { x: right, y }])),
    },
  };
  const given = Object.fromEntries([...inputs].map(([path, { name }]) => [name, `{{ ${path} }}`]));
  const listed = [...new Set([...[...results.values()].map(({ result }) => result), ...(endsBare(document, inside) ? [DONE] : [])])];
  return {
    flow,
    begins,
    node: { type: parts.run.type, name: nodeName, config: parts.run.runs({ flow: flowName, inputs: given, results: listed }) },
    out: [...results].map(([to, { result }]) => ({ exit: result, to })),
    rewritten: outside.flatMap(({ node }) => {
      const changed = rewritten(node, outputs, `${nodeName}.${parts.outputs}`);
      return changed === node ? [] : [changed];
    }),
  };
}

const DONE = "done";
const NOTHING: ExtractionProblem = { problem: "Select the steps that should be a flow of their own." };

const place = ({ layout }: FlowDocument, id: string): { x: number; y: number } => ({ x: layout[id]?.x ?? 0, y: layout[id]?.y ?? 0 });

/** The components that a flow and what runs it are joined by. */
function partsOf(registry: Registry) {
  const all = [...registry.values()];
  const entry = all.find((manifest) => manifest.entry);
  const fresh = emptyDocumentWith("", registry).nodes[0];
  const started = fresh && describeNode(fresh, registry).exits.find((exit) => exit.trigger === "flow")?.id;
  const run = all.find((manifest) => manifest.runs);
  const end = all.find((manifest) => manifest.endsWith);
  if (!entry?.inputsAt || started === undefined || !run?.runs || !end?.endsWith) throw new Error("No components run and end a flow.");
  return {
    started,
    inputs: entry.inputsAt,
    outputs: run.runs.outputs,
    run: { type: run.type, runs: run.runs.config },
    end: { type: end.type, endsWith: end.endsWith },
  };
}

/** Where the steps are entered: by every cord from outside, else the one that none of them leads to. */
function beginningOf({ edges }: FlowDocument, inside: readonly NodeView[]): string | ExtractionProblem {
  const ids = new Set(inside.map(({ node }) => node.id));
  const entered = new Set(edges.filter((edge) => ids.has(edge.to) && !ids.has(edge.from)).map((edge) => edge.to));
  const led = new Set(edges.filter((edge) => ids.has(edge.from)).map((edge) => edge.to));
  const [first, ...more] = entered.size > 0 ? entered : [...ids].filter((id) => !led.has(id));
  if (first === undefined) return NOTHING;
  if (more.length > 0) return { problem: "These steps are entered at several places. Select steps that begin with one of them." };
  return first;
}

function problemOf(document: FlowDocument, inside: readonly NodeView[], outside: readonly NodeView[]): ExtractionProblem | null {
  const ids = new Set(inside.map(({ node }) => node.id));
  for (const { node, manifest, config, exits, problems } of inside) {
    const what = `“${node.name}”`;
    if (!manifest) return { problem: `${what} is a component that isn’t known here. Leave it out.` };
    if (problems.length > 0) return { problem: `The settings of ${what} are not complete. Complete them first.` };
    if (document.layout[node.id]?.locked) return { problem: `${what} is locked. Unlock it first.` };
    if ((manifest.ends?.(config) ?? null) !== null)
      return { problem: `${what} ends the run; in a flow of its own it would only end that. Leave it out.` };
    const cut = document.edges.find(
      (edge) => edge.from === node.id && !ids.has(edge.to) && exits.some(({ id, fork }) => fork && id === edge.exit),
    );
    if (cut) return { problem: `A branch of ${what} would be cut off. Select the branch with it.` };
  }
  const shared = [...ownVariables(inside)].find((name) => ownVariables(outside).has(name) || reads(outside, name));
  if (shared !== undefined)
    return { problem: `The variable “${shared}” is set here and used elsewhere. Select every step that uses it, or none that sets it.` };
  return null;
}

/** Flow variables that these nodes set. */
function ownVariables(views: readonly NodeView[]): ReadonlySet<string> {
  return new Set(views.flatMap(({ variables }) => variables.filter((spec) => spec.flowVariable).map(({ name }) => name)));
}

function reads(views: readonly NodeView[], variable: string): boolean {
  return views.some((view) => pathsIn(view).some(([first, name]) => first === "vars" && name === variable));
}

function pathsIn({ node }: NodeView): string[][] {
  const paths: string[][] = [];
  eachString(node.config, (text) => paths.push(...referencesIn(text).map(({ path }) => path)));
  return paths;
}

/** A value that one side reads of the other. */
interface Link {
  /** What it is called as an input or output. */
  name: string;
  depth: number;
}

/** What `readers` read of `owners` and of flow variables, by its path. */
function linksOf(readers: readonly NodeView[], owners: readonly NodeView[], variables: ReadonlySet<string>): Map<string, Link> {
  const specs = new Map(owners.map((view) => [view.node.name, view]));
  const links = new Map<string, Link>();
  const names = new Set<string>();
  for (const path of readers.flatMap(pathsIn)) {
    const [first = "", second = ""] = path;
    const known = specs.get(first);
    const ofFlow = first === "vars" && variables.has(second);
    if (!known && !ofFlow) continue;
    const depth = known ? depthOf(path, known.variables) : 2;
    const key = path.slice(0, depth).join(".");
    if (links.has(key)) continue;
    // What stands in the Start or in a flow variable is known by its own name; of other steps there may be many.
    const wanted = path.slice(ofFlow || known?.manifest?.entry ? 1 : 0, depth).join("_");
    const name = uniqueName(wanted.slice(0, 56), names);
    names.add(name);
    links.set(key, { name, depth });
  }
  return links;
}

/** How much of a path names one of the node's variables. */
function depthOf(path: readonly string[], specs: readonly VariableSpec[]): number {
  const parts = specs.map((spec) => spec.name.split(".")).filter((name) => name.every((part, index) => part === path[index + 1]));
  return parts.length > 0 ? 1 + Math.max(...parts.map((name) => name.length)) : Math.min(path.length, 2);
}

function rewritten(node: FlowNode, links: ReadonlyMap<string, Link>, at: string): FlowNode {
  const depths = [...new Set([...links.values()].map(({ depth }) => depth))].toSorted((a, b) => b - a);
  const config = mapStrings(node.config, (text) =>
    replaceReferences(text, (path) => {
      for (const depth of depths) {
        const link = path.length >= depth ? links.get(path.slice(0, depth).join(".")) : undefined;
        if (link) return { depth, by: `${at}.${link.name}` };
      }
      return null;
    }),
  );
  return config === node.config ? node : { ...node, config };
}

/** A result for each node outside that a cord leads to, named after it. */
function resultsOf(document: FlowDocument, inside: readonly NodeView[]): Map<string, { result: string; y: number }> {
  const ids = new Set(inside.map(({ node }) => node.id));
  const names = new Map(document.nodes.map(({ id, name }) => [id, name]));
  const targets = [...new Set(document.edges.filter((edge) => ids.has(edge.from) && !ids.has(edge.to)).map((edge) => edge.to))];
  const taken = new Set<string>([DONE, "failed", "hung_up"]);
  return new Map(
    targets.map((to) => {
      const result = uniqueName((names.get(to) ?? "next").toLowerCase(), taken);
      taken.add(result);
      return [to, { result, y: document.layout[to]?.y ?? 0 }];
    }),
  );
}

/** Whether a path may stop among these nodes at an exit without a cord: the new flow then has the result `done`. */
function endsBare({ edges }: FlowDocument, inside: readonly NodeView[]): boolean {
  return inside.some(({ node, exits }) =>
    exits.some((exit) => !exit.handler && !edges.some((edge) => edge.from === node.id && edge.exit === exit.id)),
  );
}
