import type { JsonObject } from "@cordboard/contract";

/** The text of a flow as stored and exchanged (`*.flow.json`, interface.md "Files"). */
export const FLOW_FORMAT = "cordboard/flow@1";

export interface FlowNode {
  /** Stable within the flow; cords use it. */
  id: string;
  /** Component type. An unknown one is kept as it is and blocks publishing. */
  type: string;
  /** Unique; prefix of the node's variables: letters, digits, `_`. */
  name: string;
  config: JsonObject;
}

/** A cord. At most one per exit. */
export interface FlowEdge {
  from: string;
  exit: string;
  to: string;
}

/** How a thing on the board is kept. None of it changes what the flow does. */
export interface Held {
  /** It is neither moved nor deleted. */
  locked?: true | undefined;
  /** Things of one group are selected and moved together. */
  group?: string | undefined;
}

export interface FlowNote extends Held {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Markdown; of a frame its title. */
  text: string;
  /** A box with a title: what lies in it moves with it. */
  frame?: true | undefined;
}

/** Where a node's card lies. */
export interface FlowPlace extends Held {
  x: number;
  y: number;
}

/** What a test of the flow begins with, kept under a name. */
export interface FlowPayload {
  name: string;
  as: "call" | "message" | "api";
  /** The outside phone. */
  from?: string | undefined;
  /** Of a text: what it says. */
  text?: string | undefined;
  /** Of an API request: its payload. */
  params?: JsonObject | undefined;
  /** Id of the node that it begins at; without it at the entry. */
  startNode?: string | undefined;
  /** What steps before it would have set, by node name; flow variables under `vars`. */
  variables?: JsonObject | undefined;
}

export interface FlowDocument {
  format: typeof FLOW_FORMAT;
  name: string;
  description: string;
  /** BCP-47; what prompts are spoken in when nothing else is said. */
  language: string;
  nodes: FlowNode[];
  edges: FlowEdge[];
  /** Flow variables with their first value, read as `{{ vars.name }}`. */
  variables: { name: string; type: "text" | "number" | "boolean" | "json"; value: string }[];
  /** Notes, tests, payloads and layout never change what a flow does: they are outside the content hash. */
  notes: FlowNote[];
  tests: JsonObject[];
  /** None: the same as an empty list. */
  payloads?: FlowPayload[] | undefined;
  layout: Record<string, FlowPlace>;
}
