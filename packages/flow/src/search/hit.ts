import type { FlowDocument, FlowNode } from "../document.ts";
import { fieldInfo } from "../schema-walk.ts";
import type { Path } from "../strings.ts";
import { dotted } from "../strings.ts";
import type { Registry } from "../registry.ts";

/** A place of a flow where something stands. */
export interface Hit {
  /** The node, or the note, that holds it; without either it is the flow's own. */
  nodeId: string | null;
  noteId: string | null;
  /** Dotted path in the node's config, or `variables.0.name` of the flow; null: a name, a component or a note. */
  field: string | null;
  /** What holds it, as the author knows it: “Name”, “To”. */
  title: string;
  text: string;
  /** Where in `text`, in UTF-16 units. */
  at: number;
  length: number;
}

export interface Span {
  at: number;
  length: number;
}

/** A hit in a setting of a node. */
export function configHit(node: FlowNode, path: Path, text: string, span: Span, registry: Registry): Hit {
  return { nodeId: node.id, noteId: null, field: dotted(path), title: titleAt(node, path, registry), text, ...span };
}

/** The title of the setting that holds it: “What the caller hears”, not “Say” of the prompt’s first text. */
function titleAt({ type }: FlowNode, path: Path, registry: Registry): string {
  const manifest = registry.get(type);
  for (let length = 1; manifest && length <= path.length; length++) {
    const { title } = fieldInfo(manifest.config, path.slice(0, length));
    if (title !== null) return title;
  }
  return String(path[0] ?? "");
}

/** As they lie on the board, from left to right: the way an author goes through them. */
export function nodesInOrder({ nodes, layout }: FlowDocument): FlowNode[] {
  const x = (node: FlowNode): number => layout[node.id]?.x ?? 0;
  const y = (node: FlowNode): number => layout[node.id]?.y ?? 0;
  return nodes.toSorted((a, b) => x(a) - x(b) || y(a) - y(b));
}
