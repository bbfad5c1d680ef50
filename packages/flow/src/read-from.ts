import type { VariableType } from "@cordboard/contract";
import { describeNode } from "./describe-node.ts";
import type { FlowDocument } from "./document.ts";
import { buildGraph, reachableFrom } from "./graph.ts";
import type { Registry } from "./registry.ts";
import { eachString } from "./strings.ts";
import { referencesIn } from "./templates/references.ts";
import { type VariableChoice, variablesAtWith } from "./variables-at.ts";

/** A value that a run which begins in the middle of a flow is not given by the steps before. */
export interface ReadValue {
  /** As it is read: `Main_Menu.digits`, `Look_Up.response.tier`. */
  path: string;
  type: VariableType;
  title: string;
  sample: string | null;
}

/**
 * What the node and those that may come after it read of nodes before it and of flow variables, in the order of reading.
 * A value that several ways set counts as one of the steps before. The entry's own values are left out: every run has them.
 */
export function readFromWith(document: FlowDocument, nodeId: string, registry: Registry): ReadValue[] {
  const views = new Map(document.nodes.map((node) => [node.id, describeNode(node, registry)]));
  const graph = buildGraph(document, views);
  const choices = variablesAtWith(document, nodeId, registry).filter(
    (choice) =>
      choice.nodeId !== nodeId && choice.nodeId !== graph.entry?.node.id && (choice.nodeId !== null || choice.path.startsWith("vars.")),
  );
  const later = reachableFrom(graph, [nodeId]).add(nodeId);
  const read = new Map<string, ReadValue>();
  for (const { id, config } of document.nodes) {
    if (!later.has(id)) continue;
    eachString(config, (text) => {
      for (const { path } of referencesIn(text)) {
        const value = valueOf(path, choices);
        if (value) read.set(value.path, value);
      }
    });
  }
  return [...read.values()];
}

/** The variable that is read, or a part of it: what an answer holds is known only when it is there. */
function valueOf(path: readonly string[], choices: readonly VariableChoice[]): ReadValue | null {
  const written = path.join(".");
  const known = choices.find((choice) => choice.path === written);
  if (known) return { path: written, type: known.type, title: known.title, sample: known.sample };
  const within = choices.find((choice) => written.startsWith(`${choice.path}.`));
  return within ? { path: written, type: "text", title: within.title, sample: null } : null;
}
