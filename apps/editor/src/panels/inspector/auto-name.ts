import { registry, suggestNodeName } from "@cordboard/flow";
import { isDefaultName, type Editor } from "../../document/index.ts";

/**
 * A step that still has the name of its component is named after its content when the author turns away from it:
 * `Get_Input_2` becomes `Ask_extension`. Part of the last edit, so one undo takes both back.
 */
export function autoName({ store }: Editor, nodeId: string): void {
  const { document, selection, readOnly } = store.getState();
  if (readOnly) return;
  const node = document.nodes.find((candidate) => candidate.id === nodeId);
  const manifest = node && registry.get(node.type);
  if (!node || !manifest || manifest.entry || !isDefaultName(node.name, manifest)) return;
  const others = { ...document, nodes: document.nodes.filter((candidate) => candidate.id !== nodeId) };
  const name = suggestNodeName(others, node.type, node.config);
  if (!isDefaultName(name, manifest)) store.dispatch({ type: "renameNode", nodeId, name }, { join: true, select: selection });
}
