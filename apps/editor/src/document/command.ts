import type { FlowDocument, FlowEdge, FlowNode, FlowNote, FlowPayload } from "@cordboard/flow";
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
export type FlowVariable = FlowDocument["variables"][number];
/** Things on the board, by id. */
export interface Things {
  nodeIds: string[];
  noteIds: string[];
}

/**
 * Everything an author can do to a flow, as plain data: undo, tests, one-click fixes and the wire share these.
 * Applying one never throws: what no longer fits the document changes nothing.
 */
export type Command =
  | { type: "addNode"; node: FlowNode; at: Point }
  /** Neither the entry nor what is locked. */
  | { type: "removeNodes"; nodeIds: string[] }
  /** What is locked stays. */
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
  /** Those whose names are free. */
  | { type: "addVariables"; variables: FlowVariable[] }
  /** Rewrites every reference to the flow variable. */
  | { type: "renameVariable"; from: string; to: string }
  | ({ type: "lock"; locked: boolean } & Things)
  /** Null takes them out of their groups. */
  | ({ type: "group"; group: string | null } & Things)
  | { type: "addNote"; note: FlowNote }
  /** A locked one keeps its place and size. */
  | { type: "setNote"; noteId: string; patch: Partial<Omit<FlowNote, "id">> }
  | { type: "removeNotes"; noteIds: string[] }
  /** Tests have no ids: they are told apart by their place. Without `at` it goes to the end. */
  | { type: "addTest"; test: JsonObject; at?: number }
  | { type: "setTest"; at: number; test: JsonObject }
  | { type: "removeTest"; at: number }
  /** One of the same name gives way. */
  | { type: "keepPayload"; payload: FlowPayload }
  | { type: "removePayload"; name: string };
