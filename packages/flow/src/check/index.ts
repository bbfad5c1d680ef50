import type { Issue } from "@cordboard/contract";
import type { FlowAround } from "../around.ts";
import { describeNode } from "../describe-node.ts";
import type { FlowDocument } from "../document.ts";
import { buildGraph } from "../graph.ts";
import { nameProblem } from "../names.ts";
import type { Registry } from "../registry.ts";
import { checkBranches } from "./branches.ts";
import { checkCords } from "./cords.ts";
import { checkHangUps } from "./hang-ups.ts";
import { checkDestinations } from "./destinations.ts";
import { checkNodes } from "./nodes.ts";
import { checkNumbers, type NumberAround } from "./numbers.ts";
import { checkPaths } from "./paths.ts";
import { checkSubFlows } from "./sub-flows.ts";
import { checkTexts } from "./texts.ts";

/** What is outside of the flow; of what is left out nothing is said. */
export interface Surroundings {
  /** Flows that its nodes run, and those that they run. */
  around?: readonly FlowAround[];
  /** All numbers of the account. */
  numbers?: readonly NumberAround[];
}

const LEVELS = ["error", "warning", "hint"];

/** Everything check() has to say of a flow, worst first. The same in browser and server. */
export function checkWith(document: FlowDocument, registry: Registry, { around, numbers }: Surroundings = {}): Issue[] {
  const described = document.nodes.map((node) => describeNode(node, registry));
  // With a doubled id the first keeps it, here as in every look-up.
  const views = new Map(described.toReversed().map((view) => [view.node.id, view]));
  const inOrder = new Map(document.nodes.map((node) => [node.id, views.get(node.id)!]));
  const graph = buildGraph(document, inOrder);
  const issues = [
    ...checkNodes(document, described, graph),
    ...checkFlowVariables(document),
    ...checkCords(document, graph),
    ...checkPaths(graph),
    ...checkBranches(graph),
    ...checkSubFlows(document, graph, around),
    ...checkTexts(document, graph),
    ...checkHangUps(graph),
    ...checkNumbers(document, graph, numbers),
    ...checkDestinations(graph),
  ];
  return LEVELS.flatMap((level) => issues.filter((issue) => issue.level === level)).map(readable);
}

/** Messages quote what the author wrote, which may be a page: its beginning and what to do about it are enough. */
function readable(issue: Issue): Issue {
  const { message } = issue;
  return message.length <= 400
    ? issue
    : { ...issue, message: `${message.slice(0, 200).toWellFormed()}…${message.slice(-150).toWellFormed()}` };
}

function checkFlowVariables(document: FlowDocument): Issue[] {
  const seen = new Set<string>();
  return document.variables.flatMap(({ name, type, value }, i): Issue[] => {
    const problem = (code: string, message: string): Issue[] => [{ level: "error", code, message, field: `variables.${i}` }];
    const bad = nameProblem(name);
    if (bad !== null && bad !== "reserved")
      return problem("bad_variable_name", `The flow variable “${name}” can't be used. Name it with letters, digits and _.`);
    if (seen.has(name)) return problem("duplicate_variable", `Two flow variables are called “${name}”. Rename one of them.`);
    seen.add(name);
    if (fits(type, value)) return [];
    return problem("bad_variable_value", `The first value of the flow variable “${name}” is not a ${type}. Correct it.`);
  });
}

function fits(type: FlowDocument["variables"][number]["type"], value: string): boolean {
  if (type === "text" || value === "") return true;
  if (type === "number") return Number.isFinite(Number(value));
  if (type === "boolean") return value === "true" || value === "false";
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
