import type { Json } from "@cordboard/contract";
import { diffConfig } from "./diff-config.ts";
import { describeNode } from "./describe-node.ts";
import type { FlowDocument, FlowEdge, FlowNode } from "./document.ts";
import { renameIn } from "./edit.ts";
import type { Registry } from "./registry.ts";

/** One difference that changes what a flow does or is called. `words` is a sentence for people. */
export type Change = { words: string } & (
  | { kind: "node_added" | "node_removed"; nodeId: string; name: string; type: string }
  | { kind: "node_renamed"; nodeId: string; old: string; new: string }
  | { kind: "node_type_changed"; nodeId: string; old: string; new: string }
  | { kind: "config_changed"; nodeId: string; field: string; old: Json | null; new: Json | null }
  | { kind: "cord_added" | "cord_removed"; from: string; exit: string; to: string }
  | { kind: "cord_moved"; from: string; exit: string; old: string; new: string }
  | { kind: "variable_added" | "variable_removed" | "variable_changed"; name: string }
  | { kind: "flow_changed"; field: "name" | "description" | "language"; old: string; new: string }
);

/** What changed from `a` to `b`. Moved nodes, notes and tests are no change; a rename is one change, not one per text. */
export function diffFlowsWith(a: FlowDocument, b: FlowDocument, registry: Registry): Change[] {
  return [...diffFlow(a, b), ...diffNodes(a, b, registry), ...diffCords(a, b, registry), ...diffVariables(a, b)];
}

function diffFlow(a: FlowDocument, b: FlowDocument): Change[] {
  const fields = ["name", "description", "language"] as const;
  return fields.flatMap((field): Change[] => {
    if (a[field] === b[field]) return [];
    return [{ kind: "flow_changed", field, old: a[field], new: b[field], words: `The flow's ${field} is now ${quote(b[field])}` }];
  });
}

const quote = (text: string): string => (text === "" ? "empty" : `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`);

const titleOf = (type: string, registry: Registry): string => registry.get(type)?.title ?? type;

function diffNodes(a: FlowDocument, b: FlowDocument, registry: Registry): Change[] {
  const before = new Map(a.nodes.map((node) => [node.id, node]));
  const after = new Map(b.nodes.map((node) => [node.id, node]));
  // Two nodes of one id are an issue of the checker: the last one counts, on both sides.
  const renamed = [...after.values()].flatMap((node): [string, string][] => {
    const old = before.get(node.id);
    return old && old.name !== node.name ? [[old.name, node.name]] : [];
  });
  const names = new Map(renamed);
  const removed = [...before.values()]
    .filter((node) => !after.has(node.id))
    .map((node): Change => {
      const { id: nodeId, name, type } = node;
      return { kind: "node_removed", nodeId, name, type, words: `${titleOf(type, registry)} “${name}” is gone` };
    });
  const rest = [...after.values()].flatMap((node): Change[] => {
    const old = before.get(node.id);
    if (old) return diffNode(renameIn(old, names), node, registry);
    const { id: nodeId, name, type } = node;
    return [{ kind: "node_added", nodeId, name, type, words: `${titleOf(type, registry)} “${name}” is new` }];
  });
  return [...removed, ...rest];
}

function diffNode(old: FlowNode, node: FlowNode, registry: Registry): Change[] {
  const nodeId = node.id;
  const changes: Change[] = [];
  if (old.name !== node.name) {
    changes.push({ kind: "node_renamed", nodeId, old: old.name, new: node.name, words: `“${old.name}” is now called “${node.name}”` });
  }
  if (old.type !== node.type) {
    const words = `“${node.name}” is now ${titleOf(node.type, registry)}, not ${titleOf(old.type, registry)}`;
    changes.push({ kind: "node_type_changed", nodeId, old: old.type, new: node.type, words });
  }
  const manifest = registry.get(node.type);
  for (const change of diffConfig(old.config, node.config, manifest?.config)) {
    changes.push({ kind: "config_changed", nodeId, ...change, words: `“${node.name}”: ${change.words}` });
  }
  return changes;
}

function diffCords(a: FlowDocument, b: FlowDocument, registry: Registry): Change[] {
  const key = (edge: FlowEdge): string => `${edge.from}\n${edge.exit}`;
  const before = new Map(a.edges.map((edge) => [key(edge), edge]));
  const after = new Map(b.edges.map((edge) => [key(edge), edge]));
  const removed = [...before.values()]
    .filter((edge) => !after.has(key(edge)))
    .map((edge): Change => {
      return { kind: "cord_removed", ...edge, words: `${exitWords(a, edge, registry)} no longer leads to ${nodeWords(a, edge.to)}` };
    });
  const rest = [...after.values()].flatMap((edge): Change[] => {
    const old = before.get(key(edge));
    const exit = exitWords(b, edge, registry);
    if (!old) return [{ kind: "cord_added", ...edge, words: `${exit} now leads to ${nodeWords(b, edge.to)}` }];
    if (old.to === edge.to) return [];
    const words = `${exit} leads to ${nodeWords(b, edge.to)} instead of ${nodeWords(a, old.to)}`;
    return [{ kind: "cord_moved", from: edge.from, exit: edge.exit, old: old.to, new: edge.to, words }];
  });
  return [...removed, ...rest];
}

const nodeWords = (document: FlowDocument, id: string): string => `“${document.nodes.find((node) => node.id === id)?.name ?? id}”`;

function exitWords(document: FlowDocument, edge: FlowEdge, registry: Registry): string {
  const node = document.nodes.find((candidate) => candidate.id === edge.from);
  const label = node && describeNode(node, registry).exits.find((exit) => exit.id === edge.exit)?.label;
  return `“${label ?? edge.exit}” of ${nodeWords(document, edge.from)}`;
}

function diffVariables(a: FlowDocument, b: FlowDocument): Change[] {
  const before = new Map(a.variables.map((variable) => [variable.name, variable]));
  const after = new Map(b.variables.map((variable) => [variable.name, variable]));
  const removed = [...before.keys()]
    .filter((name) => !after.has(name))
    .map((name): Change => {
      return { kind: "variable_removed", name, words: `The flow variable ${name} is gone` };
    });
  const rest = [...after.values()].flatMap(({ name, type, value }): Change[] => {
    const old = before.get(name);
    if (!old) return [{ kind: "variable_added", name, words: `The flow variable ${name} is new` }];
    if (old.type === type && old.value === value) return [];
    return [{ kind: "variable_changed", name, words: `The flow variable ${name} now begins as ${type} ${quote(value)}` }];
  });
  return [...removed, ...rest];
}
