import type { FlowEdge, FlowNode, FlowNote } from "@cordboard/flow";
import type { Json, JsonObject } from "@cordboard/contract";

export interface Point {
  x: number;
  y: number;
}
export type Path = readonly (string | number)[];
/** What the settings of a flow are, apart from its nodes and cords. */
export interface FlowPatch {
  name?: string;
  description?: string;
  language?: string;
  variables?: FlowVariable[];
}
export interface FlowVariable {
  name: string;
  type: "text" | "number" | "boolean" | "json";
  value: string;
}

/**
 * Everything an author can do to a flow, as plain data: undo, tests, one-click fixes and the wire share these.
 * Applying one never throws: what no longer fits the document changes nothing.
 */
export type Command =
  | { type: "addNode"; node: FlowNode; at: Point }
  | { type: "removeNodes"; nodeIds: string[] }
  | { type: "moveNodes"; to: Record<string, Point> }
  /** `value` undefined removes the key. Cords follow exits that this renames and go with exits that it removes. */
  | { type: "setConfig"; nodeId: string; path: Path; value: Json | undefined }
  /** Rewrites every reference to the node's variables. */
  | { type: "renameNode"; nodeId: string; name: string }
  /** An exit holds one cord: an older one gives way. */
  | { type: "addEdge"; edge: FlowEdge }
  | { type: "removeEdge"; from: string; exit: string }
  /** Re-plugs one or both ends of a cord. */
  | { type: "reconnect"; from: string; exit: string; edge: FlowEdge }
  | { type: "setFlow"; patch: FlowPatch }
  | { type: "addNote"; note: FlowNote }
  | { type: "setNote"; noteId: string; patch: Partial<Omit<FlowNote, "id">> }
  | { type: "removeNotes"; noteIds: string[] }
  /** Tests have no ids: they are told apart by their place. Without `at` it goes to the end. */
  | { type: "addTest"; test: JsonObject; at?: number }
  | { type: "setTest"; at: number; test: JsonObject }
  | { type: "removeTest"; at: number };
