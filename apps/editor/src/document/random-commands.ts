import type { JsonObject } from "@cordboard/contract";
import type { FlowDocument, FlowNode } from "@cordboard/flow";
import { array, constant, constantFrom, integer, nat, oneof, record, type Arbitrary } from "fast-check";
import { viewOf } from "./editor.tsx";
import type { Command, Point } from "./command.ts";

/** For property tests: a choice of what to do, made into a command for whatever the document is by then. */
export type Choice = (document: FlowDocument) => Command;

const NAMES = ["Menu", "Ask", "Say", "Say_2", "Bye"];
const ODD_NAMES = ["two words", "vars", ""];
const VARIABLES = ["tier", "count", "no name"];
const TEXTS = [
  "Hello.",
  "You chose {{ Menu.choice }}.",
  "{{ Ask.digits | upcase }} {{ vars.tier }}",
  "{% if vars.count == 1 %}{{ Say_2.x }}{% endif %}",
  "{{ open",
];

const text = constantFrom(...TEXTS);
const place: Arbitrary<Point> = record({ x: integer({ min: -2_000, max: 2_000 }), y: integer({ min: -2_000, max: 2_000 }) });
const fresh = nat({ max: 30 });
/** Mostly one that is there. */
const which = nat({ max: 40 });
const idOf = (list: readonly { id: string }[], at: number): string => list[at % (list.length + 1)]?.id ?? "nobody";
const some = array(which, { maxLength: 4 });

interface Made {
  type: string;
  config: JsonObject;
}
const menu: Arbitrary<Made> = array(constantFrom("sales", "help", "buy"), { maxLength: 3 }).map((names) => ({
  type: "ivr_menu",
  config: { prompt: [{ speak: "Press." }], choices: [...new Set(names)].map((name, index) => ({ name, key: String(index + 1) })) },
}));
const say: Arbitrary<Made> = text.map((speak) => ({ type: "play_audio", config: { prompt: [{ speak }] } }));
const keep: Arbitrary<Made> = record({ name: constantFrom(...VARIABLES), value: text }).map(({ name, value }) => ({
  type: "set_variables",
  config: { variables: [{ name, type: "text", value, scope: "flow" }] },
}));
const odd: Arbitrary<Made> = constant({ type: "fax_machine", config: { to: ["{{ Menu.choice }}"] } });
const made = oneof(menu, say, keep, odd);

const exitOf = (node: FlowNode | undefined, at: number): string => {
  const exits = node ? viewOf(node).exits : [];
  return exits[at % (exits.length + 1)]?.id ?? "nowhere";
};

const choices: Arbitrary<Choice>[] = [
  record({ made, fresh, name: constantFrom(...NAMES), at: place }).map(
    ({ made: { type, config }, fresh: id, name, at }) =>
      (): Command => ({ type: "addNode", node: { id: `n${id}`, type, name, config }, at }),
  ),
  some.map((them) => ({ nodes }) => ({ type: "removeNodes", nodeIds: them.map((at) => idOf(nodes, at)) })),
  record({ them: some, at: place }).map(({ them, at }) => ({ nodes }) => ({
    type: "moveNodes",
    to: Object.fromEntries(them.map((one) => [idOf(nodes, one), at])),
  })),
  record({ which, speak: text }).map(({ which: at, speak }) => ({ nodes }) => ({
    type: "setConfig",
    nodeId: idOf(nodes, at),
    path: ["prompt", 0, "speak"],
    value: speak,
  })),
  record({ which, name: constantFrom("sales", "help", "buy", "") }).map(({ which: at, name }) => ({ nodes }) => ({
    type: "setConfig",
    nodeId: idOf(nodes, at),
    path: ["choices", 0, "name"],
    value: name,
  })),
  which.map((at) => ({ nodes }) => ({ type: "setConfig", nodeId: idOf(nodes, at), path: ["choices"], value: undefined })),
  record({ which, name: constantFrom(...NAMES, ...ODD_NAMES) }).map(({ which: at, name }) => ({ nodes }) => ({
    type: "renameNode",
    nodeId: idOf(nodes, at),
    name,
  })),
  record({ from: which, exit: which, to: which }).map(({ from, exit, to }) => ({ nodes }) => ({
    type: "addEdge",
    edge: { from: idOf(nodes, from), exit: exitOf(nodes[from % (nodes.length + 1)], exit), to: idOf(nodes, to) },
  })),
  which.map((at) => ({ edges }) => {
    const edge = edges[at % (edges.length + 1)];
    return { type: "removeEdge", from: edge?.from ?? "nobody", exit: edge?.exit ?? "nowhere" };
  }),
  record({ at: which, to: which }).map(({ at, to }) => ({ nodes, edges }) => {
    const { from, exit } = edges[at % (edges.length + 1)] ?? { from: "nobody", exit: "nowhere" };
    return { type: "reconnect", from, exit, edge: { from, exit, to: idOf(nodes, to) } };
  }),
  record({ name: constantFrom("Reception", "Night"), description: text }).map((patch) => () => ({ type: "setFlow", patch })),
  record({ name: constantFrom(...VARIABLES), value: text }).map(({ name, value }) => () => ({
    type: "addVariables",
    variables: [{ name, type: "text", value }],
  })),
  record({ from: constantFrom(...VARIABLES), to: constantFrom("tier", "level", "9") }).map((names) => (): Command => ({
    type: "renameVariable",
    ...names,
  })),
  record({ nodes: some, notes: some, locked: constantFrom(true, false) }).map((them) => ({ nodes, notes }) => ({
    type: "lock",
    locked: them.locked,
    nodeIds: them.nodes.map((at) => idOf(nodes, at)),
    noteIds: them.notes.map((at) => idOf(notes, at)),
  })),
  record({ nodes: some, notes: some, group: constantFrom("g1", "g2", null) }).map((them) => ({ nodes, notes }) => ({
    type: "group",
    group: them.group,
    nodeIds: them.nodes.map((at) => idOf(nodes, at)),
    noteIds: them.notes.map((at) => idOf(notes, at)),
  })),
  record({ fresh, at: place, text, frame: constantFrom(true, false) }).map((one) => (): Command => ({
    type: "addNote",
    note: { id: `note${one.fresh}`, ...one.at, width: 240, height: 96, text: one.text, ...(one.frame && { frame: true }) },
  })),
  record({ which, text, at: place }).map(({ which: at, text: words, at: to }) => ({ notes }) => ({
    type: "setNote",
    noteId: idOf(notes, at),
    patch: { text: words, ...to },
  })),
  some.map((them) => ({ notes }) => ({ type: "removeNotes", noteIds: them.map((at) => idOf(notes, at)) })),
  record({ name: text, at: nat({ max: 5 }) }).map(({ name, at }) => () => ({
    type: "addTest",
    test: { name, expect: { path: ["Menu:sales"], variables: { "vars.tier": "1" } } },
    at,
  })),
  nat({ max: 5 }).map((at) => () => ({ type: "setTest", at, test: { name: "changed" } })),
  nat({ max: 5 }).map((at) => () => ({ type: "removeTest", at })),
  record({ name: constantFrom("gold", "new"), text }).map((payload) => () => ({
    type: "keepPayload",
    payload: { ...payload, as: "message" },
  })),
  constantFrom("gold", "new").map((name) => () => ({ type: "removePayload", name })),
];

export const choice: Arbitrary<Choice> = oneof(...choices);
