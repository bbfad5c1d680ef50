import { type ExitSpec, withParsedConfig } from "@cordboard/contract";
import { check, emptyDocument, type FlowDocument, type FlowNode, parseDocument, registry } from "@cordboard/flow";

/** A flow in which a README's example stands, and what begins it. */
export interface ExampleFlow {
  document: FlowDocument;
  trigger: NonNullable<ExitSpec["trigger"]>;
}

/** Payload fields that examples read; a flow that holds one declares them. */
const PARAMS = /\{\{\s*Start\.http\.params\.(\w+)/g;

/**
 * Flows that hold an example as an author would who pastes it, with a step of its own behind each exit: one for each way of
 * starting in which the checker finds nothing to mend. Throws when such a document can't be read.
 */
export function exampleFlows(example: FlowNode): ExampleFlow[] {
  const empty = emptyDocument("Example");
  const [entry] = empty.nodes;
  if (!entry) throw new Error("An empty flow has no entry.");
  const isEntry = example.type === entry.type;
  const start = isEntry ? { ...entry, config: example.config } : { ...entry, config: { ...entry.config, payload: payloadOf(example) } };
  const triggers = exitsOf(start).flatMap(({ id, trigger }) => (trigger ? [{ id, trigger }] : []));
  return triggers
    .map(({ id, trigger }) => {
      const node = isEntry ? start : example;
      const ends = exitsOf(node).map((exit) => end(exit, node));
      const raw = {
        ...empty,
        nodes: [start, ...(isEntry ? [] : [example]), ...ends.map((one) => one.node)],
        edges: [...(isEntry ? [] : [{ from: start.id, exit: id, to: example.id }]), ...ends.map((one) => one.edge)],
        layout: {},
      };
      const parsed = parseDocument(JSON.parse(JSON.stringify(raw)));
      if (!parsed.document) throw new Error(parsed.issues.map((issue) => issue.message).join("\n"));
      return { document: parsed.document, trigger };
    })
    .filter(({ document }) => check(document).every((issue) => issue.level === "hint"));
}

function end(exit: ExitSpec, { id }: FlowNode): { node: FlowNode; edge: FlowDocument["edges"][number] } {
  const to = `end-${exit.id}`;
  const name = `After_${exit.id.replace(/\W/g, (sign) => `_${sign.codePointAt(0)}`)}`;
  return { node: { id: to, type: "end", name, config: { result: exit.id } }, edge: { from: id, exit: exit.id, to } };
}

const payloadOf = (example: FlowNode) =>
  [...new Set([...JSON.stringify(example.config).matchAll(PARAMS)].map(([, name = ""]) => name))].map((name) => ({ name }));

function exitsOf(node: FlowNode): ExitSpec[] {
  const found = registry.get(node.type);
  if (!found) throw new Error(`There is no component ${node.type}.`);
  const manifest = withParsedConfig(found);
  return manifest.exits(manifest.config.parse(node.config));
}
