import type { CheckContext, ExitSpec, Issue, NodeIssue } from "@cordboard/contract";
import type { FlowDocument, FlowNode } from "../document.ts";
import type { NodeView } from "../describe-node.ts";
import { type FlowGraph, reachableFrom } from "../graph.ts";
import { nameAdvice, nameProblem, toName, uniqueName } from "../names.ts";
import { wayIn } from "../way-in.ts";
import type { Fix, FixCommand } from "./commands.ts";

type Trigger = NonNullable<ExitSpec["trigger"]>;

/** Ids, names, entry, components and their settings. */
export function checkNodes(document: FlowDocument, views: readonly NodeView[], graph: FlowGraph): Issue[] {
  return [...checkIds(document), ...checkNames(document), ...checkEntry(document, views), ...checkConfigs(document, views, graph)];
}

function checkIds(document: FlowDocument): Issue[] {
  const seen = new Set<string>();
  return document.nodes.flatMap(({ id, name }): Issue[] => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    const message = `Two nodes have the id “${id}”. Delete “${name}” and place it again.`;
    return [{ level: "error", code: "duplicate_id", message, nodeId: id }];
  });
}

function checkNames(document: FlowDocument): Issue[] {
  const taken = new Set(document.nodes.map((node) => node.name));
  const seen = new Set<string>();
  return document.nodes.flatMap((node): Issue[] => {
    const problem = nameProblem(node.name);
    if (problem) {
      const name = uniqueName(toName(node.name) ?? "Step", taken);
      return [{ level: "error", code: "bad_name", message: nameAdvice(problem), nodeId: node.id, fix: renameTo(node, name) }];
    }
    if (!seen.has(node.name)) {
      seen.add(node.name);
      return [];
    }
    const name = uniqueName(node.name, taken);
    taken.add(name);
    const message = `Another node is called “${node.name}” too. Rename one of them.`;
    return [{ level: "error", code: "duplicate_name", message, nodeId: node.id, fix: renameTo(node, name) }];
  });
}

const renameTo = (node: FlowNode, name: string): Fix => ({
  label: `Rename to ${name}`,
  commands: [{ type: "renameNode", nodeId: node.id, name }],
});

function checkEntry(document: FlowDocument, views: readonly NodeView[]): Issue[] {
  const [entry, ...more] = views.filter((view) => view.manifest?.entry);
  if (!entry) return [{ level: "error", code: "no_start", message: "The flow has no Start. Import it again or begin a new flow." }];
  const extra = more.map(({ node }): Issue => {
    const message = "A flow has one Start only. Delete this one.";
    const fix: Fix = { label: "Delete it", commands: [{ type: "removeNode", nodeId: node.id }] };
    return { level: "error", code: "two_starts", message, nodeId: node.id, fix };
  });
  const triggers = new Set(entry.exits.filter((exit) => exit.trigger).map((exit) => exit.id));
  const started = triggers.size === 0 || document.edges.some((edge) => edge.from === entry.node.id && triggers.has(edge.exit));
  if (started) return extra;
  const message = "Nothing happens yet when a call, a message or a request comes in. Join one of Start's exits to a first step.";
  const fix = joinFirst(document, entry, views);
  return [...extra, { level: "warning", code: "no_start_cord", message, nodeId: entry.node.id, ...(fix && { fix }) }];
}

/** The first step that nothing leads to is the one that was meant to come first. */
function joinFirst(document: FlowDocument, entry: NodeView, views: readonly NodeView[]): Fix | null {
  const led = new Set(document.edges.map((edge) => edge.to));
  const first = views.find((view) => view.manifest && !view.manifest.entry && !led.has(view.node.id));
  const exit = first?.manifest && wayIn(entry, first.manifest);
  if (!first || !exit) return null;
  const edge = { from: entry.node.id, exit: exit.id, to: first.node.id };
  return { label: `Join “${exit.label}” to ${first.node.name}`, commands: [{ type: "addEdge", edge }] };
}

function checkConfigs(document: FlowDocument, views: readonly NodeView[], graph: FlowGraph): Issue[] {
  const starts = startsOf(graph);
  const wired = new Map<string, Set<string>>();
  for (const { from, exit } of document.edges) wired.set(from, (wired.get(from) ?? new Set()).add(exit));
  return views.flatMap((view) => {
    const context = { wired: wired.get(view.node.id) ?? new Set<string>(), language: document.language, starts: starts(view.node.id) };
    return checkConfig(view, context).map((problem) => placed(problem, view.node.id));
  });
}

function placed({ fix, ...problem }: NodeIssue, nodeId: string): Issue {
  if (!fix) return { ...problem, nodeId };
  const commands = fix.set.map(({ path, value }): FixCommand => ({
    type: "setConfig",
    nodeId,
    path,
    ...(value !== undefined && { value }),
  }));
  return { ...problem, nodeId, fix: { label: fix.label, commands } };
}

/** By which ways of starting a run may come to a node; what handlers lead to, by all. */
function startsOf(graph: FlowGraph): (nodeId: string) => ReadonlySet<Trigger> {
  const { entry, handlerTargets, out } = graph;
  const triggers = new Map(entry?.exits.flatMap(({ id, trigger }) => (trigger ? [[id, trigger] as const] : [])));
  const reached = (entry ? (out.get(entry.node.id) ?? []) : []).flatMap(({ exit, to }) => {
    const trigger = triggers.get(exit);
    const from = [to, ...handlerTargets];
    return trigger ? [{ trigger, nodes: new Set([...from, ...reachableFrom(graph, from)]) }] : [];
  });
  return (nodeId) => new Set(reached.flatMap(({ trigger, nodes }) => (nodes.has(nodeId) ? [trigger] : [])));
}

function checkConfig({ node, manifest, config, problems }: NodeView, context: CheckContext): NodeIssue[] {
  if (!manifest) {
    const message = `“${node.name}” is a component this Cordboard doesn't have (${node.type}). Upgrade, or replace it.`;
    return [{ level: "error", code: "unknown_component", message }];
  }
  return problems.length > 0 ? problems : (manifest.check?.(config, context) ?? []);
}
