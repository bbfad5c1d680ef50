import { FLOW_FORMAT, type FlowDocument, type FlowEdge, type FlowNode } from "@cordboard/flow";
import type { JsonObject } from "@cordboard/contract";

/** Small flows for tests, in a line per node. */
export function node(id: string, type: string, name: string, config: JsonObject = {}): FlowNode {
  return { id, type, name, config };
}

/** `"menu:sales>forward"` → a cord. */
export function cord(text: string): FlowEdge {
  const [, from = "", exit = "", to = ""] = /^(\w+):(\w+)>(\w+)$/.exec(text) ?? [];
  return { from, exit, to };
}

export function flow(nodes: FlowNode[], cords: string[] = []): FlowDocument {
  return {
    format: FLOW_FORMAT,
    name: "Test",
    description: "",
    language: "en-US",
    nodes,
    edges: cords.map(cord),
    variables: [],
    notes: [],
    tests: [],
    layout: Object.fromEntries(nodes.map(({ id }, index) => [id, { x: index * 400, y: 0 }])),
  };
}

/** Start → a menu with two choices → a forward and an announcement that reads the menu. */
export function receptionist(): FlowDocument {
  return flow(
    [
      node("start", "start", "Start"),
      node("menu", "ivr_menu", "Menu", {
        prompt: [{ speak: "Press 1." }],
        choices: [
          { name: "sales", key: "1" },
          { name: "help", key: "2" },
        ],
      }),
      node("call", "call_forward", "Call_Sales", { to: ["+14155550123"] }),
      node("say", "play_audio", "Say_Choice", { prompt: [{ speak: "You chose {{ Menu.choice }}." }] }),
    ],
    ["start:incoming_call>menu", "menu:sales>call", "menu:help>say"],
  );
}
