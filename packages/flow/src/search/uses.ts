import { describeNode } from "../describe-node.ts";
import type { FlowDocument, FlowNode } from "../document.ts";
import { dotted, eachString } from "../strings.ts";
import type { Registry } from "../registry.ts";
import { referencesIn } from "../templates/references.ts";
import { configHit, type Hit, nodesInOrder, type Span } from "./hit.ts";

/** What a flow may use. `name`: E.164 of a number, the name of a flow or secret, `vars.shop` or `Ask.digits` of a variable. */
export interface Use {
  kind: "number" | "flow" | "secret" | "variable";
  name: string;
}
/** Where in a text of this node it is used. */
type Match = (text: string, field: string, node: FlowNode) => Span | null;

/** Where a flow uses a number, another flow, a secret or a variable. */
export function usesWith(document: FlowDocument, use: Use, registry: Registry): Hit[] {
  const match = matcher(use, registry);
  const hits = use.kind === "variable" ? declared(document, use.name) : [];
  for (const node of nodesInOrder(document)) {
    eachString(node.config, (text, path) => {
      const span = match(text, dotted(path), node);
      if (span) hits.push(configHit(node, path, text, span, registry));
    });
  }
  return hits;
}

function matcher({ kind, name }: Use, registry: Registry): Match {
  switch (kind) {
    case "number":
      return (text) => (digitsOf(text) === digitsOf(name) && digitsOf(name) !== "" ? { at: 0, length: text.length } : null);
    case "flow":
      return (text, field, node) => (text === name && flowField(node, registry) === field ? { at: 0, length: text.length } : null);
    case "secret":
      return (text) => referenceTo(text, ["secrets", name]);
    case "variable":
      return (text, field, node) => referenceTo(text, name.split(".")) ?? setHere(text, field, node, name, registry);
  }
}

/** Of a text that is a number and nothing else. */
const digitsOf = (text: string): string => (/^\s*\+?[\d\s().-]{7,}$/.test(text) ? text.replace(/\D/g, "") : "");

function referenceTo(text: string, wanted: readonly string[]): Span | null {
  const found = referencesIn(text).find(({ path }) => wanted.every((part, index) => path[index] === part));
  return found ? { at: found.at, length: wanted.join(".").length } : null;
}

function flowField(node: FlowNode, registry: Registry): string | undefined {
  const { manifest, config, problems } = describeNode(node, registry);
  return problems.length === 0 ? manifest?.subFlow?.(config)?.field : undefined;
}

/** A node that sets a flow variable names it. */
function setHere(text: string, field: string, node: FlowNode, wanted: string, registry: Registry): Span | null {
  if (wanted !== `vars.${text}` && wanted !== `${node.name}.${text}`) return null;
  const { variables } = describeNode(node, registry);
  const sets = variables.some(({ name, flowVariable, namedAt }) => flowVariable === true && name === text && namedAt === field);
  return sets ? { at: 0, length: text.length } : null;
}

function declared({ variables }: FlowDocument, wanted: string): Hit[] {
  return variables.flatMap(({ name }, index) =>
    wanted === `vars.${name}`
      ? [{ nodeId: null, noteId: null, field: `variables.${index}.name`, title: "Variable", text: name, at: 0, length: name.length }]
      : [],
  );
}
