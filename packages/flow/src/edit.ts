import { CodedError, type JsonObject } from "@cordboard/contract";
import type { FlowDocument, FlowNode, FlowPayload } from "./document.ts";
import { nameAdvice, nameProblem } from "./names.ts";
import { mapStrings } from "./strings.ts";
import { renameReferences } from "./templates/references.ts";

/**
 * Another name for a node, in every text that reads its variables and in the flow's tests and payloads too.
 * Throws CodedError `node_not_found`, `bad_name` or `duplicate_name`.
 */
export function renameNode(document: FlowDocument, nodeId: string, name: string): FlowDocument {
  const node = document.nodes.find((candidate) => candidate.id === nodeId);
  if (!node) throw new CodedError("node_not_found", "That node isn't there any more. Reload the flow.");
  if (node.name === name) return document;
  const problem = nameProblem(name);
  if (problem) throw new CodedError("bad_name", nameAdvice(problem));
  if (document.nodes.some((other) => other.name === name)) {
    throw new CodedError("duplicate_name", `Another node is called “${name}”. Choose another name.`);
  }
  // While two nodes share a name, references mean the other one; they stay with it.
  const shared = document.nodes.some((other) => other !== node && other.name === node.name);
  const names = new Map(shared ? [] : [[node.name, name]]);
  return {
    ...document,
    nodes: document.nodes.map((other) => (other.id === nodeId ? { ...renameIn(other, names), name } : renameIn(other, names))),
    tests: document.tests.map((test) =>
      renameInTest(test, { step: (text) => renameFirst(text, ":", names), variable: (text) => renameFirst(text, ".", names) }),
    ),
    ...(document.payloads && { payloads: document.payloads.map((payload) => renameInPayload(payload, names)) }),
  };
}

/** The node with other names in its texts; the same object when nothing changes. */
export function renameIn(node: FlowNode, names: ReadonlyMap<string, string>): FlowNode {
  if (names.size === 0) return node;
  const config = mapStrings(node.config, (text) => renameReferences(text, names));
  return config === node.config ? node : { ...node, config };
}

/** Flow tests name nodes in `expect.path` (`Main_Menu:sales`) and in the keys of `expect.variables` (`Main_Menu.digits`). */
export function renameInTest(given: JsonObject, to: { step?: (text: string) => string; variable: (text: string) => string }): JsonObject {
  const test = renameBeginning(given, to);
  const expect = test["expect"];
  if (typeof expect !== "object" || expect === null || Array.isArray(expect)) return test;
  const renamed: JsonObject = { ...expect };
  const { path, variables } = expect;
  const { step, variable } = to;
  if (step && Array.isArray(path)) renamed["path"] = path.map((item) => (typeof item === "string" ? step(item) : item));
  if (typeof variables === "object" && variables !== null && !Array.isArray(variables)) {
    renamed["variables"] = Object.fromEntries(Object.entries(variables).map(([key, value]) => [variable(key), value]));
  }
  return { ...test, expect: renamed };
}

/** Of a test that begins at a node: the node itself, and those whose variables it is given. */
function renameBeginning(test: JsonObject, { step }: { step?: (text: string) => string }): JsonObject {
  const { startAt, variables } = test;
  if (!step || typeof startAt !== "string") return test;
  const given = typeof variables === "object" && variables !== null && !Array.isArray(variables) ? variables : {};
  const renamed = Object.fromEntries(Object.entries(given).map(([name, value]) => [step(name), value]));
  return { ...test, startAt: step(startAt), ...(variables !== undefined && { variables: renamed }) };
}

function renameInPayload(payload: FlowPayload, names: ReadonlyMap<string, string>): FlowPayload {
  if (!payload.variables) return payload;
  const variables = Object.fromEntries(Object.entries(payload.variables).map(([name, value]) => [names.get(name) ?? name, value]));
  return { ...payload, variables };
}

function renameFirst(text: string, separator: string, names: ReadonlyMap<string, string>): string {
  const end = text.indexOf(separator);
  const first = end < 0 ? text : text.slice(0, end);
  return (names.get(first) ?? first) + text.slice(first.length);
}

/** Takes a node out with its cords and its place. Throws CodedError `node_not_found`. */
export function removeNode(document: FlowDocument, nodeId: string): FlowDocument {
  if (!document.nodes.some((node) => node.id === nodeId)) {
    throw new CodedError("node_not_found", "That node isn't there any more. Reload the flow.");
  }
  const { [nodeId]: _place, ...layout } = document.layout;
  return {
    ...document,
    nodes: document.nodes.filter((node) => node.id !== nodeId),
    edges: document.edges.filter((edge) => edge.from !== nodeId && edge.to !== nodeId),
    layout,
  };
}
