import { type Issue, type Json, LIMITS } from "@cordboard/contract";
import { type FlowAround, type SubFlowNode, subFlowNodes } from "../around.ts";
import { nearest } from "../distance.ts";
import type { FlowDocument } from "../document.ts";
import type { FlowGraph } from "../graph.ts";

/**
 * Flows that nodes run: whether they are there, may be run, are given what they need, and don't run each other for ever.
 * `around`: what is known of them; without it nothing is said.
 */
export function checkSubFlows(document: FlowDocument, graph: FlowGraph, around: readonly FlowAround[] | undefined): Issue[] {
  if (!around) return [];
  return subFlowNodes(graph.views.values()).flatMap((node) => checkNode(document, node, around));
}

/** One click that sets one setting. */
interface Mend {
  label: string;
  path: string[];
  value: Json;
}

function checkNode(document: FlowDocument, { view, subFlow }: SubFlowNode, around: readonly FlowAround[]): Issue[] {
  const { flow, field } = subFlow;
  const issue = (level: Issue["level"], code: string, message: string, at = field, mend?: Mend): Issue => ({
    level,
    code,
    message,
    nodeId: view.node.id,
    field: at,
    ...(mend && {
      fix: { label: mend.label, commands: [{ type: "setConfig", nodeId: view.node.id, path: mend.path, value: mend.value }] },
    }),
  });
  const named = around.filter(({ name }) => name === flow);
  const [found, other] = named;
  if (flow === document.name)
    return [
      issue(
        "error",
        "sub_flow_recursion",
        `“${flow}” is this flow itself, which would run without an end. Choose another one, or lead a cord back.`,
      ),
    ];
  if (!found) {
    const near = nearest(
      flow,
      around.map(({ name }) => name),
    );
    const advice = near === null ? "Choose one from the list." : `Did you mean “${near}”?`;
    const mend = near === null ? undefined : { label: `Use ${near}`, path: field.split("."), value: near };
    return [issue("error", "unknown_flow", `There is no flow “${flow}”. ${advice}`, field, mend)];
  }
  if (other) return [issue("error", "ambiguous_flow", `There are ${named.length} flows called “${flow}”. Rename one of them.`)];
  if (found.version === null)
    return [issue("error", "flow_not_published", `“${flow}” isn't published yet. Publish it, then come back here.`)];
  if (!found.callable)
    return [
      issue(
        "error",
        "flow_not_callable",
        `“${flow}” can't be run by another flow. Draw a cord from “Run by another flow” of its Start, and publish it.`,
      ),
    ];
  return [
    ...checkDepth(document, flow, around).map((message) => issue("error", message.code, message.text)),
    ...checkEnds({ view, subFlow }, found, issue),
  ];
}

/** Ways down from a flow, as far as they lead. */
function checkDepth(document: FlowDocument, flow: string, around: readonly FlowAround[]): { code: string; text: string }[] {
  const runs = new Map(around.map((one) => [one.name, one.runs]));
  const walk = (name: string, way: string[]): { code: string; text: string } | null => {
    const shown = [...way, name].map((one) => `“${one}”`).join(" → ");
    if (name === document.name || way.includes(name))
      return { code: "sub_flow_recursion", text: `Flows run each other in a circle (${shown}). Take one of them out of it.` };
    if (way.length >= LIMITS.subFlowDepth)
      return {
        code: "sub_flow_too_deep",
        text: `Flows run each other more than ${LIMITS.subFlowDepth} deep (${shown}). Let one of them do the work itself.`,
      };
    for (const next of runs.get(name) ?? []) {
      const bad = walk(next, [...way, name]);
      if (bad) return bad;
    }
    return null;
  };
  const bad = walk(flow, []);
  return bad ? [bad] : [];
}

function checkEnds(
  { subFlow }: SubFlowNode,
  found: FlowAround,
  issue: (level: Issue["level"], code: string, message: string, at: string, mend?: Mend) => Issue,
): Issue[] {
  const { inputs, results } = subFlow;
  const missing = inputs === null ? [] : found.required.filter((name) => !inputs.names.includes(name));
  const issues = missing.map((name) => {
    const field = inputs?.field ?? "";
    const mend = { label: `Add ${name}`, path: [...field.split("."), name], value: "" };
    return issue("error", "missing_input", `“${found.name}” needs the input “${name}”. Give it one.`, field, mend);
  });
  if (results === null || found.results === null) return issues;
  const { field, names, item } = results;
  const listing = (label: string, wanted: string[]): Mend => ({ label, path: field.split("."), value: wanted.map(item) });
  const unheard = found.results.filter((name) => !names.includes(name));
  const never = names.filter((name) => name !== "done" && !found.results?.includes(name));
  for (const name of unheard) {
    const message = `“${found.name}” may end with “${name}”, which has no exit here and would fail. Add it to the results.`;
    issues.push(issue("warning", "missing_result", message, field, listing(`Add ${name}`, [...names, name])));
  }
  for (const name of never) {
    const message = `“${found.name}” never ends with “${name}”. Remove it, or correct the name.`;
    const others = names.filter((other) => other !== name);
    issues.push(issue("warning", "unknown_result", message, field, others.length > 0 ? listing(`Remove ${name}`, others) : undefined));
  }
  return issues;
}
