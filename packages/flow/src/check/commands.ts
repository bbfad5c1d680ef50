import type { Json } from "@cordboard/contract";
import type { FlowEdge } from "../document.ts";
import type { Path } from "../strings.ts";

/** The document commands a fix may hold; the editor's own speak the same. `path` leads into the node's config; without a value the key is taken out. */
export type FixCommand =
  | { type: "setConfig"; nodeId: string; path: Path; value?: Json }
  | { type: "removeEdge"; from: string; exit: string }
  | { type: "addEdge"; edge: FlowEdge }
  | { type: "renameNode"; nodeId: string; name: string }
  | { type: "removeNode"; nodeId: string };

export interface Fix {
  label: string;
  commands: FixCommand[];
}
