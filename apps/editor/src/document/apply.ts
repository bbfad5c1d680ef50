import { nameProblem, renameNode, renameVariable, type FlowDocument, type FlowNode, type FlowPayload } from "@cordboard/flow";
import { groupThings, isLocked, lockThings, moveNodes, removeNotes, setNote } from "./apply-board.ts";
import type { Command, Path } from "./command.ts";
import type { Json } from "@cordboard/contract";
import { followExits, type ExitsOf } from "./exits.ts";
import { setIn } from "./set-in.ts";

export interface ApplyContext {
  exitsOf: ExitsOf;
  /** The entry of the flow: never removed. */
  isEntry: (node: FlowNode) => boolean;
}

/** The document after a command; the same object when nothing changed. Untouched nodes keep their identity. */
export function apply(document: FlowDocument, command: Command, context: ApplyContext): FlowDocument {
  switch (command.type) {
    case "addNode": {
      const { node, at } = command;
      if (document.nodes.some((other) => other.id === node.id)) return document;
      return { ...document, nodes: [...document.nodes, node], layout: { ...document.layout, [node.id]: at } };
    }
    case "removeNodes":
      return removeNodes(document, new Set(command.nodeIds), context);
    case "moveNodes":
      return moveNodes(document, command.to);
    case "setConfig":
      return setConfig(document, command.nodeId, command.path, command.value, context);
    case "renameNode": {
      const { nodeId, name } = command;
      const free = document.nodes.some((node) => node.id === nodeId) && !document.nodes.some((node) => node.name === name);
      return free && nameProblem(name) === null ? renameNode(document, nodeId, name) : document;
    }
    case "addEdge": {
      const { edge } = command;
      if (!hasNodes(document, edge.from, edge.to)) return document;
      const others = document.edges.filter((other) => !(other.from === edge.from && other.exit === edge.exit));
      return { ...document, edges: [...others, edge] };
    }
    case "removeEdge": {
      const edges = document.edges.filter((edge) => !(edge.from === command.from && edge.exit === command.exit));
      return edges.length === document.edges.length ? document : { ...document, edges };
    }
    case "reconnect": {
      const removed = apply(document, { type: "removeEdge", from: command.from, exit: command.exit }, context);
      const added = apply(removed, { type: "addEdge", edge: command.edge }, context);
      return added === removed ? document : added;
    }
    case "setFlow":
      return { ...document, ...command.patch };
    case "addVariables": {
      const fresh = command.variables.filter(({ name }) => !document.variables.some((variable) => variable.name === name));
      return fresh.length === 0 ? document : { ...document, variables: [...document.variables, ...fresh] };
    }
    case "renameVariable":
      return renameVariable(document, command.from, command.to);
    case "lock":
      return lockThings(document, command, command.locked);
    case "group":
      return groupThings(document, command, command.group);
    case "addNote":
      return document.notes.some(({ id }) => id === command.note.id) ? document : { ...document, notes: [...document.notes, command.note] };
    case "setNote":
      return setNote(document, command.noteId, command.patch);
    case "removeNotes":
      return removeNotes(document, new Set(command.noteIds));
    case "addTest":
      return { ...document, tests: document.tests.toSpliced(command.at ?? document.tests.length, 0, command.test) };
    case "setTest":
      return document.tests[command.at] ? { ...document, tests: document.tests.with(command.at, command.test) } : document;
    case "removeTest":
      return document.tests[command.at] ? { ...document, tests: document.tests.toSpliced(command.at, 1) } : document;
    case "keepPayload":
      return keepPayload(document, command.payload);
    case "removePayload": {
      const payloads = document.payloads?.filter(({ name }) => name !== command.name) ?? [];
      return payloads.length === (document.payloads?.length ?? 0) ? document : { ...document, payloads };
    }
  }
}

function keepPayload(document: FlowDocument, payload: FlowPayload): FlowDocument {
  const before = document.payloads ?? [];
  const at = before.findIndex(({ name }) => name === payload.name);
  return { ...document, payloads: at < 0 ? [...before, payload] : before.with(at, payload) };
}

function hasNodes(document: FlowDocument, ...ids: string[]): boolean {
  return ids.every((id) => document.nodes.some((node) => node.id === id));
}

function removeNodes(document: FlowDocument, ids: Set<string>, context: ApplyContext): FlowDocument {
  const gone = new Set(
    document.nodes.filter((node) => ids.has(node.id) && !context.isEntry(node) && !isLocked(document, node.id)).map((node) => node.id),
  );
  if (gone.size === 0) return document;
  return {
    ...document,
    nodes: document.nodes.filter((node) => !gone.has(node.id)),
    edges: document.edges.filter((edge) => !gone.has(edge.from) && !gone.has(edge.to)),
    layout: Object.fromEntries(Object.entries(document.layout).filter(([id]) => !gone.has(id))),
  };
}

function setConfig(document: FlowDocument, nodeId: string, path: Path, value: Json | undefined, context: ApplyContext): FlowDocument {
  const index = document.nodes.findIndex((node) => node.id === nodeId);
  const before = document.nodes[index];
  if (!before) return document;
  const after = { ...before, config: setIn(before.config, path, value) };
  return {
    ...document,
    nodes: document.nodes.with(index, after),
    edges: followExits(document.edges, before, after, context.exitsOf),
  };
}
