import type { VariableSpec, VariableType } from "@cordboard/contract";
import { BUILT_IN_VARIABLES, flowVariables } from "./built-ins.ts";
import { describeNode } from "./describe-node.ts";
import type { FlowDocument } from "./document.ts";
import { buildGraph, mayPrecede, visitedBefore } from "./graph.ts";
import type { Registry } from "./registry.ts";

/** One line of the variable picker. */
export interface VariableChoice {
  /** As written between the braces: `Main_Menu.digits`. */
  path: string;
  type: VariableType;
  title: string;
  sample: string | null;
  /** The node that sets it; null for values every run has. */
  nodeId: string | null;
  /** `always`: every way to here passes the node that sets it. `maybe`: some do. */
  certain: "always" | "maybe";
}

/** Values that the texts of a node can read: sure ones first, each group in the order of the flow, then what every run has. */
export function variablesAtWith(document: FlowDocument, nodeId: string, registry: Registry): VariableChoice[] {
  const views = new Map(document.nodes.map((node) => [node.id, describeNode(node, registry)]));
  const graph = buildGraph(document, views);
  const always = visitedBefore(graph, nodeId);
  const possible = mayPrecede(graph, nodeId).add(nodeId);
  const choices: VariableChoice[] = [];
  for (const { node, variables } of views.values()) {
    if (!possible.has(node.id)) continue;
    const certain = always.has(node.id) ? "always" : "maybe";
    for (const spec of variables) choices.push(choice(spec, `${node.name}.${spec.name}`, node.id, certain));
    for (const spec of variables) if (spec.flowVariable) choices.push(choice(spec, `vars.${spec.name}`, node.id, certain));
    for (const spec of variables) if (spec.contactField) choices.push(choice(spec, `contact.${spec.name}`, node.id, certain));
  }
  const known = new Set(document.variables.map((variable) => `vars.${variable.name}`));
  const everywhere = [...flowVariables(document), ...BUILT_IN_VARIABLES].map((spec) => choice(spec, spec.name, null, "always"));
  const own = choices.filter(({ path }) => !known.has(path));
  return [...own.filter((c) => c.certain === "always"), ...own.filter((c) => c.certain === "maybe"), ...everywhere];
}

function choice(spec: VariableSpec, path: string, nodeId: string | null, certain: "always" | "maybe"): VariableChoice {
  return { path, type: spec.type, title: spec.title, sample: spec.sample ?? null, nodeId, certain };
}
