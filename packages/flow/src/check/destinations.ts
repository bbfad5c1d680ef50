import type { Issue, VariableSpec } from "@cordboard/contract";
import type { NodeView } from "../describe-node.ts";
import type { FlowGraph } from "../graph.ts";
import { dotted, eachString } from "../strings.ts";
import { type Reference, referencesIn } from "../templates/references.ts";
import type { Fix } from "./commands.ts";

/** The switch that every component with destinations has. */
const SWITCH = "callerMayChoose";

/**
 * Recipients that print what the other party entered: a stranger could have any number called or texted. What nodes only
 * hand on (`copies`) is followed; what code or a server makes of it is looked at when the step is taken.
 */
export function checkDestinations(graph: FlowGraph): Issue[] {
  const recipients = [...graph.views.values()].flatMap(recipientsOf);
  if (recipients.length === 0) return [];
  const chosen = callerChosen(graph);
  if (chosen.size === 0) return [];
  return recipients.flatMap(({ view, path, text }): Issue[] => {
    const from = referencesIn(text).find((reference) => isChosen(chosen, reference));
    if (!from) return [];
    const shown = from.path.join(".");
    const message = `Whoever calls or texts decides what {{ ${shown} }} says, and could have any number called or texted at your cost. Let a menu or a list choose the number, or allow it in this step.`;
    const commands: Fix["commands"] = [{ type: "setConfig", nodeId: view.node.id, path: [SWITCH], value: true }];
    const fix: Fix = { label: "Allow numbers the caller chooses", commands };
    return [{ level: "error", code: "caller_chooses_number", message, nodeId: view.node.id, field: path, fix }];
  });
}

interface Recipient {
  view: NodeView;
  path: string;
  text: string;
}

/** Fields of the node that name numbers which the other party may not choose. */
function recipientsOf(view: NodeView): Recipient[] {
  const { destinations } = view.manifest ?? {};
  if (!destinations || view.config === null) return [];
  const { fields, callerMayChoose } = destinations(view.config);
  if (callerMayChoose) return [];
  const found: Recipient[] = [];
  for (const field of fields) {
    const value = view.node.config[field];
    if (value !== undefined) eachString(value, (text, path) => found.push({ view, path: dotted([field, ...path]), text }));
  }
  return found.filter(({ text }) => text.includes("{"));
}

/** Paths of all values whose content the other party decides. */
function callerChosen(graph: FlowGraph): Set<string> {
  const chosen = new Set<string>();
  let open: { spec: VariableSpec; view: NodeView; reads: Reference[] }[] = [];
  for (const view of graph.views.values()) {
    for (const spec of view.variables) {
      if (spec.callerChosen) add(chosen, view, spec);
      else if (spec.copies !== undefined) open.push({ spec, view, reads: readsOf(view, spec.copies) });
    }
  }
  for (let before = -1; before !== chosen.size;) {
    before = chosen.size;
    for (const { spec, view, reads } of open) if (reads.some((read) => isChosen(chosen, read))) add(chosen, view, spec);
    open = open.filter(({ spec, view }) => !chosen.has(`${view.node.name}.${spec.name}`));
  }
  return chosen;
}

function readsOf(view: NodeView, field: string): Reference[] {
  const found: Reference[] = [];
  eachString(view.node.config, (text, path) => {
    const at = dotted(path);
    if (at === field || at.startsWith(`${field}.`)) found.push(...referencesIn(text));
  });
  return found;
}

function add(chosen: Set<string>, { node }: NodeView, { name, flowVariable, contactField }: VariableSpec): void {
  chosen.add(`${node.name}.${name}`);
  if (flowVariable) chosen.add(`vars.${name}`);
  if (contactField) chosen.add(`contact.${name}`);
}

/** Also a part of such a value, and a group that holds one. */
function isChosen(chosen: ReadonlySet<string>, { path, prints }: Reference): boolean {
  if (!prints) return false;
  const read = path.join(".");
  return [...chosen].some((one) => one === read || one.startsWith(`${read}.`) || read.startsWith(`${one}.`));
}
