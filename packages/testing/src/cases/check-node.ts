import { type AnyManifest, type Issue, type JsonObject, withParsedConfig } from "@cordboard/contract";
import { check, emptyDocument, type FlowDocument, registry } from "@cordboard/flow";

/** What check() finds wrong with one node, in a flow that holds nothing but the entry and this node. */
export function checkNode(type: string, config: JsonObject, language = "en-US"): Issue[] {
  const document: FlowDocument = { ...emptyDocument("Case"), language, edges: [], layout: {} };
  const entry = entryManifest();
  if (type === entry.type) {
    document.nodes = [{ id: "node", type, name: "Node", config }];
  } else {
    document.nodes = [
      { id: "entry", type: entry.type, name: "Start", config: {} },
      { id: "node", type, name: "Node", config },
    ];
    const [first] = entry.exits(entry.config.parse({}));
    if (first) document.edges = [{ from: "entry", exit: first.id, to: "node" }];
  }
  return check(document).filter((issue) => issue.nodeId === "node");
}

function entryManifest() {
  const found = [...registry.values()].find((manifest: AnyManifest) => manifest.entry);
  if (!found) throw new Error("No component is the entry.");
  return withParsedConfig(found);
}
