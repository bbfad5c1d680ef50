import { describeNode } from "./describe-node.ts";
import type { FlowDocument, FlowNode, FlowPayload } from "./document.ts";
import { renameInTest } from "./edit.ts";
import { dotted, mapStrings } from "./strings.ts";
import type { Registry } from "./registry.ts";
import { replaceReferences } from "./templates/references.ts";

const NAME = /^(?!__proto__$|constructor$|prototype$)[A-Za-z_][A-Za-z0-9_]{0,59}$/;

/**
 * Another name for a flow variable: in the flow's list, in every text that reads it, in nodes that set it, in tests and in payloads.
 * The same document when no variable is called `from`, or `to` is no name, or another variable has it.
 */
export function renameVariableWith(document: FlowDocument, from: string, to: string, registry: Registry): FlowDocument {
  const sets = new Map(document.nodes.map((node) => [node.name, placesOf(node, registry)]));
  const called = (name: string): boolean =>
    document.variables.some((variable) => variable.name === name) || [...sets.values()].some((places) => places.has(name));
  if (!called(from) || called(to) || !NAME.test(to)) return document;
  const setter = (name: string | undefined): boolean => name !== undefined && sets.get(name)?.has(from) === true;
  const rename = (text: string): string =>
    replaceReferences(text, ([first, second]) =>
      second === from && (first === "vars" || setter(first)) ? { depth: 2, by: `${first}.${to}` } : null,
    );
  const inTests = (key: string): string => {
    const [first = "", second, ...rest] = key.split(".");
    return second === from && (first === "vars" || setter(first)) ? [first, to, ...rest].join(".") : key;
  };
  return {
    ...document,
    variables: document.variables.map((variable) => (variable.name === from ? { ...variable, name: to } : variable)),
    nodes: document.nodes.map((node) => {
      const named = sets.get(node.name)?.get(from);
      const config = mapStrings(node.config, (text, path) => (dotted(path) === named ? to : rename(text)));
      return config === node.config ? node : { ...node, config };
    }),
    tests: document.tests.map((test) => renameInTest(test, { variable: inTests })),
    ...(document.payloads && { payloads: document.payloads.map((payload) => renameInPayload(payload, from, to)) }),
  };
}

function renameInPayload(payload: FlowPayload, from: string, to: string): FlowPayload {
  const vars = payload.variables?.["vars"];
  if (typeof vars !== "object" || vars === null || Array.isArray(vars) || !Object.hasOwn(vars, from)) return payload;
  const renamed = Object.fromEntries(Object.entries(vars).map(([name, value]) => [name === from ? to : name, value]));
  return { ...payload, variables: { ...payload.variables, vars: renamed } };
}

/** The flow variables a node sets, with the place in its config where each is named. */
function placesOf(node: FlowNode, registry: Registry): ReadonlyMap<string, string> {
  const { variables } = describeNode(node, registry);
  return new Map(variables.flatMap(({ name, flowVariable, namedAt }) => (flowVariable && namedAt !== undefined ? [[name, namedAt]] : [])));
}
