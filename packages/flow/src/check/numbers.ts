import type { ExitSpec, Issue } from "@cordboard/contract";
import type { FlowDocument } from "../document.ts";
import type { FlowGraph } from "../graph.ts";
import { fieldInfo } from "../schema-walk.ts";
import { dotted, eachString } from "../strings.ts";

/** What check() knows of a number of the account. */
export interface NumberAround {
  /** E.164 with `+`. */
  number: string;
  voice: boolean;
  sms: boolean;
  /** Its calls, or its texts, come to this flow. */
  calls: boolean;
  texts: boolean;
}

/** Numbers that calls and texts are placed from, and those that lead here. `numbers`: those of the account; without them nothing is said. */
export function checkNumbers(document: FlowDocument, graph: FlowGraph, numbers: readonly NumberAround[] | undefined): Issue[] {
  if (!numbers || numbers.length === 0) return [];
  return [...checkSenders(graph, numbers), ...checkWays(document, graph, numbers)];
}

const USES = {
  voice: { can: (one: NumberAround) => one.voice, does: "place calls" },
  message: { can: (one: NumberAround) => one.sms, does: "send texts" },
} as const;

function checkSenders(graph: FlowGraph, numbers: readonly NumberAround[]): Issue[] {
  const issues: Issue[] = [];
  for (const { node, manifest, problems } of graph.views.values()) {
    if (!manifest || problems.length > 0) continue;
    eachString(node.config, (text, path) => {
      const written = text.trim();
      const { sender } = fieldInfo(manifest.config, path);
      if (!sender || !/^\+\d{7,15}$/.test(written)) return;
      const { can, does } = USES[sender];
      const own = numbers.find((one) => one.number === written);
      if (own && can(own)) return;
      const other = numbers.find(can);
      const advice = other ? "Choose one that can." : "Rent one that can.";
      const message = own
        ? `${written} can't ${does}. ${advice}`
        : `${written} is none of this account's numbers, so the carrier may refuse to ${does} from it. Choose one of yours.`;
      const fix = other && { label: `Use ${other.number}`, commands: [{ type: "setConfig", nodeId: node.id, path, value: other.number }] };
      const code = own ? "number_lacks_capability" : "number_not_yours";
      issues.push({ level: "warning", code, message, nodeId: node.id, field: dotted(path), ...(fix && { fix }) });
    });
  }
  return issues;
}

/** A number leads here for calls or texts that Start doesn't take, or that the number doesn't carry. */
function checkWays(document: FlowDocument, { entry }: FlowGraph, numbers: readonly NumberAround[]): Issue[] {
  if (!entry) return [];
  const wired = new Set(document.edges.filter((edge) => edge.from === entry.node.id).map((edge) => edge.exit));
  const bare = (trigger: ExitSpec["trigger"]): ExitSpec | undefined =>
    entry.exits.find((exit) => exit.trigger === trigger && !wired.has(exit.id));
  const say = (number: string, what: string, exit: ExitSpec): Issue => {
    const message = `${what} to ${number} come to this flow, but “${exit.label}” of Start leads nowhere. Join it to a first step.`;
    return { level: "warning", code: "number_leads_nowhere", message, nodeId: entry.node.id, exit: exit.id };
  };
  const [noCall, noText] = [bare("call"), bare("message")];
  const first = (here: (one: NumberAround) => boolean): string | undefined => numbers.find(here)?.number;
  const called = first((one) => one.calls && one.voice);
  const texted = first((one) => one.texts && one.sms);
  return [
    ...(noCall && called !== undefined ? [say(called, "Calls", noCall)] : []),
    ...(noText && texted !== undefined ? [say(texted, "Texts", noText)] : []),
  ];
}
